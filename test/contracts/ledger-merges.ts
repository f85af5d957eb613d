import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import type { Lane, Outcome } from "../../src/bridge/delivery.ts";
import type { Merge, Plan } from "../../src/bridge/planned.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  noReferences,
  readDelivery,
  readSession,
  takeNow,
  toCustomer,
  toSession,
  toTeam,
  toWaitUntil,
  type OpenLedger,
} from "./ledger-samples.ts";

const merge: Merge = { sessionId: 2, into: 1, at };
const merged: Plan = { ...emptyPlan, merges: [merge] };
const lanes = {
  team: { sessionId: 1, side: "team" },
  customer: { sessionId: 1, side: "customer" },
  otherTeam: { sessionId: 2, side: "team" },
  otherCustomer: { sessionId: 2, side: "customer" },
} as const satisfies Record<string, Lane>;

/** What the ledger does with two sessions that turn out to be of one person. */
export function testMerges(label: string, open: OpenLedger): void {
  test(`${label} merge lets ids, chats and times of both lead to the one session`, async (t) => {
    const ledger = await openWithTwo(t, open);
    await ledger.plan({
      ...emptyPlan,
      sessionChanges: [
        { sessionId: 1, lastReceivedAt: at + 9, windowExpiresAt: at + 1 },
        { sessionId: 2, lastReceivedAt: at + 2, windowExpiresAt: at + 7 },
      ],
    });
    await ledger.plan(merged);
    await ledger.plan(merged);
    const { sessions } = await ledger.known({
      ...noReferences,
      identities: [{ kind: "user", value: "DE.2" }],
      tids: ["T2"],
    });
    assert.deepEqual(
      sessions.map(({ session, tids }) => [session.id, session.chat.tid, tids]),
      [[1, "T1", ["T1", "T2"]]],
    );
    const { lastReceivedAt, windowExpiresAt } = await readSession(ledger, 1);
    assert.deepEqual([lastReceivedAt, windowExpiresAt], [at + 9, at + 7]);
  });

  test(`${label} merge puts what waits in both lanes into one, in the order of planning`, async (t) => {
    const ledger = await openWithTwo(t, open);
    const deliveries = [toTeam(1, "a"), toTeam(2, "b"), toCustomer(2, "m"), toTeam(1, "c")];
    await ledger.plan({ ...emptyPlan, deliveries });
    const { lanes: woken } = await ledger.plan({ ...merged, deliveries: [toTeam(2, "d")] });
    assert.deepEqual(bySide(woken), [lanes.customer, lanes.team], "the lanes that go on, alone");
    assert.deepEqual(await drain(ledger, lanes.team), ["a", "b", "c", "d"]);
    assert.deepEqual(await drain(ledger, lanes.customer), ["m"]);
    assert.deepEqual(await ledger.lanes(), []);
  });

  for (const side of ["team", "customer"] as const) {
    const other: Lane = { sessionId: 2, side };
    const lane: Lane = { sessionId: 1, side };
    const toOne = side === "team" ? toTeam : toCustomer;
    const endings: [string, Outcome, string[]][] = [
      ["was taken", { kind: "sent", deliveryId: 2, remoteId: "r2", at }, ["c", "d"]],
      ["failed", { kind: "failed", deliveryId: 2, reason: "no", at }, ["c", "d"]],
      [
        "was not taken",
        { kind: "retry", deliveryId: 2, nextAttemptAt: at, reason: "busy", uncertain: false },
        ["b", "c", "d"],
      ],
    ];
    for (const [ending, outcome, rest] of endings) {
      test(`${label} merge waits for what is under way to the ${side}: it ${ending}`, async (t) => {
        const ledger = await openWithTwo(t, open);
        const deliveries = [toOne(1, "a"), toOne(2, "b"), toOne(2, "c"), toOne(1, "d")];
        await ledger.plan({ ...emptyPlan, deliveries });
        const { delivery } = await takeNow(ledger, other);
        assert.equal(delivery.sourceId, "b");
        await ledger.plan(merged);
        assert.equal((await takeNow(ledger, lane)).delivery.sourceId, "a", "it was before it");
        await ledger.settle({ kind: "sent", deliveryId: 1, remoteId: "r1", at });
        assert.ok(((await toWaitUntil(ledger, lane, at)) ?? 0) > at, "what is behind it waits");
        assert.equal((await readDelivery(ledger, 2)).state, "sending", "it is not tried twice");
        const settled = await ledger.settle(outcome);
        assert.deepEqual(settled.lanes, [lane], "what waited is woken");
        assert.deepEqual(await drain(ledger, lane), rest);
        assert.deepEqual(await ledger.lanes(), []);
      });
    }
  }

  test(`${label} merge leaves what may have been taken where it was tried, until a receipt tells`, async (t) => {
    const ledger = await openWithTwo(t, open);
    const deliveries = [toCustomer(2, "b"), toCustomer(1, "c")];
    await ledger.plan({ ...emptyPlan, deliveries });
    await takeNow(ledger, lanes.otherCustomer);
    await ledger.plan(merged);
    assert.deepEqual(bySide(await ledger.lanes()), [lanes.customer, lanes.otherCustomer]);
    const later = at + 60_000;
    const when = { now: at, openAt: at, resendAt: later };
    assert.equal((await ledger.take(lanes.otherCustomer, when))?.delivery.state, "uncertain");
    assert.ok(((await toWaitUntil(ledger, lanes.customer, later)) ?? 0) > later);
    const receipt = { deliveryId: 1, messageId: "w1", state: "sent", reason: null, at } as const;
    assert.deepEqual((await ledger.plan({ ...emptyPlan, receipts: [receipt] })).lanes, [
      lanes.customer,
    ]);
    assert.equal((await readDelivery(ledger, 1)).sessionId, 1);
    assert.equal((await readSession(ledger, 1)).lastSentAt, at, "it counts for the one session");
    assert.deepEqual(await drain(ledger, lanes.customer), ["c"]);
  });

  test(`${label} merge finds the chat that was being made for the one that ended`, async (t) => {
    const ledger = await open(t);
    const newSessions = [toSession(1, { phone: "4968130978" }), toSession(2, { userId: "DE.2" })];
    await ledger.plan({ ...emptyPlan, newSessions, deliveries: [toTeam(2, "b")] });
    await takeNow(ledger, lanes.otherTeam);
    await ledger.plan(merged);
    const made = { sessionId: 2, generation: 1, config: "staff", tid: "T9", title: "Eva" };
    assert.equal(await ledger.chatMade(made), true);
    const { sessions } = await ledger.known({ ...noReferences, tids: ["T9"] });
    assert.deepEqual(
      sessions.map(({ session }) => [session.id, session.chat.tid]),
      [[1, "T9"]],
      "and no second one is made",
    );
  });

  test(`${label} merge of a session that others were merged into takes those along`, async (t) => {
    const ledger = await openWithTwo(t, open);
    await ledger.plan(merged);
    const newSessions = [toSession(3, { userId: "DE.3" })];
    await ledger.plan({ ...emptyPlan, newSessions, merges: [{ sessionId: 1, into: 3, at }] });
    await ledger.plan({ ...emptyPlan, deliveries: [toTeam(2, "late")] });
    assert.deepEqual(await drain(ledger, { sessionId: 3, side: "team" }), ["late"]);
  });

  test(`${label} plan lets a number lead to who has it now`, async (t) => {
    const ledger = await openWithTwo(t, open);
    const identity = { kind: "phone", value: "4968130978" } as const;
    await ledger.plan({ ...emptyPlan, claims: [{ sessionId: 2, identity }] });
    const { sessions } = await ledger.known({ ...noReferences, identities: [identity] });
    assert.deepEqual(
      sessions.map(({ session }) => session.id),
      [2],
    );
  });

  test(`${label} settle stores the ids of WhatsApp's answer, but none that is another's`, async (t) => {
    const ledger = await openWithTwo(t, open);
    const deliveries = [toCustomer(1, "a"), toCustomer(1, "b")];
    await ledger.plan({ ...emptyPlan, deliveries });
    const told = [{ phone: "496813978" }, { phone: "496813979", userId: "DE.2" }];
    for (const customer of told) {
      const { delivery } = await takeNow(ledger, lanes.customer);
      const remoteId = `w${delivery.id}`;
      await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId, at, customer });
    }
    const identities = [{ kind: "phone", value: "496813978" } as const];
    const { sessions } = await ledger.known({ ...noReferences, identities });
    assert.deepEqual(sessions[0]?.session.customer, {
      phone: "4968130978",
      otherPhones: ["496813978"],
    });
  });
}

