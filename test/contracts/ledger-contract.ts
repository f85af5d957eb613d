import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import type { Ledger, NewDelivery, Plan } from "../../src/bridge/ports.ts";
import type { Session } from "../../src/bridge/session.ts";

/** Opens an empty ledger that `t` closes again. */
export type OpenLedger = (t: TestContext) => Promise<Ledger>;

const at = Date.parse("2026-11-23T09:00:00Z");

/** What every ledger has to do, whatever is behind the port. */
export function testLedger(label: string, open: OpenLedger): void {
  test(`${label} record keeps notifications in their order, with their bytes`, async (t) => {
    const ledger = await open(t);
    const bodies = [new Uint8Array([0, 255, 123]), new Uint8Array(0), Buffer.from("{}")];
    for (const [index, body] of bodies.entries()) {
      await ledger.record({ source: "dialog360", receivedAt: at + index, body });
    }
    const { notifications } = await ledger.recorded(2);
    assert.deepEqual(
      notifications.map(({ receivedAt, source }) => [receivedAt, source]),
      [
        [at, "dialog360"],
        [at + 1, "dialog360"],
      ],
    );
    const all = (await ledger.recorded(10)).notifications;
    assert.deepEqual(
      all.map(({ body }) => [...body]),
      bodies.map((body) => [...body]),
    );
  });

  test(`${label} record moves the feed's cursor with the notification`, async (t) => {
    const ledger = await open(t);
    assert.equal(await ledger.fact("feed-cursor"), null);
    await ledger.record({
      source: "teamwire",
      receivedAt: at,
      body: Buffer.from("[]"),
      cursor: "c7",
    });
    assert.equal(await ledger.fact("feed-cursor"), "c7");
    await ledger.setFact("feed-cursor", "c8");
    await ledger.setFact("own-uid", "bot");
    assert.equal(await ledger.fact("feed-cursor"), "c8");
    assert.equal((await ledger.known(noReferences)).ownUid, "bot");
  });

  test(`${label} plan ends the waiting of its notifications`, async (t) => {
    const ledger = await open(t);
    for (const text of ["1", "2", "3"]) {
      await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from(text) });
    }
    const [first, second] = (await ledger.recorded(2)).notifications;
    await ledger.plan({
      ...emptyPlan,
      notifications: [
        { id: first?.id ?? 0, state: "planned", reason: null },
        { id: second?.id ?? 0, state: "dead", reason: "not JSON" },
      ],
    });
    const left = (await ledger.recorded(10)).notifications;
    assert.deepEqual(
      left.map(({ body }) => Buffer.from(body).toString()),
      ["3"],
    );
  });

  test(`${label} known tells sessions by any id of the customer and by any chat that exists`, async (t) => {
    const ledger = await open(t);
    const { nextSessionId } = await ledger.known(noReferences);
    const tobias = toSession(nextSessionId, {
      phone: "4968130978",
      userId: "DE.1",
      name: "Tobias",
    });
    const other = toSession(nextSessionId + 1, { parentUserId: "DE.ENT.9" });
    await ledger.plan({ ...emptyPlan, newSessions: [tobias, other] });
    await ledger.chatMade({ sessionId: tobias.id, generation: 1, tid: "T1", title: "Tobias" });

    const byPhone = await ledger.known({
      ...noReferences,
      identities: [{ kind: "phone", value: "4968130978" }],
    });
    assert.deepEqual(byPhone.sessions, [
      {
        session: { ...tobias, chat: { tid: "T1", title: "Tobias", generation: 1 } },
        identities: [
          { kind: "phone", value: "4968130978" },
          { kind: "user", value: "DE.1" },
        ],
        tids: ["T1"],
      },
    ]);
    assert.equal(byPhone.nextSessionId, nextSessionId + 2);
    const byParent = await ledger.known({
      ...noReferences,
      identities: [{ kind: "parent", value: "DE.ENT.9" }],
      tids: ["T1", "T2"],
    });
    assert.deepEqual(
      byParent.sessions.map(({ session }) => session.id),
      [tobias.id, other.id],
    );
    const byOtherKind = await ledger.known({
      ...noReferences,
      identities: [{ kind: "user", value: "4968130978" }],
    });
    assert.deepEqual(byOtherKind.sessions, []);
  });

  test(`${label} plan moves the times of a session forward only`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const change = { sessionId: session.id, lastReceivedAt: at + 5, windowExpiresAt: at + 9 };
    await ledger.plan({ ...emptyPlan, sessionChanges: [change] });
    const back = {
      sessionId: session.id,
      lastReceivedAt: at,
      windowExpiresAt: at,
      customer: { name: "Eva" },
    };
    await ledger.plan({ ...emptyPlan, sessionChanges: [back] });
    const now = await readSession(ledger, session.id);
    assert.deepEqual(
      [now.lastReceivedAt, now.windowExpiresAt, now.customer],
      [at + 5, at + 9, { name: "Eva" }],
    );
  });

  test(`${label} plan adds identities, and the first session that has one keeps it`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const second = toSession(session.id + 1, { userId: "DE.2" });
    await ledger.plan({
      ...emptyPlan,
      newSessions: [second],
      sessionChanges: [
        {
          sessionId: second.id,
          identities: [
            { kind: "phone", value: "4968130978" },
            { kind: "phone", value: "15550001111" },
          ],
        },
      ],
    });
    const owners = async (value: string): Promise<number[]> => {
      const known = await ledger.known({ ...noReferences, identities: [{ kind: "phone", value }] });
      return known.sessions.map((found) => found.session.id);
    };
    assert.deepEqual(await owners("4968130978"), [session.id]);
    assert.deepEqual(await owners("15550001111"), [second.id]);
  });

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
    assert.deepEqual(await ledger.plan(plan), lanes);
    const before = await ledger.known(ask);
    assert.deepEqual(await ledger.plan(plan), lanes);
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
      remoteId: null,
    });
    assert.equal(first.session.id, session.id);
    await ledger.settle({ kind: "sent", deliveryId: first.delivery.id, remoteId: "mid1", at });
    const second = await takeNow(ledger, lane);
    assert.equal(second.delivery.sourceId, "wamid.2");
    await ledger.settle({ kind: "sent", deliveryId: second.delivery.id, remoteId: "mid2", at });
    assert.equal(await ledger.take(lane, at), null);
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
    assert.deepEqual(await ledger.take(lane, at + 49), { waitUntil: at + 50 });
    const again = await takeNow(ledger, lane, at + 50);
    assert.deepEqual(
      [again.delivery.id, again.delivery.attempts, again.delivery.reason],
      [delivery.id, 2, "HTTP 500"],
    );
    await ledger.settle({ ...retry, nextAttemptAt: at + 99, uncertain: true });
    assert.equal((await readDelivery(ledger, delivery.id)).state, "uncertain");
    assert.deepEqual(await ledger.take(lane, at + 50), { waitUntil: at + 99 });
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
    const { delivery } = await takeNow(ledger, customer);
    assert.deepEqual(await ledger.take(customer, at + 1), { waitUntil: at + 60_001 });
    assert.equal((await readDelivery(ledger, delivery.id)).state, "uncertain");
    assert.deepEqual(await ledger.take(customer, at + 2), { waitUntil: at + 60_001 });
    assert.equal((await takeNow(ledger, customer, at + 60_001)).delivery.attempts, 2);
  });

  test(`${label} settle ends a failed delivery and wakes the lane of its notice`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.plan({ ...emptyPlan, deliveries: [toCustomer(session.id, "m1")] });
    const lane = { sessionId: session.id, side: "customer" } as const;
    const { delivery } = await takeNow(ledger, lane);
    const notice = toTeam(session.id, "notice:1");
    const outcome = { kind: "failed", deliveryId: delivery.id, reason: "131026", notice } as const;
    const woken = { parked: false, lanes: [{ sessionId: session.id, side: "team" }] };
    assert.deepEqual(await ledger.settle(outcome), woken);
    const failed = await readDelivery(ledger, delivery.id);
    assert.deepEqual([failed.state, failed.reason], ["failed", "131026"]);
    assert.deepEqual(
      failed.outgoing,
      toCustomer(session.id, "m1").outgoing,
      "kept for another try",
    );
    assert.equal(await ledger.take(lane, at), null);
    assert.deepEqual(await ledger.settle(outcome), { parked: false, lanes: [] });
  });

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
    const park = (messageId: string, arrivedAt: number) =>
      ({
        ...emptyPlan,
        parked: [{ receipt: { kind: "receipt", messageId, state: "read", at: null }, arrivedAt }],
      }) as const;
    await ledger.plan(park("old", at));
    await ledger.plan(park("new", at + 1));
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

  test(`${label} a chat that is gone or closed begins the next generation`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.chatMade({ sessionId: session.id, generation: 1, tid: "T1", title: "one" });
    await ledger.chatGone("T1");
    await ledger.chatGone("T1");
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: null,
      title: null,
      generation: 2,
    });
    await ledger.chatMade({ sessionId: session.id, generation: 1, tid: "T0", title: "late" });
    assert.equal(
      (await readSession(ledger, session.id)).chat.tid,
      null,
      "another generation has begun",
    );
    await ledger.chatMade({ sessionId: session.id, generation: 2, tid: "T2", title: "two" });
    await ledger.plan({ ...emptyPlan, chats: [{ tid: "T2", state: "closed" }] });
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: null,
      title: null,
      generation: 3,
    });
    const { sessions } = await ledger.known({ ...noReferences, tids: ["T1", "T2"] });
    assert.deepEqual(sessions[0]?.tids, ["T0", "T2"], "closed ones exist, gone ones do not");
  });

  test(`${label} a chat that is opened again is the session's, if it has none by then`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const turn = (tid: string, state: "closed" | "open") =>
      ledger.plan({ ...emptyPlan, chats: [{ tid, state }] });
    await ledger.chatMade({ sessionId: session.id, generation: 1, tid: "T1", title: "one" });
    await turn("T1", "closed");
    await turn("T1", "open");
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: "T1",
      title: "one",
      generation: 2,
    });
    await turn("T1", "closed");
    await ledger.chatMade({ sessionId: session.id, generation: 3, tid: "T3", title: "three" });
    await turn("T1", "open");
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: "T3",
      title: "three",
      generation: 3,
    });
  });

  test(`${label} another config leaves the chat`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.chatMade({ sessionId: session.id, generation: 1, tid: "T1", title: "one" });
    const change = (config: string) =>
      ledger.plan({ ...emptyPlan, sessionChanges: [{ sessionId: session.id, config }] });
    await change(session.config);
    assert.equal((await readSession(ledger, session.id)).chat.tid, "T1");
    await change("other");
    const left = await readSession(ledger, session.id);
    assert.deepEqual(
      [left.config, left.chat],
      ["other", { tid: null, title: null, generation: 2 }],
    );
    await ledger.plan({ ...emptyPlan, chats: [{ tid: "T1", state: "closed" }] });
    await ledger.plan({ ...emptyPlan, chats: [{ tid: "T1", state: "open" }] });
    assert.equal(
      (await readSession(ledger, session.id)).chat.tid,
      null,
      "a chat of the other config's staff",
    );
  });

  test(`${label} openChats tells the last post seen in each`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.chatMade({ sessionId: session.id, generation: 1, tid: "T1", title: "one" });
    assert.deepEqual(await ledger.openChats(), [{ tid: "T1", lastMid: null }]);
    await ledger.plan({
      ...emptyPlan,
      lastMids: [
        { tid: "T1", mid: "m1" },
        { tid: "T1", mid: "m2" },
        { tid: "T9", mid: "m3" },
      ],
    });
    assert.deepEqual(await ledger.openChats(), [{ tid: "T1", lastMid: "m2" }]);
    await ledger.chatGone("T1");
    assert.deepEqual(await ledger.openChats(), []);
  });

  test(`${label} storeTemplates keeps numbers while the store lives`, async (t) => {
    const ledger = await open(t);
    const toTemplate = (name: string) => ({
      name,
      language: "de",
      body: `Hallo {{1}} ${name}`,
      parameters: ["1"],
      needsMore: false,
    });
    const [a, b, c] = [toTemplate("a"), { ...toTemplate("b"), namespace: "ns" }, toTemplate("c")];
    await ledger.storeTemplates([a, b]);
    await ledger.storeTemplates([c, { ...b, body: "neu" }]);
    assert.deepEqual((await ledger.known(noReferences)).templates, [
      { ...a, number: 1, available: false },
      { ...b, body: "neu", number: 2, available: true },
      { ...c, number: 3, available: true },
    ]);
    await ledger.storeTemplates([a]);
    const { templates } = await ledger.known(noReferences);
    assert.deepEqual(
      templates.map(({ number, available }) => [number, available]),
      [
        [1, true],
        [2, false],
        [3, false],
      ],
    );
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
    assert.deepEqual(await ledger.plan({ ...emptyPlan, deliveries: [dead] }), []);
    assert.deepEqual(await ledger.lanes(), []);
  });

  test(`${label} callers that come at once are all answered, each with its own`, async (t) => {
    const ledger = await open(t);
    const sizes = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(
      sizes.map((size) =>
        ledger.record({
          source: "dialog360",
          receivedAt: at + size,
          body: new Uint8Array(size).fill(size),
        }),
      ),
    );
    const { notifications } = await ledger.recorded(1000);
    assert.deepEqual(
      notifications.map(({ body }) => body.length).toSorted((a, b) => a - b),
      sizes,
    );
    assert.ok(
      notifications.every(
        ({ receivedAt, body }) =>
          body.length === receivedAt - at && body.every((byte) => byte === body.length),
      ),
    );
  });
}

