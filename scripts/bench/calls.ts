// Calls out, direct ones, against the runtime's own fetch without a second use of connections, as a ratio of one run.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createNetwork } from "../../src/network/network.ts";
import { atMost, median, print } from "./figures.ts";

const rounds = 9;
const callsAtOnce = 20;
const callsEach = 60;
const headers = { connection: "close", "content-type": "application/json" };
const body = JSON.stringify({ to: "nobody", text: { body: "Hello" } });

export async function benchCalls(): Promise<void> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const network = createNetwork({ caFile: null, proxy: null });
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await time(url, globalThis.fetch));
    ours.push(await time(url, network.fetch));
  }
  server.close();
  const count = callsAtOnce * callsEach;
  const ratio = median(ours) / median(plain);
  print("a direct call", `${((median(ours) / count) * 1000).toFixed(0)} µs`);
  print("the runtime's fetch", `${((median(plain) / count) * 1000).toFixed(0)} µs`);
  print("ratio", ratio.toFixed(2), atMost(ratio, 1.1));
}

async function time(url: string, fetch: typeof globalThis.fetch): Promise<number> {
  const begin = performance.now();
  const one = async (): Promise<void> => {
    for (let call = 0; call < callsEach; call += 1) {
      await (await fetch(url, { method: "POST", headers, body })).text();
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, one));
  return performance.now() - begin;
}
