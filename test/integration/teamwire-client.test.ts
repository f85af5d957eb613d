import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test, type TestContext } from "node:test";
import { inspect } from "node:util";

import { DeliveryError } from "../../src/bridge/errors.ts";
import { toContent } from "../../src/simulator/content.ts";
import { startTeamwire, type RunningTeamwire } from "../../src/simulator/teamwire.ts";
import type { TeamwireSimulator } from "../../src/simulator/teamwire/simulator.ts";
import { createCast } from "../../src/simulator/world.ts";
import type { Teamwire } from "../../src/teamwire/api.ts";
import { createTeamwire } from "../../src/teamwire/client.ts";
import { CursorExpiredError, InvalidMembersError } from "../../src/teamwire/errors.ts";
import { direct } from "../fakes/network.ts";

const clock = { now: () => Date.parse("2026-11-23T09:00:00Z") };
const secret = "a secret that no log may show";

test("createTeamwire makes one chat per reference, with title, members and admins", async (t) => {
  const { client, simulator } = await start(t);
  const { tid } = await client.createChat(newChat());
  assert.deepEqual(await client.createChat(newChat()), { tid });
  assert.equal(simulator.chats.length, 1);
  const [record] = simulator.chats;
  assert.equal(record?.chat.title, "Whatsapp: Tobias (+49681300012978)");
  assert.deepEqual(
    [record.userIds, record.groupIds, record.adminIds, record.clientRef],
    [["user-jonas", "user-anna"], ["group-support"], ["user-anna"], "s1.c1.1"],
  );
});

test("createTeamwire posts once per reference, in the customer's name and as an answer", async (t) => {
  const { client, simulator } = await start(t);
  const { tid } = await client.createChat(newChat());
  const question = simulator.post(tid, "user-anna", "Hello?");
  const post = {
    text: "Grüße 👋",
    displayName: "Tobias",
    replyTo: question.mid,
    reference: "r".repeat(100),
  };
  const { mid } = await client.post(tid, post);
  assert.deepEqual(await client.post(tid, post), { mid });
  const messages = simulator.chats[0]?.messages ?? [];
  assert.deepEqual(
    messages.slice(1).map((one) => [one.mid, one.msg, one.sender_display_name, one.reply_to]),
    [[mid, "Grüße 👋", "Tobias", question.mid]],
  );
});

test("createTeamwire uploads bytes with their type, length and name", async (t) => {
  const { client, simulator } = await start(t);
  const bytes = new Uint8Array(70_000).map((_, at) => at % 251);
  const id = await client.uploadAsset({ bytes, name: "Bild (1).png", mimeType: "image/png" });
  const asset = simulator.assets.get(id);
  assert.deepEqual(
    [asset.name, asset.mime_type, asset.size],
    ["Bild (1).png", "image/png", 70_000],
  );
  assert.equal(asset.content.sha256, toContent(bytes).sha256);
});

test("createTeamwire finds the bot, users, groups and chats, and tells what is not there", async (t) => {
  const { client, simulator } = await start(t);
  assert.equal(await client.ownUid(), "user-bot");
  const anna = { uid: "user-anna", firstName: "Anna", lastName: "Becker" };
  assert.deepEqual(await client.user("user-anna"), anna);
  assert.deepEqual(await client.usersByName("anna", "becker"), [anna]);
  const support = { gid: "group-support", title: "Support", isCircle: true, isPublic: true };
  assert.deepEqual(await client.group("group-support"), support);
  assert.deepEqual(await client.groupsByTitle("Support"), [support]);
  assert.deepEqual([await client.user("a/../b?c"), await client.group("none")], [null, null]);
  const { tid } = await client.createChat(newChat());
  assert.equal(await client.isInChat(tid), true);
  simulator.removeBot(tid);
  assert.equal(await client.isInChat(tid), false);
  assert.equal(await client.isInChat("none"), false);
});

