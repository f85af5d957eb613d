import assert from "node:assert/strict";
import { test } from "node:test";

import { deliver } from "../../../../src/bridge/deliver/deliver.ts";
import type { DeliveryPorts } from "../../../../src/bridge/deliver/ports.ts";
import { toDeadline, toWaitMs } from "../../../../src/bridge/deliver/retry.ts";
import type { Delivery, Taken } from "../../../../src/bridge/delivery.ts";
import { DeliveryError, type DeliveryErrorFacts } from "../../../../src/bridge/errors.ts";
import type { Outgoing } from "../../../../src/bridge/message.ts";
import type { Ledger, TeamPost } from "../../../../src/bridge/ports.ts";
import type { Session } from "../../../../src/bridge/session.ts";
import { createTexts } from "../../../../src/bridge/texts/texts.ts";
import { createManualClock } from "../../../fakes/clock.ts";
import { noFiles } from "../../../fakes/files.ts";
import { profile } from "../plan/planning.ts";

const clock = createManualClock();
const now = clock.now();
const minute = 60_000;
const hour = 60 * minute;

const session: Session = {
  id: 3,
  config: "main",
  customer: { name: "Tobias", phone: "496813000978" },
  chat: { tid: "t1", title: null, generation: 1 },
  startedAt: now - hour,
  lastReceivedAt: now - hour,
  lastAnsweredAt: null,
  lastSentAt: null,
  windowExpiresAt: now + 23 * hour,
};

const toCustomer: Delivery = {
  id: 12,
  sessionId: 3,
  side: "customer",
  sourceId: "m9",
  part: 0,
  kind: "text",
  outgoing: { kind: "text", text: "hi" },
  state: "sending",
  reason: null,
  createdAt: now,
  tid: "t1",
  attempts: 1,
  nextAttemptAt: null,
  renewedAt: null,
  notificationId: null,
  remoteId: null,
};

function toTaken(delivery: Delivery, changes: Partial<Session> = {}, inDoubt = false): Taken {
  return { delivery, session: { ...session, ...changes }, waitUntil: null, inDoubt, replyTo: null };
}

const post: Outgoing = { kind: "post", text: "hello", displayName: "Tobias" };
const toTeam: Delivery = {
  ...toCustomer,
  side: "team",
  sourceId: "wamid.1",
  outgoing: post,
  tid: null,
};

interface Calls {
  readonly chats: { title: string; reference: string }[];
  readonly posts: { tid: string; post: TeamPost }[];
  readonly sends: { message: Outgoing; reference: string }[];
  readonly gone: string[];
  readonly made: Parameters<Ledger["chatMade"]>[0][];
}

/** Both sides as one wants them: each takes everything, unless it is told to fail. */
function createPorts(failure?: DeliveryErrorFacts): DeliveryPorts & { readonly calls: Calls } {
  const calls: Calls = { chats: [], posts: [], sends: [], gone: [], made: [] };
  const fail = (): void => {
    if (failure) throw new DeliveryError("refused", failure);
  };
  const ledger: Partial<Ledger> = {
    storeId: "store",
    addressee: async () => session,
    chatMade: async (chat) => calls.made.push(chat) > 0,
    chatGone: (tid) => Promise.resolve(void calls.gone.push(tid)),
  };
  const silent = (): void => {};
  return {
    calls,
    ledger: ledger as Ledger,
    clock,
    random: () => 0.5,
    onRecorded: silent,
    meter: { planned: silent, accepted: silent, retried: silent },
    begin: async () => {},
    onAnswer: silent,
    listTemplates: async () => "",
    profile: () => ({ ...profile, texts: createTexts({ locale: "en", timeZone: "UTC" }) }),
    files: noFiles,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    team: {
      createChat: async (chat) => {
        calls.chats.push(chat);
        return { tid: "t2" };
      },
      chats: async () => [],
      renameChat: async () => {},
      closeChat: async () => {},
      posts: async () => ({ body: new Uint8Array(), posts: [], hasMore: false }),
      post: async (tid, told) => {
        fail();
        calls.posts.push({ tid, post: told });
        return { mid: "m10" };
      },
    },
    whatsApp: {
      send: async (_to, message, { reference }) => {
        fail();
        calls.sends.push({ message, reference });
        return { messageId: "wamid.5" };
      },
      markRead: async () => {},
      templates: async () => [],
    },
  };
}

test("deliver fetches and sends no file once the window is closed", async () => {
  const file = { kind: "image", assetId: "a1", mimeType: "image/png", name: "a.png" } as const;
  const delivery: Delivery = { ...toCustomer, kind: "image", outgoing: { kind: "file", file } };
  const ports = createPorts();
  const outcome = await deliver(toTaken(delivery, { windowExpiresAt: now }), ports);
  assert.ok(outcome.kind === "failed" && outcome.reason === "the window is closed");
  assert.deepEqual(ports.calls.sends, []);
});

test("deliver posts into the session's chat under the customer's name", async () => {
  const ports = createPorts();
  const outcome = await deliver(toTaken(toTeam), ports);
  assert.deepEqual(outcome, { kind: "sent", deliveryId: 12, remoteId: "m10", tid: "t1", at: now });
  const [told] = ports.calls.posts;
  assert.equal(told?.tid, "t1");
  assert.equal(told?.post.displayName, "Tobias");
  assert.deepEqual(ports.calls.chats, []);
});