/** Session 1 of a number with chat T1, session 2 of a user id with chat T2. */
async function openWithTwo(t: TestContext, open: OpenLedger): Promise<Ledger> {
  const ledger = await open(t);
  const newSessions = [toSession(1, { phone: "4968130978" }), toSession(2, { userId: "DE.2" })];
  await ledger.plan({ ...emptyPlan, newSessions });
  for (const sessionId of [1, 2]) {
    const chat = { generation: 1, config: "staff", tid: `T${sessionId}`, title: "Tobias" };
    await ledger.chatMade({ sessionId, ...chat });
  }
  return ledger;
}

/** Hands over all that a lane holds. @returns the source ids in their order */
async function drain(ledger: Ledger, lane: Lane): Promise<string[]> {
  const sources: string[] = [];
  for (;;) {
    const taken = await ledger.take(lane, { now: at, openAt: at, resendAt: at });
    if (!taken) return sources;
    assert.equal(taken.waitUntil, null);
    const { id, sourceId } = taken.delivery;
    sources.push(sourceId);
    await ledger.settle({ kind: "sent", deliveryId: id, remoteId: `r-${sourceId}`, at });
  }
}

function bySide(found: readonly Lane[]): Lane[] {
  return found.toSorted(
    (one, other) => one.side.localeCompare(other.side) || one.sessionId - other.sessionId,
  );
}