test("createTeamwire reads a chat's history page by page", async (t) => {
  const { client, simulator } = await start(t);
  const { tid } = await client.createChat(newChat());
  const mids = Array.from(
    { length: 150 },
    (_, at) => simulator.post(tid, "user-anna", `${at}`).mid,
  );
  const first = await client.history(tid, { after: mids[0] ?? null });
  assert.deepEqual([first.lastMid, first.hasMore, first.hasMessages], [mids[100], true, true]);
  const second = await client.history(tid, { after: first.lastMid });
  assert.deepEqual([second.lastMid, second.hasMore], [mids[149], false]);
  const end = await client.history(tid, { after: second.lastMid });
  assert.deepEqual([end.lastMid, end.hasMore, end.hasMessages], [null, false, false]);
});

test("createTeamwire tells by its error what to do next", async (t) => {
  const { client, simulator, url } = await start(t);
  const stranger = createTeamwire(
    { appId: "simulated-app", secret: "wrong", host: url },
    { clock, network: direct },
  );
  await rejects(stranger.ownUid(), { verdict: "account" });

  const [closed, deleted, left] = await Promise.all(
    ["1", "2", "3"].map((reference) => client.createChat(newChat(reference))),
  );
  simulator.closeChat(closed?.tid ?? "");
  simulator.deleteChat(deleted?.tid ?? "", "user-anna");
  simulator.removeBot(left?.tid ?? "");
  const post = { text: "Hello", reference: "p" };
  await rejects(client.post(closed?.tid ?? "", post), { verdict: "gone" });
  await rejects(client.post(deleted?.tid ?? "", post), { verdict: "gone" });
  await rejects(client.post(left?.tid ?? "", post), { verdict: "permanent" });

  await assert.rejects(
    client.createChat({ ...newChat("4"), groupIds: ["group-management"] }),
    (error) => error instanceof InvalidMembersError && error.members.join() === "group-management",
  );
  const position = await client.events({ after: null, waitSeconds: 0 });
  simulator.post((await client.createChat(newChat("5"))).tid, "user-anna", "Hello");
  simulator.expireEvents();
  await assert.rejects(
    client.events({ after: position.cursor, waitSeconds: 0 }),
    CursorExpiredError,
  );
});

test("createTeamwire tells when to try again, and whether the first try may have been taken", async (t) => {
  const { client, simulator } = await start(t);
  const { tid } = await client.createChat(newChat());
  const post = { text: "Hello", reference: "p" };
  simulator.faults.failNext(1, { status: 429, headers: { "Retry-After": "12" } });
  await rejects(client.post(tid, post), {
    verdict: "throttled",
    retryAfterMs: 12_000,
    uncertain: false,
  });
  simulator.faults.failNext(1, { status: 502, body: "<html></html>" });
  await rejects(client.post(tid, post), { verdict: "transient", uncertain: true });
  simulator.faults.failNext(1, { status: 200, body: "<html></html>" });
  await rejects(client.post(tid, post), { verdict: "transient", uncertain: true });
  simulator.faults.failNext(1, { status: 302, headers: { Location: "/elsewhere" } });
  await rejects(client.post(tid, post), { verdict: "transient" });
  simulator.faults.failNext(1, { status: 404, body: "<html></html>" });
  await rejects(client.post(tid, post), { verdict: "transient" });
});

test("createTeamwire makes one post of one that was taken without an answer and is tried again", async (t) => {
  const { client, simulator } = await start(t);
  const { tid } = await client.createChat(newChat());
  const post = { text: "Hello", reference: "p" };
  simulator.faults.dropNext(1);
  await rejects(client.post(tid, post), { verdict: "transient", uncertain: true });
  const { mid } = await client.post(tid, post);
  assert.deepEqual(
    simulator.chats[0]?.messages.map((message) => message.mid),
    [mid],
  );
});

