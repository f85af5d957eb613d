import assert from "node:assert/strict";
import { test } from "node:test";

import type { Delivery, NewDelivery, Outcome } from "../../src/bridge/delivery.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  noReferences,
  openWithSession,
  takeNow,
  toCustomer,
  toSession,
  type OpenLedger,
} from "./ledger-samples.ts";

const lane = { sessionId: 1, side: "customer" } as const;

function toHeld(sourceId: string, heldAs: number, part = 0): NewDelivery {
  return { ...toCustomer(1, sourceId), part, state: "held", heldAs };
}

/** What session 1 keeps, by post and number. */
async function readKept(ledger: Ledger): Promise<(readonly [string, Delivery["heldAs"]])[]> {
  const identities = [{ kind: "phone", value: "4968130978" }] as const;
  const { held } = await ledger.known({ ...noReferences, identities });
  return held.map(({ sourceId, heldAs }) => [sourceId, heldAs]);
}

function toOutcome(deliveryId: number, windowExpiresAt: number | null): Outcome {
  const notice = { ...toCustomer(1, `held:${deliveryId}`), side: "team" } as const;
  return { kind: "held", deliveryId, reason: "the window is closed", at, windowExpiresAt, notice };
}

/** What is kept until a customer writes. */
export function testHeld(label: string, open: OpenLedger): void {
  test(`${label} what is kept is in no lane until it is released, then all of it in order`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [toHeld("m1", 1), toHeld("m1", 1, 1), toHeld("m2", 2), toCustomer(1, "m3")];
    const planned = await ledger.plan({ ...emptyPlan, deliveries });
    assert.deepEqual(planned.lanes, [lane]);
    assert.deepEqual(await readKept(ledger), [
      ["m1", 1],
      ["m1", 1],
      ["m2", 2],
    ]);
    const first = await takeNow(ledger, lane);
    assert.equal(first.delivery.sourceId, "m3", "what is kept holds nothing up");
    await ledger.settle({ kind: "sent", deliveryId: first.delivery.id, remoteId: "w3", at });
    const { lanes } = await ledger.plan({ ...emptyPlan, released: [{ sessionId: 1, at: at + 9 }] });
    assert.deepEqual(lanes, [lane]);
    assert.deepEqual(await readKept(ledger), []);
    for (const sourceId of ["m1", "m1", "m2"]) {
      const { delivery } = await takeNow(ledger, lane);
      assert.deepEqual([delivery.sourceId, delivery.renewedAt], [sourceId, at + 9]);
      await ledger.settle({
        kind: "sent",
        deliveryId: delivery.id,
        remoteId: `w${delivery.id}`,
        at,
      });
    }
  });

  test(`${label} what is cancelled leaves nothing of its content`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [toHeld("m1", 1), toHeld("m1", 1, 1), toHeld("m2", 2)];
    await ledger.plan({ ...emptyPlan, deliveries });
    const { dropped } = await ledger.plan({ ...emptyPlan, cancelled: ["m1"] });
    assert.deepEqual(dropped, [1, 2]);
    assert.deepEqual(await readKept(ledger), [["m2", 2]]);
    const [gone] = await ledger.deliveries([1]);
    assert.deepEqual([gone?.state, gone?.outgoing], ["dropped", null]);
  });

  test(`${label} settle keeps what an attempt found too late, under the next number`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [toHeld("m1", 4), toCustomer(1, "m2"), { ...toCustomer(1, "m2"), part: 1 }];
    await ledger.plan({ ...emptyPlan, deliveries });
    for (const id of [2, 3]) {
      await takeNow(ledger, lane);
      await ledger.settle(toOutcome(id, null));
    }
    assert.deepEqual(await readKept(ledger), [
      ["m1", 4],
      ["m2", 5],
      ["m2", 5],
    ]);
  });

  test(`${label} settle sends at once what was found too late while the customer wrote`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    await takeNow(ledger, lane);
    const change = { sessionId: 1, windowExpiresAt: at + 1_000 };
    await ledger.plan({ ...emptyPlan, sessionChanges: [change] });
    const { lanes } = await ledger.settle(toOutcome(1, at - 1));
    assert.deepEqual(lanes, [], "nobody is told");
    assert.deepEqual(await readKept(ledger), []);
    assert.equal((await takeNow(ledger, lane)).delivery.id, 1);
  });

  test(`${label} plan keeps again what WhatsApp took and did not deliver, unless it has moved on`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1"), toCustomer(1, "m2")] });
    for (const id of [1, 2]) {
      await takeNow(ledger, lane);
      await ledger.settle({ kind: "sent", deliveryId: id, remoteId: `w${id}`, at });
    }
    const read = { deliveryId: 2, state: "read", messageId: "w2", reason: null, at } as const;
    const holds = [1, 2].map((deliveryId) => ({ deliveryId, reason: "131047 late", at }));
    await ledger.plan({ ...emptyPlan, receipts: [read], holds });
    assert.deepEqual(await readKept(ledger), [["m1", 1]]);
    assert.equal((await ledger.deliveries([2]))[0]?.state, "read");
  });

  test(`${label} a merge numbers what the other session keeps on from what is there`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const other = toSession(2, { userId: "DE.2" });
    const theirs = { ...toHeld("m9", 1), sessionId: 2 };
    await ledger.plan({
      ...emptyPlan,
      newSessions: [other],
      deliveries: [toHeld("m1", 1), toHeld("m2", 2), theirs],
    });
    await ledger.plan({ ...emptyPlan, merges: [{ sessionId: 2, into: 1, at }] });
    assert.deepEqual(await readKept(ledger), [
      ["m1", 1],
      ["m2", 2],
      ["m9", 3],
    ]);
  });
}