/** Nothing is asked. */
export const noReferences = {
  identities: [],
  tids: [],
  messageIds: [],
  deliveryIds: [],
  sourceIds: [],
};

/** Nothing changes. */
export const emptyPlan: Plan = {
  notifications: [],
  newSessions: [],
  sessionChanges: [],
  deliveries: [],
  receipts: [],
  parked: [],
  unparked: [],
  chats: [],
  lastMids: [],
};

export function toSession(id: number, customer: Session["customer"]): Session {
  return {
    id,
    config: "staff",
    customer,
    chat: { tid: null, title: null, generation: 1 },
    startedAt: at,
    lastReceivedAt: null,
    lastSentAt: null,
    windowExpiresAt: null,
  };
}

export function toTeam(sessionId: number, sourceId: string, part: number = 0): NewDelivery {
  return {
    sessionId,
    side: "team",
    sourceId,
    part,
    kind: "text",
    outgoing: { kind: "post", text: `text of ${sourceId}` },
    state: "pending",
    reason: null,
    createdAt: at,
    tid: null,
  };
}

export function toCustomer(sessionId: number, sourceId: string): NewDelivery {
  const outgoing = { kind: "text", text: `text of ${sourceId}` } as const;
  return { ...toTeam(sessionId, sourceId), side: "customer", outgoing, tid: "T1" };
}

