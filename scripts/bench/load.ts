// A child of the benchmark: posts notifications over kept-alive connections for a while and prints what it saw as JSON.
// Raw sockets, so that on two cores the load costs little beside what it measures.
import { connect, type Socket } from "node:net";
import process from "node:process";

import { createRequests, type RequestOptions } from "./requests.ts";

export interface Load extends RequestOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
}

export interface Seen {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** By status; only 200 is an acknowledgement. */
  readonly statuses: Readonly<Record<string, number>>;
}

async function run(load: Load): Promise<Seen> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const begin = performance.now();
  const end = begin + load.seconds * 1000;
  const toRequest = createRequests(load);
  let number = 0;
  async function work(): Promise<void> {
    const socket = connect(load.port, "127.0.0.1");
    socket.setNoDelay(true);
    while (performance.now() < end) {
      const sentAt = performance.now();
      socket.write(toRequest(number++));
      const status = await readStatus(socket);
      statuses[status] = (statuses[status] ?? 0) + 1;
      latencies.push(performance.now() - sentAt);
    }
    socket.destroy();
  }
  await Promise.all(Array.from({ length: load.connections }, work));
  const seconds = (performance.now() - begin) / 1000;
  latencies.sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    answers: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    statuses,
  };
}

/** The answers here are short: one chunk holds a whole one. */
function readStatus(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("data", (chunk) => {
      socket.off("error", reject);
      resolve(chunk.toString("latin1", 9, 12));
    });
  });
}

if (import.meta.main) {
  const load = JSON.parse(process.argv[2] ?? "{}") as Load;
  process.stdout.write(JSON.stringify(await run(load)));
}
