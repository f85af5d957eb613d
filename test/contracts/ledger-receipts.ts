import assert from "node:assert/strict";
import { test } from "node:test";

import {
  at,
  emptyPlan,
  openWithSession,
  readDelivery,
  readSession,
  takeNow,
  toCustomer,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

/** What the ledger does with receipts, early ones too. */
export function testReceipts(label: string, open: OpenLedger): void {
  test(`${label} receipts move a delivery forward, never back`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(session.id, "m1")] });
    const { delivery } = await takeNow(ledger, { sessionId: session.id, side: "customer" });
    const receipt = { deliveryId: delivery.id, messageId: "wamid.9", reason: null, at: at + 5 };
    await ledger.plan({ ...emptyPlan, receipts: [{ ...receipt, state: "read" }] });
    for (const state of ["delivered", "sent", "failed"] as const) {
      await ledger.plan({ ...emptyPlan, receipts: [{ ...receipt, state, at: at + 90 }] });
    }
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId: "wamid.9", at: at + 6 });
    const read = await readDelivery(ledger, delivery.id);
    assert.deepEqual([read.state, read.remoteId, read.outgoing], ["read", "wamid.9", null]);
    assert.equal((await readSession(ledger, session.id)).lastSentAt, at + 5);
    await ledger.plan({ ...emptyPlan, receipts: [{ ...receipt, state: "deleted" }] });
    assert.equal((await readDelivery(ledger, delivery.id)).state, "deleted");
  });

  test(`${label} settle notes when something went to the customer, not to the team`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({
      ...emptyPlan,
      deliveries: [toTeam(session.id, "wamid.1"), toCustomer(session.id, "m1")],
    });
    const team = await takeNow(ledger, { sessionId: session.id, side: "team" });
    await ledger.settle({
      kind: "sent",
      deliveryId: team.delivery.id,
      remoteId: "mid1",
      at: at + 1,
    });
    assert.equal((await readSession(ledger, session.id)).lastSentAt, null);
    const customer = await takeNow(ledger, { sessionId: session.id, side: "customer" });
    await ledger.settle({
      kind: "sent",
      deliveryId: customer.delivery.id,
      remoteId: "wamid.9",
      at: at + 2,
    });
    assert.equal((await readSession(ledger, session.id)).lastSentAt, at + 2);
    const sent = await readDelivery(ledger, customer.delivery.id);
    assert.notEqual(sent.outgoing, null, "a receipt may still tell that it failed");
  });

  test(`${label} recorded gives a parked receipt once its message is known`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({
      ...emptyPlan,
      deliveries: [toCustomer(session.id, "m1"), toCustomer(session.id, "m2")],
    });
    const lane = { sessionId: session.id, side: "customer" } as const;
    const first = await takeNow(ledger, lane);
    const receipt = {
      kind: "receipt",
      messageId: "wamid.9",
      state: "delivered",
      at: at + 1,
    } as const;
    await ledger.plan({ ...emptyPlan, parked: [{ receipt, arrivedAt: at + 2 }] });
    assert.deepEqual((await ledger.recorded(10)).receipts, []);
    const sent = { kind: "sent", deliveryId: first.delivery.id, at: at + 3 } as const;
    assert.equal((await ledger.settle({ ...sent, remoteId: "wamid.9" })).parked, true);
    const [parked] = (await ledger.recorded(10)).receipts;
    assert.deepEqual(parked, { id: parked?.id, receipt, arrivedAt: at + 2 });
    await ledger.plan({ ...emptyPlan, unparked: [parked?.id ?? 0] });
    assert.deepEqual((await ledger.recorded(10)).receipts, []);
    const second = await takeNow(ledger, lane);
    const outcome = await ledger.settle({
      ...sent,
      deliveryId: second.delivery.id,
      remoteId: "wamid.10",
    });
    assert.equal(outcome.parked, false);
  });

  test(`${label} plan drops receipts that were parked for over 10 minutes`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({
      ...emptyPlan,
      deliveries: [toCustomer(session.id, "m1"), toCustomer(session.id, "m2")],
    });
    async function park(messageId: string, arrivedAt: number): Promise<void> {
      const receipt = { kind: "receipt", messageId, state: "read", at: null } as const;
      await ledger.plan({ ...emptyPlan, parked: [{ receipt, arrivedAt }] });
    }
    await park("old", at);
    await park("new", at + 1);
    await ledger.record({ source: "dialog360", receivedAt: at + 600_001, body: Buffer.from("{}") });
    const [notification] = (await ledger.recorded(1)).notifications;
    await ledger.plan({
      ...emptyPlan,
      notifications: [{ id: notification?.id ?? 0, state: "planned", reason: null }],
    });
    const lane = { sessionId: session.id, side: "customer" } as const;
    const answers: boolean[] = [];
    for (const remoteId of ["old", "new"]) {
      const { delivery } = await takeNow(ledger, lane);
      answers.push(
        (await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId, at })).parked,
      );
    }
    assert.deepEqual(answers, [false, true]);
  });
}
