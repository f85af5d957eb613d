import { cpuUsage } from "node:process";

import type { Delivery } from "../../src/bridge/delivery.ts";
import { nothing, now } from "../unit/bridge/plan/planning.ts";
import { planBody } from "./judge.ts";

type Make = (size: number) => unknown;

/** Bodies that grow in one way each: `size` times the same, with other ids. */
export const growing: Readonly<Record<string, Make>> = {
  messages: (size) => ({ messages: repeat(size, (n) => toMessage(n, "12025550143")) }),
  "messages of as many people": (size) => ({ messages: repeat(size, (n) => toMessage(n)) }),
  "messages of one contact with another id": (size) => ({
    contacts: [{ wa_id: "551187654321" }],
    messages: repeat(size, (n) => toMessage(n, "5511987654321")),
  }),
  "messages and contacts": (size) => ({
    contacts: repeat(size, (n) => ({ wa_id: toPhone(size - n), user_id: `US.${n}` })),
    messages: repeat(size, (n) => toMessage(n)),
  }),
  "messages of strangers and contacts": (size) => ({
    contacts: repeat(size, (n) => ({ user_id: `US.${n}` })),
    messages: repeat(size, (n) => toMessage(n)),
  }),
  "messages twice": (size) => ({ messages: repeat(size, (n) => toMessage(n % 2)) }),
  "messages without a sender": (size) => ({ messages: repeat(size, (n) => ({ id: `m${n}` })) }),
  "echoes to as many people": (size) => ({
    contacts: repeat(size, (n) => ({ wa_id: toPhone(n), user_id: `US.${n}` })),
    message_echoes: repeat(size, (n) => ({ ...toMessage(n, toPhone(-1)), to: toPhone(n) })),
  }),
  receipts: (size) => ({ statuses: repeat(size, (n) => ({ id: `m${n}`, status: "read" })) }),
  errors: (size) => ({ errors: repeat(size, (n) => ({ code: n, title: "1 2 3 ".repeat(20) })) }),
  "signs of an error": (size) => ({ errors: [{ title: "12 (34) ".repeat(size) }] }),
  "spaces of an error": (size) => ({ errors: [{ title: " \n".repeat(size) }] }),
  "signs of a name": (size) => ({
    contacts: [{ wa_id: toPhone(0), profile: { name: " a\u0000".repeat(size) } }],
    messages: [toMessage(0)],
  }),
  "signs of a text": (size) => ({ messages: [toMessage(0, toPhone(0), "\ud800a ".repeat(size))] }),
  "signs of ids": (size) => ({ messages: [{ id: "1".repeat(size), from: "1".repeat(size) }] }),
  depth: (size) => `{"messages":${"[".repeat(size)}${"]".repeat(size)}}`,
  entries: (size) => ({
    entry: repeat(size, (n) => ({ changes: [{ value: { messages: [toMessage(n)] } }] })),
  }),
};

/** How many times longer a body takes that is `factor` times larger: about `factor` is right, its square is not. */
export function measureGrowth(make: Make, factor: number): number {
  // As small as can be measured: under a few milliseconds chance decides.
  let size = 50;
  while (measure(make(size)) < 2 && size < 20_000) size *= 2;
  return measure(make(size * factor)) / measure(make(size));
}

/**
 * The least of a few runs, in milliseconds of the processor: on a loaded machine others take turns in the middle of a run, the
 * longer it is the more.
 */
function measure(body: unknown): number {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const known = { ...nothing, deliveries: listDeliveries(body) };
  const runs = Array.from({ length: 3 }, () => {
    const begun = cpuUsage();
    planBody(text, known);
    const { user, system } = cpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...runs);
}

/** What the receipts of a body are about. */
function listDeliveries(body: unknown): readonly Delivery[] {
  const { statuses = [] } = body as { statuses?: readonly { id: string }[] };
  return statuses.map(({ id: remoteId }, index) => ({ ...sent, id: index, remoteId }));
}

const sent: Delivery = {
  id: 0,
  sessionId: 3,
  side: "customer",
  sourceId: "post",
  part: 0,
  kind: "text",
  outgoing: { kind: "text", text: "Hi" },
  state: "sent",
  reason: null,
  createdAt: now,
  tid: "t1",
  attempts: 1,
  nextAttemptAt: null,
  renewedAt: null,
  notificationId: null,
  remoteId: null,
};

function repeat<T>(size: number, make: (n: number) => T): readonly T[] {
  return Array.from({ length: size }, (_, n) => make(n));
}

function toMessage(n: number, from = toPhone(n), body = "Hello"): object {
  return { id: `m${n}`, from, type: "text", text: { body } };
}

function toPhone(n: number): string {
  return String(12_025_000_000 + n);
}