async function openWithSession(
  t: TestContext,
  open: OpenLedger,
): Promise<{ ledger: Ledger; session: Session }> {
  const ledger = await open(t);
  const session = toSession(1, { phone: "4968130978", name: "Tobias" });
  await ledger.plan({ ...emptyPlan, newSessions: [session] });
  return { ledger, session };
}

async function takeNow(ledger: Ledger, lane: Parameters<Ledger["take"]>[0], now: number = at) {
  const taken = await ledger.take(lane, now);
  assert.ok(taken && "delivery" in taken);
  return taken;
}

async function readDelivery(ledger: Ledger, id: number) {
  const { deliveries } = await ledger.known({ ...noReferences, deliveryIds: [id] });
  assert.ok(deliveries[0]);
  return deliveries[0];
}

/** By way of a delivery to it. */
async function readSession(ledger: Ledger, id: number): Promise<Session> {
  const probe = toTeam(id, `probe of ${id}`);
  await ledger.plan({ ...emptyPlan, deliveries: [{ ...probe, state: "failed" }] });
  const ids = Array.from({ length: 20 }, (_, index) => index + 1);
  const { sessions } = await ledger.known({ ...noReferences, deliveryIds: ids });
  const found = sessions.find(({ session }) => session.id === id);
  assert.ok(found);
  return found.session;
}
