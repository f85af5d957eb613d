import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { startTeamwire } from "../../src/simulator/teamwire.ts";
import type { TeamwireOptions } from "../../src/simulator/teamwire/simulator.ts";
import { createCast } from "../../src/simulator/world.ts";

test("startTeamwire refuses wrong credentials", async (t) => {
  const { call } = await start(t);
  const answer = await call("/v1/me/", undefined, { Authorization: "Basic d3Jvbmc6d3Jvbmc=" });
  assert.deepEqual([answer.status, answer.body.error.code], [401, "auth_failed"]);
});

test("startTeamwire finds users by name without regard to case, and groups by exact title", async (t) => {
  const { call } = await start(t);
  const users = await call("/v1/users/?first_name=ANNA&last_name=becker");
  assert.deepEqual(
    users.body.users.map((user: Json) => user.uid),
    ["user-anna"],
  );
  assert.deepEqual((await call("/v1/groups/?title=support")).body.groups, []);
  const groups = await call("/v1/groups/?title=Support");
  assert.deepEqual(groups.body.groups, [
    { gid: "group-support", title: "Support", is_circle: true, is_list: false, is_public: true },
  ]);
});

test("startTeamwire refuses members that are unknown or no public circle", async (t) => {
  const { call } = await start(t);
  const members = { user_ids: ["user-jonas", "user-gone"], group_ids: ["group-management"] };
  const answer = await call("/v1/chats/", { title: "A", members, admin_ids: [] });
  assert.equal(answer.status, 422);
  assert.equal(answer.body.error.code, "invalid_members");
  assert.deepEqual(answer.body.error.members, ["user-gone", "group-management"]);
});

test("startTeamwire refuses unknown fields, wrong types and paths without a slash at the end", async (t) => {
  const { call, makeChat } = await start(t);
  const tid = await makeChat();
  const messages = `/v1/chats/${tid}/messages/`;
  const cases: [string, object | undefined, number][] = [
    ["/v1/me", undefined, 404],
    ["/v1/chats/", { title: "A", members: { user_ids: ["user-jonas"] }, admin_ids: [] }, 422],
    ["/v1/chats/", { title: 1, members: { user_ids: [], group_ids: [] }, admin_ids: [] }, 422],
    [messages, { text: "Hello" }, 422],
    [messages, {}, 422],
    [messages, { msg: "Hello", reply_to: "nothing" }, 422],
    [messages, { msg: "Hello", client_ref: "x".repeat(65) }, 422],
    ["/v1/events/?wait=56", undefined, 422],
    ["/v1/chats/thread-of-nobody/", undefined, 404],
  ];
  for (const [path, body, status] of cases) {
    assert.equal((await call(path, body)).status, status, `${path} ${JSON.stringify(body)}`);
  }
});

test("startTeamwire answers the same client_ref with the object made the first time", async (t) => {
  const { call, simulator } = await start(t);
  const chat = { ...newChat(), client_ref: "chat-1" };
  const { tid } = (await call("/v1/chats/", chat)).body.chat;
  assert.equal((await call("/v1/chats/", chat)).body.chat.tid, tid);
  const path = `/v1/chats/${tid}/messages/`;
  const first = await call(path, { msg: "Hello", client_ref: "post-1" });
  const second = await call(path, { msg: "Hello", client_ref: "post-1" });
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.equal(second.body.message.mid, first.body.message.mid);
  assert.deepEqual(
    simulator.chats.map(({ messages }) => messages.length),
    [1],
  );
});

test("startTeamwire makes a second object for the same client_ref where refs are ignored", async (t) => {
  const { call, simulator } = await start(t, { clientRefs: "ignored" });
  const chat = { ...newChat(), client_ref: "chat-1" };
  await call("/v1/chats/", chat);
  await call("/v1/chats/", chat);
  assert.equal(simulator.chats.length, 2);
});

test("startTeamwire holds the feed until something happens, and goes on from its cursor", async (t) => {
  const { call, simulator, makeChat } = await start(t);
  const tid = await makeChat();
  const { cursor } = (await call("/v1/events/?wait=0")).body;
  const held = call(`/v1/events/?after=${cursor}&wait=55`);
  const { mid } = simulator.post(tid, "user-jonas", "Good morning");
  const { body } = await held;
  assert.deepEqual(
    body.events.map((event: Json) => [event.type, event.message.mid, event.message.from_user.uid]),
    [["NEW_MESSAGE", mid, "user-jonas"]],
  );
  simulator.read(tid, "user-anna", mid);
  simulator.closeChat(tid);
  simulator.deleteChat(tid, "user-anna");
  const next = await call(`/v1/events/?after=${body.cursor}&wait=55`);
  assert.deepEqual(
    next.body.events.map((event: Json) => event.type),
    ["MESSAGE_READ", "CHAT_IS_CLOSED_CHANGED", "CHAT_DELETED"],
  );
});

