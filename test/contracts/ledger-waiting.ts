import assert from "node:assert/strict";
import { test } from "node:test";

import type { Lane } from "../../src/bridge/delivery.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  readDelivery,
  takeNow,
  toCustomer,
  toSession,
  toTeam,
  toWaitUntil,
  type OpenLedger,
} from "./ledger-samples.ts";

const team: Lane = { sessionId: 1, side: "team" };
const customer: Lane = { sessionId: 1, side: "customer" };
const minute = 60_000;
const hour = 60 * minute;

/** What the ledger does with deliveries that wait, are in doubt or are hurried. */
export function testWaiting(label: string, open: OpenLedger): void {
  test(`${label} take leaves a delivery that is due alone while its lane may not be tried`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    const taken = await ledger.take(customer, { now: at, openAt: at + 40, resendAt: at });
    assert.deepEqual([taken?.waitUntil, taken?.inDoubt], [at + 40, false]);
    const { state, attempts } = await readDelivery(ledger, taken?.delivery.id ?? 0);
    assert.deepEqual([state, attempts], ["pending", 0]);
    await retry(ledger, customer, { nextAttemptAt: at + 90 });
    const both = await ledger.take(customer, { now: at, openAt: at + 40, resendAt: at });
    assert.equal(both?.waitUntil, at + 90, "the later of both");
  });

  test(`${label} take says what is in doubt until it is settled`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(1, "wamid.1"), toTeam(1, "wamid.2")] });
    await retry(ledger, team, { nextAttemptAt: at, uncertain: true });
    const waiting = await ledger.take(team, { now: at - 1, openAt: at - 1, resendAt: at - 1 });
    assert.deepEqual([waiting?.waitUntil, waiting?.inDoubt], [at, true]);
    const again = await takeNow(ledger, team);
    assert.equal(again.inDoubt, true);
    await ledger.settle({ kind: "sent", deliveryId: again.delivery.id, remoteId: "mid1", at });
    assert.equal((await takeNow(ledger, team)).inDoubt, false);
  });

  test(`${label} take tells when a delivery that was cut off may be sent again`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    await takeNow(ledger, customer);
    const found = await ledger.take(customer, {
      now: at,
      openAt: at + hour,
      resendAt: at + minute,
    });
    assert.ok(found);
    const { state, nextAttemptAt } = found.delivery;
    assert.deepEqual([state, nextAttemptAt, found.inDoubt], ["uncertain", at + minute, true]);
    assert.deepEqual(found.delivery, await readDelivery(ledger, found.delivery.id));
  });

  test(`${label} take waits for no date that only a clock which was set back can have made`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(1, "wamid.1")] });
    await retry(ledger, team, { nextAttemptAt: at + hour });
    assert.equal(await toWaitUntil(ledger, team, at), at + hour);
    await takeNow(ledger, team, at - hour);
  });

  test(`${label} a receipt settles what waits in doubt, and what comes of the attempt changes nothing`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1"), toCustomer(1, "m2")] });
    const { delivery } = await takeNow(ledger, customer);
    const receipt = { deliveryId: delivery.id, messageId: "wamid.9", reason: null, at } as const;
    const { lanes } = await ledger.plan({
      ...emptyPlan,
      receipts: [{ ...receipt, state: "delivered" }],
    });
    assert.deepEqual(lanes, [customer], "what is behind it may go");
    const facts = { deliveryId: delivery.id, reason: "no answer in time" } as const;
    await ledger.settle({ kind: "retry", ...facts, nextAttemptAt: at + 1, uncertain: true });
    const notice = toTeam(1, "failed:m1");
    assert.deepEqual(await ledger.settle({ kind: "failed", ...facts, at, notice }), {
      parked: false,
      lanes: [],
    });
    assert.equal((await readDelivery(ledger, delivery.id)).state, "delivered");
    assert.equal((await takeNow(ledger, customer)).delivery.sourceId, "m2");
  });

  test(`${label} settle tells once that something is late, and leaves it as it is`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(1, "m1")] });
    const before = await retry(ledger, customer, { nextAttemptAt: at + hour });
    const late = { kind: "late", deliveryId: before, notice: toTeam(1, "late:m1") } as const;
    assert.deepEqual((await ledger.settle(late)).lanes, [team]);
    const { delivery } = await takeNow(ledger, team);
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId: "mid1", at });
    assert.deepEqual((await ledger.settle(late)).lanes, [], "told already");
    assert.equal(await toWaitUntil(ledger, customer, at), at + hour);
  });

  test(`${label} hasten makes what waits due, but lets a receipt tell of what a customer may have`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({
      ...emptyPlan,
      newSessions: [toSession(2, { phone: "15550002222" })],
      deliveries: [
        toTeam(1, "wamid.1"),
        toTeam(2, "wamid.2"),
        toCustomer(1, "m1"),
        toCustomer(2, "m2"),
      ],
    });
    for (const side of ["team", "customer"] as const) {
      await retry(ledger, { sessionId: 1, side }, { nextAttemptAt: at + minute });
      const doubt = { nextAttemptAt: at + minute, uncertain: true };
      await retry(ledger, { sessionId: 2, side }, doubt);
    }
    const second = { sessionId: 2, side: "team" } as const;
    assert.deepEqual(await ledger.hasten("team"), [team, second]);
    assert.deepEqual(await ledger.hasten("team"), [], "nothing waits any more");
    assert.equal((await takeNow(ledger, team)).inDoubt, false);
    assert.equal((await takeNow(ledger, second)).inDoubt, true);
    assert.equal(await toWaitUntil(ledger, customer, at), at + minute, "the other side waits on");
    await ledger.hasten("customer");
    await takeNow(ledger, customer);
    const inDoubt = { sessionId: 2, side: "customer" } as const;
    assert.equal(await toWaitUntil(ledger, inDoubt, at), at + minute);
  });

  test(`${label} backlog counts what waits to be planned and what is open`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const body = Buffer.from("{}");
    for (let count = 0; count < 3; count += 1) {
      await ledger.record({ source: "dialog360", receivedAt: at, body });
    }
    await ledger.plan({
      ...emptyPlan,
      notifications: [{ id: 1, state: "planned", reason: null }],
      deliveries: [
        toTeam(1, "wamid.1"),
        toTeam(1, "wamid.2"),
        toTeam(1, "wamid.3"),
        toCustomer(1, "m1"),
        { ...toCustomer(1, "m2"), state: "failed" },
      ],
    });
    assert.deepEqual(await ledger.backlog(), { notifications: 2, toTeam: 3, toCustomer: 1 });
    const first = await takeNow(ledger, team);
    await ledger.settle({ kind: "sent", deliveryId: first.delivery.id, remoteId: "mid1", at });
    await retry(ledger, team, { nextAttemptAt: at + 1, uncertain: true });
    await takeNow(ledger, customer);
    assert.deepEqual(await ledger.backlog(), { notifications: 2, toTeam: 2, toCustomer: 1 });
  });

  test(`${label} lastPost tells the last post of ours in one chat of one session`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({
      ...emptyPlan,
      newSessions: [toSession(2, { phone: "15550002222" })],
      deliveries: [1, 2, 3].map((number) => toTeam(1, `wamid.${number}`)),
    });
    const ask = (sessionId: number, tid: string) => ledger.lastPost({ sessionId, tid });
    assert.equal(await ask(1, "T1"), null);
    for (const [tid, remoteId] of [
      ["T1", "mid1"],
      ["T1", "mid2"],
      ["T2", "mid3"],
    ] as const) {
      const { delivery } = await takeNow(ledger, team);
      await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId, tid, at });
    }
    assert.deepEqual([await ask(1, "T1"), await ask(1, "T2")], ["mid2", "mid3"]);
    assert.deepEqual([await ask(1, "T3"), await ask(2, "T1")], [null, null]);
  });

  test(`${label} a notification's body stays while something in it could not be understood`, async (t) => {
    const ledger = await open(t);
    for (const text of ["whole", "part", "none"]) {
      await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from(text) });
    }
    const part = { ...toTeam(1, "x"), sessionId: null, kind: "unreadable", outgoing: null };
    await ledger.plan({
      ...emptyPlan,
      notifications: [
        { id: 1, state: "planned", reason: null },
        { id: 2, state: "planned", reason: "not all can be understood" },
        { id: 3, state: "dead", reason: "not JSON" },
      ],
      deliveries: [{ ...part, state: "failed", notificationId: 2 }],
    });
    assert.deepEqual(await ledger.replay([1, 2, 3]), [2, 3]);
    const { notifications } = await ledger.recorded(10);
    assert.deepEqual(
      notifications.map(({ body }) => Buffer.from(body).toString()),
      ["part", "none"],
    );
  });

  test(`${label} chatMade leaves a chat to the session that got it first`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, newSessions: [toSession(2, { name: "Tobias" })] });
    const chat = { generation: 1, config: "staff", tid: "T1", title: "Tobias" };
    const pair = (sessionId: number): Promise<boolean> => ledger.chatMade({ ...chat, sessionId });
    assert.deepEqual([await pair(1), await pair(2), await pair(1)], [true, false, true]);
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(1, "wamid.1"), toTeam(2, "wamid.2")] });
    const owner = await takeNow(ledger, team);
    const other = await takeNow(ledger, { sessionId: 2, side: "team" });
    assert.deepEqual([owner.session.chat.tid, other.session.chat.tid], ["T1", null]);
  });
}

/** Tries a lane's first delivery in vain. @returns its id */
async function retry(
  ledger: Ledger,
  lane: Lane,
  wait: { nextAttemptAt: number; uncertain?: boolean },
): Promise<number> {
  const { id: deliveryId } = (await takeNow(ledger, lane)).delivery;
  await ledger.settle({ kind: "retry", deliveryId, reason: "away", uncertain: false, ...wait });
  return deliveryId;
}
