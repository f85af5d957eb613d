import assert from "node:assert/strict";
import { test } from "node:test";

import type { Ledger } from "../../src/bridge/ports.ts";
import type { SweepPlace, Swept } from "../../src/bridge/privacy.ts";
import {
  at,
  emptyPlan,
  noReferences,
  openWithSession,
  readDelivery,
  takeNow,
  toCustomer,
  toSession,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const dayMs = 24 * 60 * 60_000;

/** What is too old goes, and nothing that waits. */
export function testRetention(label: string, open: OpenLedger): void {
  test(`${label}: a sweep deletes what is settled for longer than it is kept, and nothing that waits`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const settled = { ...toTeam(1, "wamid.1"), state: "failed" as const };
    const held = { ...toCustomer(1, "m1"), state: "held" as const, heldAs: 1 };
    const deliveries = [settled, toTeam(1, "wamid.2"), held];
    await ledger.plan({ ...emptyPlan, deliveries });
    const young = await sweepAll(ledger, { days: 90, after: 89 });
    assert.deepEqual(young, nothing);
    const old = await sweepAll(ledger, { days: 90, after: 91 });
    assert.deepEqual(old, { ...nothing, deliveries: 1 });
    const { deliveries: left } = await ledger.known({ ...noReferences, deliveryIds: [1, 2, 3] });
    assert.deepEqual(
      left.map(({ state, outgoing }) => [state, outgoing !== null]),
      [
        ["pending", true],
        ["held", true],
      ],
    );
  });

  test(`${label}: a session stays while a message in it can be tried again`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(1, "wamid.1")] });
    await takeNow(ledger, { sessionId: 1, side: "team" });
    const failedAt = at + 7 * dayMs;
    await ledger.settle({ kind: "failed", deliveryId: 1, reason: "given up", at: failedAt });
    assert.deepEqual(await sweepAll(ledger, { days: 3, after: 8 }), nothing);
    const { lanes } = await ledger.decide({ renewed: [1], dropped: [], at: failedAt + dayMs });
    assert.deepEqual(lanes, [{ sessionId: 1, side: "team" }]);
  });

  test(`${label}: ids are kept for 8 days, however short the retention is, and texts are not`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from("torn") });
    const notifications = [{ id: 1, state: "dead" as const, reason: "not JSON" }];
    const deliveries = [{ ...toTeam(1, "wamid.1"), state: "failed" as const }];
    await ledger.plan({ ...emptyPlan, notifications, deliveries });
    const swept = await sweepAll(ledger, { days: 1, after: 2 });
    assert.deepEqual(swept, { ...nothing, texts: 1, sessions: 1 });
    assert.equal((await readDelivery(ledger, 1)).outgoing, null);
    assert.deepEqual((await ledger.known({ ...noReferences, sourceIds: ["wamid.1"] })).sourceIds, [
      "wamid.1",
    ]);
    assert.deepEqual(await ledger.replay([1]), [], "its body is gone");
    const ids = await sweepAll(ledger, { days: 1, after: 9 });
    assert.deepEqual(ids, { ...nothing, deliveries: 1, notifications: 1 });
    assert.deepEqual(
      (await ledger.known({ ...noReferences, sourceIds: ["wamid.1"] })).sourceIds,
      [],
    );
  });

  test(`${label}: what WhatsApp took and never told of again keeps its text for 30 days`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    await takeNow(ledger, { sessionId: 1, side: "customer" });
    await ledger.settle({ kind: "sent", deliveryId: 1, remoteId: "wamid.1", at });
    assert.deepEqual(await sweepAll(ledger, { days: 90, after: 29 }), nothing);
    assert.notEqual((await readDelivery(ledger, 1)).outgoing, null);
    assert.deepEqual(await sweepAll(ledger, { days: 90, after: 31 }), { ...nothing, texts: 1 });
    assert.equal((await readDelivery(ledger, 1)).outgoing, null);
  });

  test(`${label}: an idle session goes with all that leads to it, and its chat is known as a former one`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const chat = { sessionId: 1, generation: 1, config: "staff", tid: "T1", title: "Tobias" };
    await ledger.chatMade(chat);
    const other = toSession(2, { phone: "4968130979" });
    await ledger.plan({
      ...emptyPlan,
      newSessions: [other],
      sessionChanges: [{ sessionId: 2, lastReceivedAt: at + 5 * dayMs }],
    });
    assert.deepEqual(await sweepAll(ledger, { days: 10, after: 11 }), { ...nothing, sessions: 1 });
    const identities = [{ kind: "phone" as const, value: session.customer.phone ?? "" }];
    const known = await ledger.known({ ...noReferences, identities, tids: ["T1", "T2"] });
    assert.deepEqual([known.sessions, known.formerTids, known.nextSessionId], [[], ["T1"], 3]);
    // What was under way is stored no more.
    assert.equal(await ledger.chatMade({ ...chat, tid: "T3" }), false);
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(1, "wamid.9")] });
    assert.deepEqual(await ledger.lanes(), []);
  });
}

const nothing = { deliveries: 0, texts: 0, notifications: 0, sessions: 0 };

/** Sweeps in steps of one row. @returns what went */
async function sweepAll(
  ledger: Ledger,
  { days, after }: { readonly days: number; readonly after: number },
): Promise<typeof nothing> {
  const total = { ...nothing };
  let place: SweepPlace | null = { stage: "deliveries", after: 0 };
  while (place) {
    const step = { place, now: at + after * dayMs, retentionMs: days * dayMs, limit: 1 };
    const { next, ...counts }: Swept = await ledger.sweep(step);
    total.deliveries += counts.deliveries;
    total.texts += counts.texts;
    total.notifications += counts.notifications;
    total.sessions += counts.sessions;
    place = next;
  }
  return total;
}
