import assert from "node:assert/strict";
import { test } from "node:test";

import type { Event } from "../../../../src/bridge/message.ts";
import { plan, toReferences } from "../../../../src/bridge/plan/plan.ts";
import type { Known } from "../../../../src/bridge/planned.ts";
import {
  context,
  hour,
  message,
  nothing,
  now,
  planEvents,
  post,
  session,
  texts,
  withSession,
} from "./planning.ts";

test("plan makes one session for two first messages of one customer", () => {
  const planned = planEvents([message("a"), message("b")]);
  assert.deepEqual(
    planned.newSessions.map(({ id }) => id),
    [7],
  );
  assert.deepEqual(
    planned.deliveries.map(({ sessionId, sourceId, side }) => [sessionId, sourceId, side]),
    [
      [7, "a", "team"],
      [7, "b", "team"],
    ],
  );
});

test("plan opens the window from the message's own time", () => {
  const { newSessions, sessionChanges } = planEvents([message("a")]);
  assert.equal(newSessions[0]?.windowExpiresAt, now + 23 * hour);
  assert.deepEqual(sessionChanges, []);
});

test("plan leaves the window as it is for what does not open it", () => {
  const planned = planEvents([{ ...message("a"), opensWindow: false } as Event], withSession);
  assert.equal(planned.sessionChanges[0]?.windowExpiresAt, undefined);
  assert.equal(planned.deliveries.length, 1);
});

test("plan does nothing for a message that was planned before", () => {
  const planned = planEvents([message("a")], { ...withSession, sourceIds: ["a"] });
  assert.deepEqual([planned.deliveries, planned.sessionChanges, planned.newSessions], [[], [], []]);
});

test("plan finds a customer by user id when the phone number is gone, and keeps the number", () => {
  const known: Known = {
    ...withSession,
    sessions: [{ session, identities: [{ kind: "user", value: "DE.1" }], tids: ["t1"] }],
  };
  const from = { userId: "DE.1", name: "Tobi" };
  const planned = planEvents([{ ...message("a"), from } as Event], known);
  assert.deepEqual(planned.newSessions, []);
  assert.deepEqual(planned.sessionChanges[0]?.customer, {
    name: "Tobi",
    phone: "496813000978",
    userId: "DE.1",
  });
});

test("plan moves a session of another config to the enabled one when its customer writes", () => {
  const other = { ...session, config: "old" };
  const known: Known = {
    ...withSession,
    sessions: [
      { session: other, identities: [{ kind: "phone", value: "496813000978" }], tids: ["t1"] },
    ],
  };
  assert.equal(planEvents([message("a")], known).sessionChanges[0]?.config, "main");
  const [change] = planEvents([post("hello")], known).sessionChanges;
  assert.deepEqual(change, { sessionId: 3, lastAnsweredAt: now });
});

test("plan makes a dead letter of what cannot be read, and delivers its neighbours", () => {
  const unreadable: Event = { kind: "unreadable", where: "entry[0]", reason: "no sender" };
  const planned = planEvents([message("a"), unreadable, message("b")]);
  assert.deepEqual(
    planned.deliveries.map(({ kind, state, sessionId }) => [kind, state, sessionId]),
    [
      ["text", "pending", 7],
      ["unreadable", "failed", null],
      ["text", "pending", 7],
    ],
  );
  assert.equal(planned.deliveries[1]?.reason, "entry[0]: no sender");
});

test("plan marks a notification that is no JSON as dead", () => {
  const planned = plan([{ id: 5, receivedAt: now, events: null }], [], { known: nothing, context });
  assert.deepEqual(planned.notifications, [{ id: 5, state: "dead", reason: "not JSON" }]);
});

test("plan relays staff's text while the window is open, also with a command word in its middle", () => {
  const planned = planEvents([post("please do not /send 1 yet")], withSession);
  assert.deepEqual(
    planned.deliveries.map(({ side, sourceId, state }) => [side, sourceId, state]),
    [["customer", "m9", "pending"]],
  );
  assert.deepEqual(texts(planned.deliveries), ["please do not /send 1 yet"]);
});

