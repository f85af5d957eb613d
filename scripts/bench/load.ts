// A child of the benchmark: posts notifications over kept-alive connections for a while and prints what it saw as JSON.
// Raw sockets, so that on two cores the load costs little beside what it measures.
import { connect, type Socket } from "node:net";
import process from "node:process";

export interface Load {
  readonly port: number;
  readonly path: string;
  readonly authorization: string;
  readonly connections: number;
  readonly seconds: number;
  /** A part of every message id: ids must never repeat. */
  readonly run: string;
}

export interface Seen {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** By status; only 200 is an acknowledgement. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Stands in the request for what differs between two: digits of the message's number, and of the customer's. */
const numberMark = "0000000000";
const phoneMark = "4968130000";

/** One request of each kind is built; then only its digits change, so that the load itself costs little. */
function createRequests(load: Load): (number: number) => Buffer {
  const metadata = { display_phone_number: "12025550100", phone_number_id: "100000000000001" };
  const message = {
    from: phoneMark,
    id: `wamid.${load.run}.${numberMark}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: "text",
    text: { body: "A message of usual length that somebody wrote on their phone on the way home." },
  };
  const contacts = [{ profile: { name: "Test User" }, wa_id: phoneMark }];
  const value = { messaging_product: "whatsapp", metadata, contacts, messages: [message] };
  const changes = [{ field: "messages", value }];
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes }],
  });
  const request = Buffer.from(
    [
      `POST ${load.path} HTTP/1.1`,
      "Host: 127.0.0.1",
      `Authorization: ${load.authorization}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
  const idAt = request.indexOf(`.${numberMark}`) + 1;
  const phonesAt = [request.indexOf(phoneMark), request.lastIndexOf(phoneMark)];
  return (number) => {
    const copy = Buffer.from(request);
    copy.write(String(number).padStart(numberMark.length, "0"), idAt, "latin1");
    const customer = String(number % 50).padStart(2, "0");
    for (const at of phonesAt)
      copy.write(customer, at + phoneMark.length - customer.length, "latin1");
    return copy;
  };
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
