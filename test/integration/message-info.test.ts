import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readStates } from "./conversation.ts";

/** What the bot answers to `/info` as a reply to a post. */
async function ask(bot: Bot, { tid, mid }: { tid: string; mid: string }): Promise<string> {
  const { length } = bot.posts();
  bot.world.teamwire.simulator.post(tid, "user-anna", { text: "/info", replyTo: mid });
  await until("the answer", () => bot.posts().length === length + 2);
  return bot.posts().at(-1) ?? "";
}

test("/info as a reply tells how far that very message has come, and when", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  dialog360.simulator.faults.away = true;
  const { mid } = teamwire.simulator.post(tid, "user-anna", "Good morning");
  await until("the attempt", () => bot.log.includes("not accepted"));
  assert.match(
    await ask(bot, { tid, mid }),
    /State: Waiting to be sent\nWritten by Anna Becker: .*\nNext attempt: [\d/]+, [\d:]+$/,
  );
  dialog360.simulator.faults.away = false;
  await bot.clock.advance(60_000);
  await until("the receipts", async () => (await readStates(bot))[0] === "delivered");
  assert.match(
    await ask(bot, { tid, mid }),
    /State: Delivered\nWritten by Anna Becker: [\d/]+, [\d:]+\nSent: [\d/]+, [\d:]+\nDelivered: [\d/]+, [\d:]+\nAttempts: 2$/,
  );
  dialog360.simulator.reads(tobias);
  await until("the receipt", async () => (await readStates(bot))[0] === "read");
  assert.match(
    await ask(bot, { tid, mid }),
    /State: Read\n.*\nSent: .*\nDelivered: .*\nRead: .*\nAttempts: 2$/,
  );
});

test("/info as a reply tells when a message failed, whoever said so", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.failNext(1, { status: 400, body: { error: { code: 131026 } } });
  const { mid } = teamwire.simulator.post(tid, "user-anna", "Good morning");
  await until("the notice", () => (bot.posts().at(-1) ?? "").includes("was not delivered"));
  assert.match(
    await ask(bot, { tid, mid }),
    /State: Not delivered\n.*\nNot delivered: [\d/]+, [\d:]+\nThis message was not delivered: WhatsApp cannot reach/,
  );
});

test("/info finds a post that came in together with it", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  simulator.faults.away = true;
  const { mid } = simulator.post(tid, "user-anna", "Good morning");
  simulator.post(tid, "user-anna", { text: "/info", replyTo: mid });
  await until("the trouble", () => bot.log.includes("Feed interrupted"));
  simulator.faults.away = false;
  await bot.clock.advance(60_000);
  await until("the answer", () => (bot.posts().at(-1) ?? "").includes("State:"));
  assert.match(bot.posts().at(-1) ?? "", /State: (Waiting to be sent|Sent|Delivered)/);
});

test("/info as a reply to a customer's message, and to none of the conversation", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const [hello] = bot.world.teamwire.simulator.botChat(tid).messages;
  const received = await ask(bot, { tid, mid: hello?.mid ?? "" });
  assert.match(
    received,
    /Written by the WhatsApp user: .*\nReceived: .*\nIn this chat since: .*\nMarked as read on WhatsApp: No$/,
  );
  const own = bot.world.teamwire.simulator.botChat(tid).messages.at(-1);
  assert.match(await ask(bot, { tid, mid: own?.mid ?? "" }), /Nothing is known/);
  assert.equal(bot.world.dialog360.simulator.sends.length, 0);
});
