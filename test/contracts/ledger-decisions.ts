import assert from "node:assert/strict";
import { test } from "node:test";

import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  readDelivery,
  takeNow,
  toCustomer,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const lane = { sessionId: 1, side: "customer" } as const;
const nothing = { renewed: [], dropped: [], at };

/** What the ledger does with what an operator decides. */
export function testDecisions(label: string, open: OpenLedger): void {
  test(`${label} decide lets a failed delivery begin anew`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    const { delivery } = await takeNow(ledger, lane);
    await ledger.settle({ kind: "failed", deliveryId: delivery.id, reason: "131026", at });
    const decided = await ledger.decide({ ...nothing, renewed: [delivery.id, 99], at: at + 7 });
    assert.deepEqual(decided, { done: [delivery.id], lanes: [lane] });
    const again = await takeNow(ledger, lane);
    assert.deepEqual([again.delivery.attempts, again.delivery.renewedAt], [1, at + 7]);
  });

  test(`${label} plan lets a failed delivery begin anew in its lane, and nothing that has moved on`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [toCustomer(1, "m1"), toCustomer(1, "m2")];
    await ledger.plan({ ...emptyPlan, deliveries });
    for (const outcome of ["failed", "sent"] as const) {
      const { delivery } = await takeNow(ledger, lane);
      const facts = { deliveryId: delivery.id, at };
      await ledger.settle(
        outcome === "sent"
          ? { kind: outcome, ...facts, remoteId: "wamid.2" }
          : { kind: outcome, ...facts, reason: "131026" },
      );
    }
    const renewed = [1, 2].map((deliveryId) => ({ deliveryId, at: at + 7 }));
    assert.deepEqual((await ledger.plan({ ...emptyPlan, renewed })).lanes, [lane]);
    const { delivery: again } = await takeNow(ledger, lane);
    assert.deepEqual([again.id, again.renewedAt, again.failedAt], [1, at + 7, at]);
    assert.equal((await readDelivery(ledger, 2)).state, "sent");
  });

  test(`${label} decide drops a delivery, tells staff of it and forgets what it carried`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [toCustomer(1, "m1"), toCustomer(1, "m2")];
    await ledger.plan({ ...emptyPlan, deliveries });
    const [first] = await ledger.deliveries([1]);
    assert.ok(first);
    const notice = toTeam(1, "failed:m1");
    const dropped = [{ id: first.id, state: "pending", notice }] as const;
    assert.deepEqual(await ledger.decide({ ...nothing, dropped }), {
      done: [first.id],
      lanes: [lane, { sessionId: 1, side: "team" }],
    });
    const { state, outgoing } = await readDelivery(ledger, first.id);
    assert.deepEqual([state, outgoing], ["dropped", null]);
    assert.equal((await takeNow(ledger, lane)).delivery.sourceId, "m2");
  });

  test(`${label} decide leaves what has moved on, and tells staff nothing of it`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    const { id } = (await takeNow(ledger, lane)).delivery;
    const dropped = [{ id, state: "pending", notice: toTeam(1, "failed:m1") }] as const;
    assert.deepEqual(await ledger.decide({ ...nothing, renewed: [id], dropped }), {
      done: [],
      lanes: [],
    });
    assert.equal((await readDelivery(ledger, id)).state, "sending");
    assert.deepEqual(await ledger.lanes(), [lane]);
  });

  for (const [ids, kept] of [
    [[1], [1]],
    [[1, 2], []],
  ] as const) {
    test(`${label} a notification goes with the last of its dead letters: ${ids.length} of 2 dropped`, async (t) => {
      const ledger = await open(t);
      await keepTwoDeadLetters(ledger);
      const dropped = ids.map((id) => ({ id, state: "failed", notice: null }) as const);
      assert.deepEqual((await ledger.decide({ ...nothing, dropped })).done, ids);
      assert.deepEqual(await ledger.replay([1]), kept);
    });
  }

  test(`${label} replay has a notification planned again, its dead letters forgotten`, async (t) => {
    const ledger = await open(t);
    await keepTwoDeadLetters(ledger);
    assert.deepEqual(await ledger.replay([1, 2, 1]), [1]);
    const { notifications } = await ledger.recorded(10);
    assert.deepEqual(
      notifications.map(({ body }) => Buffer.from(body).toString()),
      ["{}"],
    );
    assert.deepEqual(await ledger.deliveries([1, 2]), []);
    assert.deepEqual(await ledger.dropNotifications([1]), [], "it waits to be planned");
  });

  test(`${label} dropNotifications gives up what is kept, with its dead letters`, async (t) => {
    const ledger = await open(t);
    await keepTwoDeadLetters(ledger);
    assert.deepEqual(await ledger.dropNotifications([1, 2]), [1]);
    const states = (await ledger.deliveries([1, 2])).map(({ state }) => state);
    assert.deepEqual(states, ["dropped", "dropped"]);
    assert.deepEqual(await ledger.replay([1]), []);
  });
}

/** Notification 1 with the dead letters 1 and 2. */
async function keepTwoDeadLetters(ledger: Ledger): Promise<void> {
  await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from("{}") });
  const dead = {
    ...toTeam(0, "wamid.1"),
    sessionId: null,
    kind: "unreadable",
    outgoing: null,
    state: "failed",
    reason: "messages[0]: a message without an id",
    notificationId: 1,
  } as const;
  await ledger.plan({
    ...emptyPlan,
    notifications: [{ id: 1, state: "planned", reason: "not all can be understood" }],
    deliveries: [dead, { ...dead, sourceId: "wamid.2" }],
  });
}
