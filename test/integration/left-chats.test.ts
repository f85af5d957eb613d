// Chats that come to an end, or change hands, while something is still on its way.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.equal(await bot.world.dialog360.simulator.writes(tobias, text).taken, true);
}

test("what staff wrote before they closed the chat is sent, also when a post finds it closed before the feed tells", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360 } = bot.world;
  await write(bot, "Hello");
  await until("the chat", () => bot.posts().length === 1);
  const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
  const { faults } = teamwire.simulator;
  faults.away = true;
  await until("the feed's interruption", () => bot.log.includes("Feed interrupted"));
  teamwire.simulator.post(tid, "user-anna", "Our last answer");
  teamwire.simulator.closeChat(tid);
  await write(bot, "One more question");
  faults.failNext(1_000, { status: 503 }, (_, path) => path === "/v1/events/");
  faults.away = false;
  await until("the new chat", async () => {
    await bot.clock.advance(10_000);
    return bot.posts(1).length === 1;
  });
  faults.clear();
  await until(
    "the answer",
    async () => {
      await bot.clock.advance(10_000);
      return dialog360.simulator.sends.length === 1;
    },
    5_000,
  );
});

test("a customer's message gets a new chat when the bot was taken out of the old one before the feed tells", async (t) => {
  const bot = await startBot(t);
  const { teamwire } = bot.world;
  await write(bot, "Hello");
  await until("the chat", () => bot.posts().length === 1);
  const { faults } = teamwire.simulator;
  faults.away = true;
  await until("the feed's interruption", () => bot.log.includes("Feed interrupted"));
  teamwire.simulator.removeBot(teamwire.simulator.chats[0]?.chat.tid ?? "");
  faults.failNext(1_000, { status: 503 }, (_, path) => path === "/v1/events/");
  faults.away = false;
  await write(bot, "Is anybody there?");
  await until("the new chat", async () => {
    await bot.clock.advance(10_000);
    return bot.posts(1).length === 1;
  });
  assert.deepEqual(bot.posts(1), ["Tobias: Is anybody there?"]);
});

test("what staff wrote in a chat whose making was not confirmed is sent", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.faults.dropNext(
    1,
    (method, path) => method === "POST" && path === "/v1/chats/",
  );
  await write(bot, "Hello");
  await until("the chat", () => teamwire.simulator.chats.length === 1);
  const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
  teamwire.simulator.post(tid, "user-anna", "Who is this?");
  await allPlanned(bot, 2);
  await until("both directions", async () => {
    await bot.clock.advance(10_000);
    return bot.posts().includes("Tobias: Hello") && dialog360.simulator.sends.length === 1;
  });
  assert.equal(teamwire.simulator.chats.length, 1);
});

test("what staff wrote in such a chat goes out before what they write once it is known", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360 } = bot.world;
  const { faults } = teamwire.simulator;
  faults.dropNext(1, (method, path) => method === "POST" && path === "/v1/chats/");
  await write(bot, "Hello");
  await until("the chat", () => teamwire.simulator.chats.length === 1);
  const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
  teamwire.simulator.post(tid, "user-anna", "Who is this?");
  await allPlanned(bot, 2);
  faults.answerDelayMs = 1_000;
  await until("the chat is known", async () => {
    await bot.clock.advance(500);
    return /chat (made|found)/.test(bot.log);
  });
  // The answers that are on their way, such as the chat's history, wait; the feed does not.
  faults.answerDelayMs = 0;
  const before = await bot.read((reader) => reader.notifications({ limit: 0 }).total);
  teamwire.simulator.post(tid, "user-anna", "Ah, Tobias!");
  await allPlanned(bot, before + 1);
  await until("both", async () => {
    await bot.clock.advance(1_000);
    return dialog360.simulator.sends.length === 2;
  });
  assert.deepEqual(
    dialog360.simulator.sends.map(({ content }) => content["body"]),
    ["Who is this?", "Ah, Tobias!"],
  );
});

async function allPlanned(bot: Bot, least: number): Promise<void> {
  await until("everything is planned", () =>
    bot.read((reader) => {
      const { rows } = reader.notifications({ limit: 0 });
      return rows.length >= least && rows.every(({ state }) => state === "planned");
    }),
  );
}
