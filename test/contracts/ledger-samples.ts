import assert from "node:assert/strict";
import type { TestContext } from "node:test";

import type { Delivery, Lane, NewDelivery, Taken } from "../../src/bridge/delivery.ts";
import type { Plan, References } from "../../src/bridge/planned.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import type { Session } from "../../src/bridge/session.ts";

/** Opens an empty ledger that ends with the test. */
export type OpenLedger = (t: TestContext) => Promise<Ledger>;

/** When everything in these tests happens. */
export const at: number = Date.parse("2026-11-23T09:00:00Z");

/** Nothing is asked. */
export const noReferences: References = {
  identities: [],
  tids: [],
  messageIds: [],
  deliveryIds: [],
  sourceIds: [],
  mids: [],
};

/** Nothing changes. */
export const emptyPlan: Plan = {
  notifications: [],
  newSessions: [],
  sessionChanges: [],
  claims: [],
  merges: [],
  deliveries: [],
  receipts: [],
  withdrawals: [],
  holds: [],
  renewed: [],
  cancelled: [],
  released: [],
  seen: [],
  parked: [],
  unparked: [],
  chats: [],
  lastMids: [],
};

export function toSession(id: number, customer: Session["customer"]): Session {
  return {
    id,
    config: "staff",
    customer,
    chat: { tid: null, title: null, generation: 1 },
    startedAt: at,
    lastReceivedAt: null,
    lastAnsweredAt: null,
    lastSentAt: null,
    windowExpiresAt: null,
  };
}

export function toTeam(sessionId: number, sourceId: string, part: number = 0): NewDelivery {
  return {
    sessionId,
    side: "team",
    sourceId,
    part,
    kind: "text",
    outgoing: { kind: "post", text: `text of ${sourceId}` },
    state: "pending",
    reason: null,
    createdAt: at,
    tid: null,
  };
}

export function toCustomer(sessionId: number, sourceId: string): NewDelivery {
  const outgoing = { kind: "text", text: `text of ${sourceId}` } as const;
  return { ...toTeam(sessionId, sourceId), side: "customer", outgoing, tid: "T1" };
}

/** With one session, number 1. */
export async function openWithSession(
  t: TestContext,
  open: OpenLedger,
): Promise<{ ledger: Ledger; session: Session }> {
  const ledger = await open(t);
  const session = toSession(1, { phone: "4968130978", name: "Tobias" });
  await ledger.plan({ ...emptyPlan, newSessions: [session] });
  return { ledger, session };
}

/** Takes a delivery that has to be due. */
export async function takeNow(ledger: Ledger, lane: Lane, now: number = at): Promise<Taken> {
  const taken = await ledger.take(lane, { now, openAt: now, resendAt: now });
  assert.ok(taken);
  assert.equal(taken.waitUntil, null);
  return taken;
}

/** Until when a lane's first delivery waits; null if it was taken. */
export async function toWaitUntil(
  ledger: Ledger,
  lane: Lane,
  now: number,
): Promise<number | null | undefined> {
  return (await ledger.take(lane, { now, openAt: now, resendAt: now }))?.waitUntil;
}

export async function readDelivery(ledger: Ledger, id: number): Promise<Delivery> {
  const { deliveries } = await ledger.known({ ...noReferences, deliveryIds: [id] });
  assert.ok(deliveries[0]);
  return deliveries[0];
}

/** Reads a session by way of a delivery to it. */
export async function readSession(ledger: Ledger, id: number): Promise<Session> {
  const probe = toTeam(id, `probe of ${id}`);
  await ledger.plan({ ...emptyPlan, deliveries: [{ ...probe, state: "failed" }] });
  const ids = Array.from({ length: 20 }, (_, index) => index + 1);
  const { sessions } = await ledger.known({ ...noReferences, deliveryIds: ids });
  const found = sessions.find(({ session }) => session.id === id);
  assert.ok(found);
  return found.session;
}
