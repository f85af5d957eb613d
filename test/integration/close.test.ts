import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates, sleep } from "./conversation.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const isSend = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/messages");

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.equal(await bot.world.dialog360.simulator.writes(tobias, text).taken, true);
}

function isClosed(bot: Bot, chat = 0): boolean {
  return bot.world.teamwire.simulator.chats[chat]?.chat.is_closed === true;
}

test("/close answers, closes the chat, and the customer's next message makes a new one", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  simulator.post(tid, "user-anna", "All done");
  simulator.post(tid, "user-anna", "/close");
  await until("the end", () => isClosed(bot));
  assert.match(bot.posts().at(-1) ?? "", /^bot: This chat is closed now\. .*a new chat begins\.$/);
  await until("the last words", () => readSent(bot).length === 1);
  await write(bot, "One more thing");
  await until("the new chat", () => bot.posts(1).length === 1);
  assert.deepEqual(bot.posts(1), ["Tobias: One more thing"]);
  assert.equal(simulator.chats.length, 2);
  const { tid: next = "" } = simulator.chats[1]?.chat ?? {};
  simulator.post(next, "user-jonas", "Yes?");
  await until("the answer", () => readSent(bot).length === 2);
});

test("/close lists what is kept; it goes out when the customer writes, and is told in the new chat", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  await bot.clock.advance(day);
  const { simulator } = bot.world.teamwire;
  simulator.post(tid, "user-anna", "Your passport is ready");
  simulator.post(tid, "user-anna", "/close");
  await until("the end", () => isClosed(bot));
  assert.match(
    bot.posts().at(-1) ?? "",
    /Still kept, and sent as soon as the WhatsApp user writes:\n1\. \d\d:\d\d: Your passport is ready$/,
  );
  assert.deepEqual(await readStates(bot), ["held"]);
  bot.world.dialog360.simulator.faults.failNext(
    1,
    { status: 400, body: { error: { code: 131026 } } },
    isSend,
  );
  await write(bot, "Is it ready?");
  await until("the notices", () => bot.posts(1).length === 3);
  assert.equal(bot.posts(1)[0], "Tobias: Is it ready?");
  assert.match(bot.posts(1)[1] ?? "", /what was kept goes out now/);
  assert.match(
    bot.posts(1)[2] ?? "",
    /^bot: \[about a message in an earlier chat\] This message was not delivered: WhatsApp cannot reach/,
  );
});

test("what fails after /close is told in a chat all the same", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.away = true;
  teamwire.simulator.post(tid, "user-anna", "We close on Friday");
  teamwire.simulator.post(tid, "user-anna", "/close");
  await until("the end", () => isClosed(bot));
  dialog360.simulator.faults.away = false;
  dialog360.simulator.faults.failNext(
    1,
    { status: 400, body: { error: { code: 131026 } } },
    isSend,
  );
  await bot.clock.advance(60_000);
  await until("the notice", () => bot.posts(1).length === 1);
  assert.match(
    bot.posts(1)[0] ?? "",
    /^bot: \[about a message in an earlier chat\] This message was not/,
  );
});

test("that what was kept ended is told in a chat all the same, and /retry keeps it anew", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  await bot.clock.advance(day);
  const { simulator } = bot.world.teamwire;
  simulator.post(tid, "user-anna", "Your passport is ready");
  simulator.post(tid, "user-anna", "/close");
  await until("the end", () => isClosed(bot));
  await sleep(bot, 7 * day);
  await until("the word to staff", async () => {
    await bot.clock.advance(10 * minute);
    return bot.posts(1).length === 1;
  });
  assert.match(
    bot.posts(1)[0] ?? "",
    /^bot: \[about a message in an earlier chat\] This message was not sent:.*Your passport is ready/,
  );
  const { chat, messages = [] } = simulator.chats[1] ?? {};
  simulator.post(chat?.tid ?? "", "user-anna", { text: "/retry", replyTo: messages[0]?.mid ?? "" });
  await until("the answer", () => bot.posts(1).length === 3);
  assert.match(bot.posts(1)[2] ?? "", /Your message is kept/);
  assert.deepEqual(await readStates(bot), ["held"]);
});

test("/close is tried again while Teamwire is away, and asks staff where Teamwire does not let the bot", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  const isPatch = (method: string): boolean => method === "PATCH";
  const body = { error: { code: "forbidden", message: "no" } };
  simulator.faults.failNext(1, { status: 503 }, isPatch);
  simulator.faults.failNext(1, { status: 403, body }, isPatch);
  const { mid } = simulator.post(tid, "user-anna", "/close");
  await until("the word to staff", async () => {
    await bot.clock.advance(10_000);
    return (bot.posts().at(-1) ?? "").includes("could not be closed");
  });
  assert.equal(simulator.botChat(tid).messages.at(-1)?.reply_to, mid);
  assert.equal(isClosed(bot), false);
  await write(bot, "Still there?");
  await until("the same chat", () => bot.posts().at(-1) === "Tobias: Still there?");
});
