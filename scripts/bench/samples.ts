import { randomBytes } from "node:crypto";

import type { NewDelivery } from "../../src/bridge/delivery.ts";
import type { Customer } from "../../src/bridge/identity.ts";
import type { Session } from "../../src/bridge/session.ts";

/** The customer of session `id`, with the ids and their lengths as WhatsApp gives them. */
export function toCustomer(id: number): Customer {
  return {
    phone: toPhone(id),
    userId: `DE.${String(1_000_000_000_000_000 + id)}`,
    name: `Customer ${id}`,
  };
}

export function toPhone(id: number): string {
  return `4915${String(id).padStart(8, "0")}`;
}

/** A session whose customer wrote at `at`. */
export function toSession(id: number, at: number): Session {
  return {
    id,
    config: "a3a0c2f8-7b1c-4a8e-9d46-0d3a7c5e2b11",
    customer: toCustomer(id),
    chat: { tid: null, title: null, generation: 1 },
    startedAt: at,
    lastReceivedAt: at,
    lastAnsweredAt: null,
    lastSentAt: null,
    windowExpiresAt: at + 24 * 3_600_000,
  };
}

/** A message of the customer on its way to the team. */
export function toTeamDelivery(sessionId: number, at: number): NewDelivery {
  return {
    sessionId,
    side: "team",
    sourceId: newMessageId(),
    part: 0,
    kind: "text",
    outgoing: { kind: "post", text: usualText, displayName: `Customer ${sessionId}` },
    state: "pending",
    reason: null,
    createdAt: at,
    tid: null,
  };
}

/** An answer of the team on its way to the customer. */
export function toCustomerDelivery(sessionId: number, at: number): NewDelivery {
  return {
    ...toTeamDelivery(sessionId, at),
    side: "customer",
    sourceId: newTeamId(),
    outgoing: { kind: "text", text: usualText },
    tid: newTeamId(),
  };
}

/** An id of a message as WhatsApp makes them. */
export function newMessageId(): string {
  return `wamid.${randomBytes(42).toString("base64")}`;
}

/** An id of a chat or post. */
export function newTeamId(): string {
  return randomBytes(12).toString("hex");
}

const usualText = "A message of usual length that somebody wrote on their phone on the way home.";
