import assert from "node:assert/strict";
import { test } from "node:test";

import type { Delivery } from "../../src/bridge/delivery.ts";
import type { PlannedWithdrawal } from "../../src/bridge/planned.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  takeNow,
  toCustomer,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const lane = { sessionId: 1, side: "customer" } as const;
const team = { sessionId: 1, side: "team" } as const;

const withdrawal: PlannedWithdrawal = {
  postId: "m1",
  at,
  notices: {
    sent: { ...toTeam(1, "withdrawn:m1"), outgoing: { kind: "post", text: "had gone out" } },
    sending: { ...toTeam(1, "withdrawn:m1"), outgoing: { kind: "post", text: "goes out" } },
  },
};

async function plan(ledger: Ledger, ...parts: readonly number[]): Promise<void> {
  const deliveries = parts.map((part) => ({ ...toCustomer(1, "m1"), part }));
  await ledger.plan({ ...emptyPlan, deliveries: [...deliveries, toCustomer(1, "m2")] });
}

/** States of the two parts of `m1` and of `m2`, which was written after it. */
async function readStates(ledger: Ledger): Promise<(readonly [Delivery["state"], boolean])[]> {
  const deliveries = await ledger.deliveries([1, 2, 3]);
  return deliveries.map(({ state, outgoing }) => [state, outgoing !== null]);
}

/** What staff are told. */
async function readTold(ledger: Ledger): Promise<string | null> {
  const taken = await ledger.take(team, { now: at, openAt: at, resendAt: at });
  return taken?.delivery.outgoing?.kind === "post" ? taken.delivery.outgoing.text : null;
}

/** What becomes of posts that staff take back. */
export function testWithdrawals(label: string, open: OpenLedger): void {
  test(`${label} plan drops what staff took back before it was sent, and tells nothing`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await plan(ledger, 0, 1);
    const { lanes } = await ledger.plan({ ...emptyPlan, withdrawals: [withdrawal] });
    assert.deepEqual(await readStates(ledger), [
      ["dropped", false],
      ["dropped", false],
      ["pending", true],
    ]);
    assert.deepEqual(lanes, [lane], "what stands behind it goes on");
    assert.equal((await takeNow(ledger, lane)).delivery.sourceId, "m2");
    assert.equal(await readTold(ledger), null);
  });

  test(`${label} plan drops what is written and taken back in one batch`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const deliveries = [toCustomer(1, "m1")];
    await ledger.plan({ ...emptyPlan, deliveries, withdrawals: [withdrawal] });
    assert.deepEqual(await readStates(ledger), [["dropped", false]]);
  });

  test(`${label} plan drops what failed, so that nobody has it tried again`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await plan(ledger, 0, 1);
    await ledger.settle({ kind: "failed", deliveryId: 1, reason: "131026", at });
    await ledger.plan({ ...emptyPlan, withdrawals: [withdrawal] });
    assert.equal((await readStates(ledger))[0]?.[0], "dropped");
    assert.deepEqual((await ledger.decide({ renewed: [1], dropped: [], at })).done, []);
    assert.equal(await readTold(ledger), null);
  });

  test(`${label} plan tells once what was sent, and drops the rest of it`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await plan(ledger, 0, 1);
    const { delivery } = await takeNow(ledger, lane);
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId: "wamid.9", at });
    const { lanes } = await ledger.plan({ ...emptyPlan, withdrawals: [withdrawal, withdrawal] });
    assert.deepEqual(lanes, [lane, team]);
    assert.deepEqual(await readStates(ledger), [
      ["sent", true],
      ["dropped", false],
      ["pending", true],
    ]);
    assert.equal(await readTold(ledger), "had gone out");
    await ledger.settle({ kind: "sent", deliveryId: 4, remoteId: "mid4", tid: "T1", at });
    assert.equal(await readTold(ledger), null);
  });

  test(`${label} take tries nothing again that was taken back while it was sent`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await plan(ledger, 0);
    const { delivery } = await takeNow(ledger, lane);
    await ledger.plan({ ...emptyPlan, withdrawals: [withdrawal] });
    assert.equal(await readTold(ledger), "goes out");
    const retry = { kind: "retry", deliveryId: delivery.id, reason: "503" } as const;
    await ledger.settle({ ...retry, nextAttemptAt: at + 9_000, uncertain: false });
    assert.equal((await takeNow(ledger, lane)).delivery.sourceId, "m2");
    assert.deepEqual((await readStates(ledger))[0], ["dropped", false]);
  });

  test(`${label} take waits for the receipt of what was taken back in doubt, then drops it`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await plan(ledger, 0);
    const { delivery } = await takeNow(ledger, lane);
    const retry = { kind: "retry", deliveryId: delivery.id, reason: "cut off" } as const;
    await ledger.settle({ ...retry, nextAttemptAt: at + 60_000, uncertain: true });
    await ledger.plan({ ...emptyPlan, withdrawals: [withdrawal] });
    const early = await ledger.take(lane, { now: at, openAt: at, resendAt: at });
    assert.deepEqual([early?.delivery.id, early?.waitUntil], [delivery.id, at + 60_000]);
    assert.equal((await takeNow(ledger, lane, at + 60_000)).delivery.sourceId, "m2");
    assert.deepEqual((await readStates(ledger))[0], ["dropped", false]);
  });

  test(`${label} plan leaves alone what came from other posts, and what goes to the team`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(1, "m1"), toCustomer(1, "m2")] });
    assert.deepEqual((await ledger.plan({ ...emptyPlan, withdrawals: [withdrawal] })).lanes, []);
    assert.deepEqual(await readStates(ledger), [
      ["pending", true],
      ["pending", true],
    ]);
  });
}
