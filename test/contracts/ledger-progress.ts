import assert from "node:assert/strict";
import { test } from "node:test";

import type { Progress } from "../../src/bridge/delivery.ts";
import type { ReceiptState } from "../../src/bridge/message.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  noReferences,
  openWithSession,
  takeNow,
  toCustomer,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const nothing = {
  sent: null,
  delivered: null,
  read: null,
  played: null,
  failed: null,
  deleted: null,
};

async function readProgress(ledger: Ledger, ...mids: string[]): Promise<readonly Progress[]> {
  return (await ledger.known({ ...noReferences, mids })).progress;
}

async function tell(ledger: Ledger, state: ReceiptState, after: number): Promise<void> {
  const receipt = { deliveryId: 1, messageId: "wamid.9", reason: null, state, at: at + after };
  await ledger.plan({ ...emptyPlan, receipts: [receipt] });
}

/** How far a post has come, and when. */
export function testProgress(label: string, open: OpenLedger): void {
  test(`${label} known tells when each state was told first, also one that came late`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    await takeNow(ledger, { sessionId: 1, side: "customer" });
    await ledger.settle({ kind: "sent", deliveryId: 1, remoteId: "wamid.9", at: at + 1 });
    await tell(ledger, "sent", 2);
    await tell(ledger, "read", 4);
    await tell(ledger, "delivered", 3);
    await tell(ledger, "read", 9);
    await tell(ledger, "failed", 9);
    const [progress] = await readProgress(ledger, "m1");
    assert.equal(progress?.state, "read");
    assert.deepEqual(progress.times, { ...nothing, sent: at + 1, delivered: at + 3, read: at + 4 });
    await tell(ledger, "played", 10);
    await tell(ledger, "deleted", 11);
    const [later] = await readProgress(ledger, "m1");
    assert.deepEqual(
      [later?.state, later?.times.played, later?.times.deleted],
      ["deleted", at + 10, at + 11],
    );
  });

  test(`${label} known tells the parts of staff's posts and customers' messages, not of notices`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const team = { sessionId: 1, side: "team" } as const;
    const deliveries = [
      { ...toCustomer(1, "m1"), part: 1 },
      toCustomer(1, "m1"),
      toCustomer(1, "m2"),
      toTeam(1, "wamid.1"),
      { ...toTeam(1, "failed:m1"), kind: "notice" },
    ];
    await ledger.plan({ ...emptyPlan, deliveries });
    for (const remoteId of ["mid1", "mid2"]) {
      const { delivery } = await takeNow(ledger, team);
      await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId, tid: "T1", at });
    }
    const progress = await readProgress(ledger, "mid2", "mid1", "m1", "m9");
    assert.deepEqual(
      progress.map(({ mid, side, state }) => [mid, side, state]),
      [
        ["m1", "customer", "pending"],
        ["m1", "customer", "pending"],
        ["mid1", "team", "sent"],
      ],
    );
    assert.deepEqual(progress[2], {
      ...progress[2],
      createdAt: at,
      times: { ...nothing, sent: at },
    });
  });

  test(`${label} decide lets the times begin anew with the delivery, but not that it failed`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    await takeNow(ledger, { sessionId: 1, side: "customer" });
    await tell(ledger, "sent", 1);
    await tell(ledger, "failed", 2);
    const [failed] = await readProgress(ledger, "m1");
    assert.deepEqual(failed?.times, { ...nothing, sent: at + 1, failed: at + 2 });
    await ledger.decide({ renewed: [1], dropped: [], at: at + 3 });
    const [renewed] = await readProgress(ledger, "m1");
    assert.deepEqual(renewed?.times, { ...nothing, failed: at + 2 });
    assert.equal(renewed.renewedAt, at + 3);
  });
}