test("startTeamwire ends a held feed when the wait is over, and when it goes away", async (t) => {
  const { call, simulator, clock } = await start(t);
  const over = call("/v1/events/?wait=55");
  await clock.asleep();
  clock.advance(55_000);
  assert.deepEqual((await over).body.events, []);
  const cut = call("/v1/events/?wait=55");
  await clock.asleep();
  simulator.faults.away = true;
  assert.equal((await cut).status, 503);
});

test("startTeamwire answers 410 to a cursor older than its history", async (t) => {
  const { call, simulator, makeChat } = await start(t, { historySize: 2 });
  const { cursor } = (await call("/v1/events/")).body;
  const tid = await makeChat();
  simulator.post(tid, "user-jonas", "one");
  simulator.post(tid, "user-jonas", "two");
  const answer = await call(`/v1/events/?after=${cursor}`);
  assert.deepEqual([answer.status, answer.body.error.code], [410, "cursor_expired"]);
  const posts = await call(`/v1/chats/${tid}/messages/?limit=1`);
  assert.deepEqual([posts.body.messages[0].msg, posts.body.has_more], ["one", true]);
  const rest = await call(`/v1/chats/${tid}/messages/?after=${posts.body.messages[0].mid}`);
  assert.deepEqual(
    rest.body.messages.map((post: Json) => post.msg),
    ["two"],
  );
  const fresh = (await call("/v1/events/")).body.cursor;
  simulator.expireEvents();
  assert.equal((await call(`/v1/events/?after=${fresh}`)).status, 200);
});

test("startTeamwire takes no post for a closed, deleted or left chat", async (t) => {
  const { call, simulator, makeChat } = await start(t);
  const [closed, deleted, left] = [await makeChat(), await makeChat(), await makeChat()];
  simulator.closeChat(closed);
  simulator.deleteChat(deleted, "user-anna");
  simulator.removeBot(left);
  const codes = [];
  for (const tid of [closed, deleted, left]) {
    const { status, body } = await call(`/v1/chats/${tid}/messages/`, { msg: "Hello" });
    codes.push([status, body.error.code]);
  }
  assert.deepEqual(codes, [
    [409, "chat_closed"],
    [404, "not_found"],
    [403, "forbidden"],
  ]);
  assert.deepEqual(
    (await call("/v1/chats/")).body.chats.map((chat: Json) => chat.tid),
    [closed],
  );
});

test("startTeamwire keeps assets and demands their name", async (t) => {
  const { call, url, authorization } = await start(t);
  const headers = { Authorization: authorization, "Content-Type": "image/png" };
  const body = new Uint8Array([1, 2, 3]);
  const nameless = await fetch(`${url}/v1/assets/`, { method: "POST", headers, body });
  assert.equal(nameless.status, 422);
  const disposition = { "Content-Disposition": "attachment; filename*=UTF-8''l%C3%B6go.png" };
  const made = await fetch(`${url}/v1/assets/`, {
    method: "POST",
    headers: { ...headers, ...disposition },
    body,
  });
  const { asset }: Json = await made.json();
  assert.deepEqual([made.status, asset.name, asset.size], [201, "lögo.png", 3]);
  const bytes = await fetch(`${url}/v1/assets/${asset.asset_id}/`, { headers });
  assert.deepEqual(new Uint8Array(await bytes.arrayBuffer()), body);
  const chat = await call("/v1/chats/", { ...newChat(), avatar_asset_id: "nothing" });
  assert.equal(chat.status, 422);
});

// oxlint-disable-next-line typescript/no-explicit-any -- answers are read field by field, and a missing one fails the test
type Json = any;

function newChat(): object {
  const members = { user_ids: ["user-jonas"], group_ids: ["group-support"] };
  return { title: "Whatsapp: Tobias", members, admin_ids: ["user-anna"] };
}

async function start(t: TestContext, options: Partial<TeamwireOptions> = {}) {
  const { users, groups } = createCast();
  const clock = createManualClock();
  const { url, simulator, close } = await startTeamwire({ clock, users, groups, ...options });
  t.after(close);
  const { appId, secret } = simulator.options;
  const authorization = `Basic ${btoa(`${appId}:${secret}`)}`;
  async function call(path: string, body?: object, headers = { Authorization: authorization }) {
    const method = body ? "POST" : "GET";
    const answer = await fetch(url + path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }
  async function makeChat(): Promise<string> {
    return (await call("/v1/chats/", newChat())).body.chat.tid;
  }
  return { url, simulator, call, makeChat, clock, authorization };
}

function createManualClock() {
  const sleepers = new Set<{ until: number; wake: () => void }>();
  let now = 1_000_000_000;
  return {
    now: () => now,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          resolve();
        });
      }),
    advance(ms: number): void {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    /** Resolves once somebody sleeps. */
    async asleep(): Promise<void> {
      while (sleepers.size === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}
