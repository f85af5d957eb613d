// Where nobody knows whether the other side has taken something: found out where there is a way, never a silent double.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";

const second = 1_000;
const minute = 60 * second;

const isNewChat = (method: string, path: string): boolean =>
  method === "POST" && path === "/v1/chats/";
const isPost = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/messages/");

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.equal(await bot.world.dialog360.simulator.writes(tobias, text).taken, true);
}

/** Lets time pass until there is no news any more. */
async function settle(bot: Bot): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await bot.clock.advance(10 * second);
}

for (const clientRefs of ["kept", "ignored"] as const) {
  const options = { world: { teamwire: { clientRefs } } };

  test(`a chat whose making was not confirmed is the only one, and what staff wrote in it is relayed: refs ${clientRefs}`, async (t) => {
    const bot = await startBot(t, options);
    const { teamwire } = bot.world;
    teamwire.simulator.faults.dropNext(1, isNewChat);
    await write(bot, "Hello");
    await until("the chat", () => teamwire.simulator.chats.length === 1);
    const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
    for (const text of ["Who is this?", "Anybody?"]) {
      teamwire.simulator.post(tid, "user-anna", text);
    }
    await write(bot, "It is me");
    await until("both directions", async () => {
      await bot.clock.advance(10 * second);
      return bot.posts().length === 4 && readSent(bot).length === 2;
    });
    await settle(bot);
    assert.equal(teamwire.simulator.chats.length, 1);
    assert.deepEqual(bot.posts().slice(2), ["Tobias: Hello", "Tobias: It is me"]);
    assert.deepEqual(readSent(bot), ["Who is this?", "Anybody?"]);
  });

  test(`a post that was not confirmed is the only one, with the same words twice in a row: refs ${clientRefs}`, async (t) => {
    const bot = await startBot(t, options);
    const tid = await beginChat(bot);
    const { teamwire } = bot.world;
    teamwire.simulator.faults.dropNext(2, isPost);
    for (const text of ["Hello", "Hello", "Bye"]) await write(bot, text);
    await until("the first post", () => bot.posts().length === 2);
    teamwire.simulator.post(tid, "user-anna", "Hello");
    await until("everything", async () => {
      await bot.clock.advance(10 * second);
      return bot.posts().includes("Tobias: Bye");
    });
    await settle(bot);
    assert.deepEqual(
      bot.posts().filter((line) => line.startsWith("Tobias")),
      ["Tobias: Hello", "Tobias: Hello", "Tobias: Hello", "Tobias: Bye"],
    );
    assert.deepEqual(readSent(bot), ["Hello"], "staff's words are relayed once");
  });

  test(`after a crash between the making of a chat and our record of it there is one chat: refs ${clientRefs}`, async (t) => {
    const bot = await startBot(t, options);
    const { teamwire } = bot.world;
    const end = teamwire.simulator.watch(() => {
      end();
      bot.keep();
    });
    await write(bot, "Hello");
    await until("the chat", () => teamwire.simulator.chats.length === 1);
    await bot.crash();
    await settle(bot);
    assert.equal(teamwire.simulator.chats.length, 1);
    assert.deepEqual(new Set(bot.posts()), new Set(["Tobias: Hello"]));
  });

  test(`after a crash between a post and our record of it there is one post: refs ${clientRefs}`, async (t) => {
    const bot = await startBot(t, options);
    await beginChat(bot);
    const { teamwire } = bot.world;
    const end = teamwire.simulator.watch(() => {
      end();
      bot.keep();
    });
    await write(bot, "Still there?");
    await until("the post", () => bot.posts().length === 2);
    await bot.crash();
    await settle(bot);
    assert.deepEqual(bot.posts(), ["Tobias: Hello", "Tobias: Still there?"]);
  });
}

test("where no reference is echoed one message is under way at a time, in all chats together: v1", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { shape: "v1" } } });
  const { teamwire, dialog360, cast } = bot.world;
  for (const customer of cast.customers.filter(({ phone }) => phone)) {
    assert.equal(await dialog360.simulator.writes(customer, "Hello").taken, true);
  }
  await until("the chats", () => bot.posts(1).length === 1);
  dialog360.simulator.faults.answerDelayMs = 5 * second;
  for (const { chat } of teamwire.simulator.chats) {
    teamwire.simulator.post(chat.tid, "user-anna", "Good morning");
  }
  await until("the first", () => readSent(bot).length === 1);
  for (let turn = 0; turn < 4; turn += 1) await bot.clock.advance(second);
  assert.equal(readSent(bot).length, 1);
  await bot.clock.advance(second);
  await until("the second", () => readSent(bot).length === 2);
  dialog360.simulator.faults.answerDelayMs = 0;
  await bot.clock.advance(5 * second);
});

test("a receipt that echoes our reference settles what was in doubt, and lets what is behind it go at once", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 20 * second } } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.dropNext(1);
  for (const text of ["one", "two"]) teamwire.simulator.post(tid, "user-anna", text);
  await until("the doubt", async () => (await readStates(bot)).includes("uncertain"));
  await bot.clock.advance(19 * second);
  assert.deepEqual(readSent(bot), ["one"]);
  await bot.clock.advance(second);
  await until("the second, 40 seconds early", () => readSent(bot).length === 2);
  await settle(bot);
  assert.deepEqual(readSent(bot), ["one", "two"]);
  assert.deepEqual(await readStates(bot), ["delivered", "delivered"]);
});

test("what is in doubt and of which no receipt tells is sent again after a minute, not before", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 60 * minute } } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.dropNext(1);
  teamwire.simulator.post(tid, "user-anna", "one");
  await until("the doubt", async () => (await readStates(bot)).includes("uncertain"));
  await bot.clock.advance(59 * second);
  assert.deepEqual(readSent(bot), ["one"]);
  await bot.clock.advance(second);
  await until("the second", () => readSent(bot).length === 2);
  const references = dialog360.simulator.sends.map(({ body }) => body["biz_opaque_callback_data"]);
  assert.equal(new Set(references).size, 1, "receipts of either tell of it");
  await until("that it is known", async () => (await readStates(bot))[0] === "sent");
});

test("a receipt of failure ends what is in doubt: staff are told once, and it is not sent again", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 60 * minute } } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.dropNext(1);
  teamwire.simulator.post(tid, "user-anna", "one");
  await until("the doubt", async () => (await readStates(bot)).includes("uncertain"));
  const [send] = dialog360.simulator.sends;
  const error = { code: 131026, title: "Message undeliverable" };
  await dialog360.simulator.sendReceipt(send?.id ?? "", "failed", error);
  await until("the notice", () => bot.posts().length === 3);
  await settle(bot);
  assert.match(bot.posts()[2] ?? "", /^bot: This message was not delivered/);
  assert.equal(bot.posts().length, 3);
  assert.deepEqual(readSent(bot), ["one"]);
});
