import assert from "node:assert/strict";
import { test } from "node:test";

import type { NewDelivery } from "../../src/bridge/delivery.ts";
import type { Plan } from "../../src/bridge/planned.ts";
import {
  at,
  emptyPlan,
  noReferences,
  openWithSession,
  readDelivery,
  takeNow,
  toWaitUntil,
  toCustomer,
  toSession,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

/** What the ledger does with deliveries and their lanes. */
export function testDeliveries(label: string, open: OpenLedger): void {
  test(`${label} plan stored twice changes nothing`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from("{}") });
    const [notification] = (await ledger.recorded(1)).notifications;
    const plan: Plan = {
      ...emptyPlan,
      notifications: [{ id: notification?.id ?? 0, state: "planned", reason: null }],
      newSessions: [toSession(session.id + 1, { phone: "15550002222" })],
      sessionChanges: [{ sessionId: session.id, config: "other", lastReceivedAt: at }],
      deliveries: [toTeam(session.id, "wamid.1"), toTeam(session.id, "wamid.1", 1)],
    };
    const lanes = [{ sessionId: session.id, side: "team" }];
    const ask = { ...noReferences, sourceIds: ["wamid.1", "wamid.2"], deliveryIds: [1, 2, 3] };
    assert.deepEqual((await ledger.plan(plan)).lanes, lanes);
    const before = await ledger.known(ask);
    assert.deepEqual((await ledger.plan(plan)).lanes, lanes);
    assert.deepEqual(await ledger.known(ask), before);
    assert.deepEqual(before.sourceIds, ["wamid.1"]);
    assert.equal(before.deliveries.length, 2);
  });

  test(`${label} take gives the deliveries of a lane in their order, one at a time`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const lane = { sessionId: session.id, side: "team" } as const;
    await ledger.plan({
      ...emptyPlan,
      deliveries: [
        toTeam(session.id, "wamid.1"),
        toTeam(session.id, "wamid.2"),
        toCustomer(session.id, "m1"),
      ],
    });
    assert.deepEqual(
      (await ledger.lanes()).toSorted((a, b) => a.side.localeCompare(b.side)),
      [{ sessionId: session.id, side: "customer" }, lane],
    );
    const first = await takeNow(ledger, lane);
    assert.deepEqual(first.delivery, {
      ...toTeam(session.id, "wamid.1"),
      id: first.delivery.id,
      state: "sending",
      attempts: 1,
      nextAttemptAt: null,
      renewedAt: null,
      heldAs: null,
      failedAt: null,
      notificationId: null,
      remoteId: null,
    });
    assert.equal(first.session.id, session.id);
    await ledger.settle({ kind: "sent", deliveryId: first.delivery.id, remoteId: "mid1", at });
    const second = await takeNow(ledger, lane);
    assert.equal(second.delivery.sourceId, "wamid.2");
    await ledger.settle({ kind: "sent", deliveryId: second.delivery.id, remoteId: "mid2", at });
    assert.equal(await ledger.take(lane, { now: at, openAt: at, resendAt: at }), null);
    const known = await ledger.known({
      ...noReferences,
      sourceIds: ["mid1", "mid3"],
      deliveryIds: [first.delivery.id],
    });
    assert.deepEqual(known.sourceIds, ["mid1"], "a post of ours is known by its mid");
    assert.deepEqual(
      known.deliveries.map(({ state, outgoing }) => [state, outgoing]),
      [["sent", null]],
    );
  });

  test(`${label} settle lets a delivery wait, and its lane with it`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const lane = { sessionId: session.id, side: "customer" } as const;
    await ledger.plan({
      ...emptyPlan,
      deliveries: [toCustomer(session.id, "m1"), toCustomer(session.id, "m2")],
    });
    const { delivery } = await takeNow(ledger, lane);
    const retry = {
      kind: "retry",
      deliveryId: delivery.id,
      nextAttemptAt: at + 50,
      reason: "HTTP 500",
    } as const;
    assert.deepEqual(await ledger.settle({ ...retry, uncertain: false }), {
      parked: false,
      lanes: [],
    });
    assert.equal(await toWaitUntil(ledger, lane, at + 49), at + 50);
    const again = await takeNow(ledger, lane, at + 50);
    assert.deepEqual(
      [again.delivery.id, again.delivery.attempts, again.delivery.reason],
      [delivery.id, 2, "HTTP 500"],
    );
    await ledger.settle({ ...retry, nextAttemptAt: at + 99, uncertain: true });
    assert.equal((await readDelivery(ledger, delivery.id)).state, "uncertain");
    assert.equal(await toWaitUntil(ledger, lane, at + 50), at + 99);
  });

  test(`${label} take finds a delivery that was cut off: due for the team, in doubt for a customer`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({
      ...emptyPlan,
      deliveries: [toTeam(session.id, "wamid.1"), toCustomer(session.id, "m1")],
    });
    const team = { sessionId: session.id, side: "team" } as const;
    const customer = { sessionId: session.id, side: "customer" } as const;
    const posted = await takeNow(ledger, team);
    const again = await takeNow(ledger, team);
    assert.deepEqual([again.delivery.id, again.delivery.attempts], [posted.delivery.id, 2]);
    assert.deepEqual([posted.inDoubt, again.inDoubt], [false, true]);
    const { delivery } = await takeNow(ledger, customer);
    await ledger.take(customer, { now: at + 1, openAt: at + 1, resendAt: at + 70 });
    assert.equal((await readDelivery(ledger, delivery.id)).state, "uncertain");
    assert.equal(await toWaitUntil(ledger, customer, at + 2), at + 70);
    const later = { now: at + 70, openAt: at + 70, resendAt: at + 90 };
    assert.equal((await ledger.take(customer, later))?.waitUntil, at + 90);
    assert.equal((await takeNow(ledger, customer, at + 90)).delivery.attempts, 2);
  });

  test(`${label} take keeps a delivery in doubt waiting while what came in by then is not planned`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const lane = { sessionId: session.id, side: "customer" } as const;
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(session.id, "m1")] });
    const { delivery } = await takeNow(ledger, lane);
    const retry = { kind: "retry", deliveryId: delivery.id, reason: "time-out" } as const;
    await ledger.settle({ ...retry, nextAttemptAt: at + 60_000, uncertain: true });
    const body = Buffer.from("{}");
    await ledger.record({ source: "dialog360", receivedAt: at + 60_000, body });
    await ledger.record({ source: "dialog360", receivedAt: at + 60_001, body });
    const then = { now: at + 60_000, openAt: at, resendAt: at + 60_000 };
    assert.equal((await ledger.take(lane, then))?.waitUntil, at + 61_000);
    const [first] = (await ledger.recorded(1)).notifications;
    const planned = { id: first?.id ?? 0, state: "planned", reason: null } as const;
    await ledger.plan({ ...emptyPlan, notifications: [planned] });
    assert.equal((await ledger.take(lane, { ...then, now: at + 61_000 }))?.waitUntil, null);
  });

  test(`${label} settle ends a failed delivery and wakes the lane of its notice`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(session.id, "m1")] });
    const lane = { sessionId: session.id, side: "customer" } as const;
    const { delivery } = await takeNow(ledger, lane);
    const notice = toTeam(session.id, "notice:1");
    const facts = { deliveryId: delivery.id, reason: "131026", at };
    const outcome = { kind: "failed", ...facts, notice } as const;
    const woken = { parked: false, lanes: [{ sessionId: session.id, side: "team" }] };
    assert.deepEqual(await ledger.settle(outcome), woken);
    const failed = await readDelivery(ledger, delivery.id);
    assert.deepEqual([failed.state, failed.reason], ["failed", "131026"]);
    assert.deepEqual(
      failed.outgoing,
      toCustomer(session.id, "m1").outgoing,
      "kept for another try",
    );
    assert.equal(await ledger.take(lane, { now: at, openAt: at, resendAt: at }), null);
    assert.deepEqual(await ledger.settle(outcome), { parked: false, lanes: [] });
  });

  test(`${label} a dead letter belongs to no lane`, async (t) => {
    const ledger = await open(t);
    const dead: NewDelivery = {
      ...toTeam(1, "wamid.x"),
      sessionId: null,
      kind: "unreadable",
      outgoing: null,
      state: "failed",
      reason: "where: why",
    };
    assert.deepEqual((await ledger.plan({ ...emptyPlan, deliveries: [dead] })).lanes, []);
    assert.deepEqual(await ledger.lanes(), []);
  });
}