test("plan sends a text of over 4096 characters as several parts of one post", () => {
  const planned = planEvents([post(`${"word ".repeat(1000)}end`)], withSession);
  assert.deepEqual(
    planned.deliveries.map(({ sourceId, part }) => [sourceId, part]),
    [
      ["m9", 0],
      ["m9", 1],
    ],
  );
});

test("plan never relays posts of the bot itself, of other bots or of chats that are not ours", () => {
  const text = "the same words";
  const posts = [
    post(text, { author: { uid: "bot", bot: false } }),
    post(text, { author: { uid: "other", bot: true } }),
    post(text, { tid: "elsewhere" }),
  ];
  assert.deepEqual(planEvents(posts, withSession).deliveries, []);
  assert.equal(planEvents([post(text)], withSession).deliveries.length, 1);
});

test("plan tells staff on their very post that the window is closed, and sends nothing", () => {
  const closed = { ...session, windowExpiresAt: Date.parse("2020-04-22T12:18:00Z") };
  const known: Known = {
    ...withSession,
    sessions: [{ session: closed, identities: [], tids: ["t1"] }],
  };
  const { deliveries } = planEvents([post("too late")], known);
  const [text, notice] = deliveries;
  assert.deepEqual(
    [text?.side, text?.state, text?.reason],
    ["customer", "failed", "window closed"],
  );
  assert.equal(notice?.side, "team");
  assert.ok(notice.outgoing?.kind === "post");
  assert.equal(notice.outgoing.replyTo, "m9");
  assert.match(notice.outgoing.text, /22\/04\/2020, 14:18:00/);
  assert.match(notice.outgoing.text, /\/send 1/);
});

test("plan counts from now on what is kept, however long ago the post came in", () => {
  const closed = { ...session, windowExpiresAt: now - 10 * 24 * hour };
  const [known] = withSession.sessions;
  assert.ok(known);
  const config = { ...context.config, outsideWindow: "hold" } as const;
  const batch = [{ id: 1, receivedAt: now - 8 * 24 * hour, events: [post("Hello")] }];
  const planned = plan(batch, [], {
    known: { ...withSession, sessions: [{ ...known, session: closed }] },
    context: { ...context, config },
  });
  const [kept] = planned.deliveries.filter(({ state }) => state === "held");
  assert.equal(kept?.createdAt, now);
});

test("plan tells staff that an attachment was not sent, and relays the words beside it", () => {
  const { deliveries } = planEvents([post("see this", { attachments: ["poll"] })], withSession);
  assert.deepEqual(
    deliveries.map(({ side }) => side),
    ["customer", "team"],
  );
});

test("toReferences asks for everything that a batch names", () => {
  const receipt: Event = {
    kind: "receipt",
    messageId: "w1",
    state: "sent",
    at: now,
    reference: "store-4",
  };
  const gone: Event = { kind: "chat", tid: "t2", state: "gone" };
  const answer = post("x", { replyTo: "m4" });
  const question = post("/info", { id: "m10", replyTo: "m5" });
  const [before, after] = [{ userId: "DE.1" }, { phone: "15550001111" }];
  const change: Event = { kind: "identity", id: "s1", before, after, at: now, isMessage: true };
  const events = [message("a"), answer, question, receipt, gone, change];
  assert.deepEqual(toReferences([{ id: 1, receivedAt: now, events }], [], "store"), {
    identities: [
      { kind: "phone", value: "496813000978" },
      { kind: "user", value: "DE.1" },
      { kind: "phone", value: "15550001111" },
    ],
    tids: ["t1", "t1", "t2"],
    messageIds: ["w1"],
    deliveryIds: [4],
    sourceIds: ["a", "m9", "answer:m9", "m10", "answer:m10", "s1"],
    mids: ["m5"],
  });
});
