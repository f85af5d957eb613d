import assert from "node:assert/strict";
import { test } from "node:test";

import type { DeliveryCount } from "../../src/bridge/figures.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  takeNow,
  toCustomer,
  toSession,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const asked = { now: at, closingBefore: at + 100 };

/** Side, kind, state; how many ever came into it and how many are in it. */
async function readCounts(ledger: Ledger): Promise<unknown[]> {
  const { deliveries } = await ledger.figures(asked);
  const toRow = ({ side, kind, state, entered, present }: DeliveryCount): unknown[] => [
    `${side} ${kind} ${state}`,
    entered,
    present,
  ];
  return deliveries.map(toRow);
}

/** What the ledger tells of itself in numbers. */
export function testFigures(label: string, open: OpenLedger): void {
  test(`${label} figures count deliveries in every state that they came through`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [
      toTeam(1, "a"),
      { ...toTeam(1, "b"), kind: "unsupported poll" },
      { ...toTeam(1, "c"), kind: "unsupported ephemeral" },
      { ...toTeam(1, "n1"), kind: "unreadable", state: "failed", notificationId: 1 } as const,
    ];
    await ledger.plan({ ...emptyPlan, deliveries });
    // Planned again, as after a crash.
    await ledger.plan({ ...emptyPlan, deliveries });
    const lane = { sessionId: 1, side: "team" } as const;
    const { delivery } = await takeNow(ledger, lane);
    const retry = { nextAttemptAt: at, reason: "busy", uncertain: false };
    await ledger.settle({ kind: "retry", deliveryId: delivery.id, ...retry });
    await takeNow(ledger, lane);
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId: "mid1", at });
    assert.deepEqual(await readCounts(ledger), [
      ["team text pending", 2, 0],
      ["team text sending", 2, 0],
      ["team text sent", 1, 1],
      ["team unreadable failed", 1, 1],
      ["team unsupported pending", 2, 2],
    ]);
    await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from("{}") });
    await ledger.plan({
      ...emptyPlan,
      notifications: [{ id: 1, state: "planned", reason: "not all can be understood" }],
    });
    // Takes the dead letter away, so that it can be made again.
    assert.deepEqual(await ledger.replay([1]), [1]);
    const counts = await readCounts(ledger);
    assert.deepEqual(counts[3], ["team unreadable failed", 1, 0]);
  });

  test(`${label} figures tell since when the oldest of each has waited`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const nothing = { notifications: null, team: null, customer: null };
    assert.deepEqual((await ledger.figures(asked)).waitingSince, nothing);
    for (const receivedAt of [at + 1, at + 2]) {
      await ledger.record({ source: "dialog360", receivedAt, body: Buffer.from("{}") });
    }
    const deliveries = [
      { ...toTeam(1, "a"), createdAt: at + 3 },
      { ...toCustomer(1, "m0"), createdAt: at, state: "held", heldAs: 1 } as const,
      { ...toCustomer(1, "m1"), createdAt: at + 4 },
      { ...toCustomer(1, "m2"), createdAt: at + 5 },
    ];
    await ledger.plan({ ...emptyPlan, deliveries });
    const { unplanned, waitingSince } = await ledger.figures(asked);
    assert.equal(unplanned, 2);
    assert.deepEqual(waitingSince, { notifications: at + 1, team: at + 3, customer: at + 4 });
    const { delivery } = await takeNow(ledger, { sessionId: 1, side: "customer" }, at + 9);
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId: "wamid.1", at });
    assert.equal((await ledger.figures(asked)).waitingSince.customer, at + 5);
    await ledger.plan({ ...emptyPlan, released: [{ sessionId: 1, at: at + 20 }] });
    const renewed = await ledger.figures(asked);
    assert.equal(renewed.waitingSince.customer, at + 5, "what was kept waits since its release");
  });

  test(`${label} figures put every session's window into one of three states`, async (t) => {
    const ledger = await open(t);
    const ends = [null, at - 1, at, at + 1, at + 100, at + 101, at + 500, at + 500];
    const newSessions = ends.map((windowExpiresAt, index) => ({
      ...toSession(index + 1, { phone: `4968130${index}` }),
      windowExpiresAt,
    }));
    await ledger.plan({ ...emptyPlan, newSessions });
    const windows = async (): Promise<unknown> => (await ledger.figures(asked)).windows;
    assert.deepEqual(await windows(), { open: 3, closing: 2, closed: 3 });
    await ledger.plan({ ...emptyPlan, merges: [{ sessionId: 8, into: 7, at }] });
    assert.deepEqual(await windows(), { open: 2, closing: 2, closed: 3 }, "a merged one is none");
  });
}
