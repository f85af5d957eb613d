import type { CustomerMessage, Event } from "../../../src/bridge/message.ts";

/** Of a message all but what it holds: who wrote it and when, what it answers, and whether it opens the window. */
export type Told =
  | Pick<CustomerMessage, "kind" | "id" | "from" | "sentAt" | "opensWindow" | "concerns">
  | Exclude<Event, CustomerMessage>;

export function toTold(event: Event): Told {
  if (event.kind !== "message") return event;
  const { kind, id, from, sentAt, opensWindow, concerns } = event;
  return { kind, id, from, sentAt, opensWindow, ...(concerns && { concerns }) };
}