test("createTeamwire posts only once, also after a call whose connection could be used again", async (t) => {
  const { client, simulator } = await start(t, "ignored");
  const { tid } = await client.createChat(newChat());
  simulator.faults.dropNext(1);
  const post = client.post(tid, { text: "Hello", reference: "p" });
  await rejects(post, { verdict: "transient", uncertain: true });
  assert.equal(simulator.chats[0]?.messages.length, 1);
});

test("createTeamwire holds a call of the feed until an event comes, and ends it on an abort", async (t) => {
  const { client, simulator } = await start(t);
  const { tid } = await client.createChat(newChat());
  const { cursor, hasEvents } = await client.events({ after: null, waitSeconds: 0 });
  assert.equal(hasEvents, false);
  const held = client.events({ after: cursor, waitSeconds: 55 });
  simulator.post(tid, "user-anna", "Hello");
  const answer = await held;
  assert.equal(answer.hasEvents, true);
  assert.match(new TextDecoder().decode(answer.body), /"msg":"Hello"/);
  const end = new AbortController();
  const aborted = client.events({ after: answer.cursor, waitSeconds: 55, signal: end.signal });
  setTimeout(() => end.abort(), 20);
  await rejects(aborted, { verdict: "transient" });
});

test("createTeamwire puts neither secret nor text into an error, however deeply it is shown", async (t) => {
  const { client, simulator, close } = await start(t);
  const tid = makeChat(simulator);
  const post = { text: "words for nobody else", reference: "p" };
  const shown: string[] = [];
  async function show(): Promise<void> {
    await client.post(tid, post).catch((error: unknown) => {
      shown.push(inspect(error, { depth: 20, showHidden: true }));
    });
  }
  simulator.faults.dropNext(1);
  await show();
  simulator.faults.failNext(1, { status: 500, body: { error: { code: "x", message: post.text } } });
  await show();
  await close();
  await show();
  assert.equal(shown.length, 3);
  for (const text of shown) {
    assert.doesNotMatch(text, /words for nobody/);
    assert.doesNotMatch(text, /secret|Basic|authorization/i);
  }
});

test("createTeamwire is sure that a refused connection took nothing", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const settings = { appId: "a", secret, host: `http://127.0.0.1:${port}` };
  await rejects(
    createTeamwire(settings, { clock, network: direct }).post("t", { text: "x", reference: "p" }),
    {
      verdict: "transient",
      uncertain: false,
    },
  );
});

async function start(
  t: TestContext,
  clientRefs: "kept" | "ignored" = "kept",
): Promise<RunningTeamwire & { client: Teamwire }> {
  const { users, groups } = createCast();
  const running = await startTeamwire({ users, groups, secret, clientRefs });
  t.after(() => running.close());
  const settings = { appId: "simulated-app", secret, host: running.url };
  return { ...running, client: createTeamwire(settings, { clock, network: direct }) };
}

/** Without a call of the client. */
function makeChat(simulator: TeamwireSimulator): string {
  const { title, userIds, groupIds, adminIds } = newChat();
  const wanted = { title, userIds, groupIds, adminIds, avatarAssetId: null, clientRef: null };
  return simulator.createChat(wanted).chat.tid;
}

function newChat(reference = "s1.c1.1"): Parameters<Teamwire["createChat"]>[0] {
  return {
    title: "Whatsapp: Tobias (+49681300012978)",
    reference,
    userIds: ["user-jonas", "user-anna"],
    groupIds: ["group-support"],
    adminIds: ["user-anna"],
    avatarId: null,
  };
}

async function rejects(
  call: Promise<unknown>,
  facts: Partial<Pick<DeliveryError, "verdict" | "retryAfterMs" | "uncertain">>,
): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof DeliveryError);
    const { verdict, retryAfterMs, uncertain } = error;
    const found = { verdict, retryAfterMs, uncertain };
    assert.deepEqual({ ...found, ...facts }, found);
    return true;
  });
}