test("deliver makes the chat first where there is none, under a reference of its own", async () => {
  const ports = createPorts();
  const chat = { tid: null, title: null, generation: 2 };
  await deliver(toTaken(toTeam, { chat }), ports);
  assert.deepEqual(ports.calls.chats, [
    { title: "Whatsapp: Tobias (+496813000978)", reference: "store-chat-3.2" },
  ]);
  assert.equal(ports.calls.posts[0]?.tid, "t2");
});

test("deliver stores a chat under the config whose staff are in it, whatever the session had before", async () => {
  const ports = createPorts();
  const chat = { tid: null, title: null, generation: 1 };
  await deliver(toTaken(toTeam, { config: "old", chat }), ports);
  assert.deepEqual(
    ports.calls.made.map(({ config, tid }) => [config, tid]),
    [["main", "t2"]],
  );
});

test("deliver tries a customer's message again at once when its chat is gone", async () => {
  const ports = createPorts({ verdict: "gone" });
  const outcome = await deliver(toTaken(toTeam), ports);
  assert.deepEqual(ports.calls.gone, ["t1"]);
  assert.equal(outcome.kind === "retry" && outcome.nextAttemptAt, now);
});

test("deliver ends an answer whose chat is gone, without making a new one", async () => {
  const ports = createPorts({ verdict: "gone" });
  const answer: Delivery = { ...toTeam, outgoing: { ...post, tid: "t9" } };
  const outcome = await deliver(toTaken(answer), ports);
  assert.equal(outcome.kind, "failed");
  assert.deepEqual(ports.calls.gone, ["t9"]);
});

test("deliver sends with a reference that its receipts will echo", async () => {
  const ports = createPorts();
  const outcome = await deliver(toTaken(toCustomer), ports);
  assert.equal(ports.calls.sends[0]?.reference, "store-12");
  assert.deepEqual(outcome, { kind: "sent", deliveryId: 12, remoteId: "wamid.5", at: now });
});

test("deliver answers an accepted template", async () => {
  const outgoing: Outgoing = {
    kind: "template",
    number: 1,
    name: "a",
    language: "en",
    parameters: [],
  };
  const delivery: Delivery = { ...toCustomer, kind: "template", outgoing };
  const closed = { windowExpiresAt: now - 1 };
  const outcome = await deliver(toTaken(delivery, closed), createPorts());
  assert.ok(outcome.kind === "sent" && outcome.notice?.outgoing?.kind === "post");
  assert.equal(outcome.notice.outgoing.replyTo, "m9");
});

test("deliver does not send free text once the window is closed, and tells staff on their post", async () => {
  const ports = createPorts();
  const closed = { windowExpiresAt: now };
  const outcome = await deliver(toTaken(toCustomer, closed), ports);
  assert.deepEqual(ports.calls.sends, []);
  assert.ok(outcome.kind === "failed" && outcome.notice?.outgoing?.kind === "post");
  assert.equal(outcome.notice.outgoing.replyTo, "m9");
});

test("deliver fails at once what is refused for good", async () => {
  const provider = { code: 131026, title: "Message undeliverable" };
  const ports = createPorts({ verdict: "permanent", provider });
  const outcome = await deliver(toTaken(toCustomer), ports);
  assert.ok(outcome.kind === "failed" && outcome.notice);
  assert.equal(outcome.reason, "131026 Message undeliverable");
});

test("deliver waits for as long as the other side asks", async () => {
  const ports = createPorts({ verdict: "throttled", retryAfterMs: 90_000 });
  const outcome = await deliver(toTaken(toCustomer), ports);
  assert.ok(outcome.kind === "retry");
  assert.equal(outcome.nextAttemptAt, now + 90_000);
});

test("deliver leaves a minute for receipts when the customer may have got the message", async () => {
  const ports = createPorts({ verdict: "transient", uncertain: true });
  const outcome = await deliver(toTaken(toCustomer), ports);
  assert.ok(outcome.kind === "retry" && outcome.uncertain);
  assert.equal(outcome.nextAttemptAt, now + minute);
  const post2 = await deliver(toTaken(toTeam), ports);
  assert.ok(post2.kind === "retry" && post2.uncertain);
  assert.ok(post2.nextAttemptAt < now + minute, "what became of a post can be looked up");
});

test("deliver gives free text up with the window, and posts to the team after 7 days", async () => {
  const ports = createPorts({ verdict: "transient" });
  const closing = { windowExpiresAt: now + 1000 };
  assert.equal((await deliver(toTaken(toCustomer, closing), ports)).kind, "failed");
  const old = (days: number): Delivery => ({ ...toTeam, createdAt: now - days * 24 * hour });
  assert.equal((await deliver(toTaken(old(6.9)), ports)).kind, "retry");
  assert.equal((await deliver(toTaken(old(7)), ports)).kind, "failed");
});

test("toWaitMs grows from 5 seconds to 10 minutes, with jitter", () => {
  const wait = (attempts: number, random: number): number =>
    toWaitMs(attempts, { retryAfterMs: null, uncertain: false, random: () => random });
  assert.deepEqual([wait(1, 0), wait(9, 0), wait(1, 1)], [5_000, 5_000, 10_000]);
  assert.deepEqual([wait(3, 1), wait(7, 1), wait(1000, 1)], [40_000, 10 * minute, 10 * minute]);
});

test("toDeadline depends on what is sent to whom", () => {
  const facts = { since: now, windowExpiresAt: now + hour };
  assert.equal(toDeadline({ ...facts, side: "team", kind: "text" }), now + 7 * 24 * hour);
  assert.equal(toDeadline({ ...facts, side: "customer", kind: "text" }), now + hour);
  assert.equal(toDeadline({ ...facts, side: "customer", kind: "template" }), now + 24 * hour);
});
