// What is kept for a customer who never writes again is not kept for ever, and staff hear of it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates, sleep } from "./conversation.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What the bot says in the chat behind the first notice, with what it replies to. */
function readNotices(bot: Bot): string[] {
  const messages = bot.world.teamwire.simulator.chats[0]?.messages ?? [];
  const byMid = new Map(messages.map(({ mid, msg }) => [mid, msg]));
  const own = messages.filter(({ from_user: author, sender_display_name: name }) => {
    return author.is_bot && !name;
  });
  return own.slice(1).map(({ reply_to: mid, msg }) => `> ${byMid.get(mid ?? "")}: ${msg}`);
}

/** A chat whose window is closed, and the texts that staff have written since, kept. */
async function keep(bot: Bot, texts: readonly string[]): Promise<void> {
  const tid = await beginChat(bot);
  await sleep(bot, 25 * hour);
  for (const text of texts) bot.world.teamwire.simulator.post(tid, "user-anna", text);
  const kept = texts.map(() => "held").join();
  await until("all are kept", async () => (await readStates(bot)).join() === kept);
}

const one = {
  en: "This message was not sent: the WhatsApp user has not written for 7 days, so it is no longer kept (One and a half).",
  de: "Diese Nachricht wurde nicht gesendet: Der WhatsApp-Kontakt hat 7 Tage lang nicht geschrieben, daher wird sie nicht länger aufbewahrt (One and a half).",
};
const several = {
  en: "These messages were not sent: the WhatsApp user has not written for 7 days, so they are no longer kept:\nOne\nTwo\nThree",
  de: "Diese Nachrichten wurden nicht gesendet: Der WhatsApp-Kontakt hat 7 Tage lang nicht geschrieben, daher werden sie nicht länger aufbewahrt:\nOne\nTwo\nThree",
};

for (const locale of ["en", "de"] as const) {
  const options = { environment: { WA_LOCALE: locale } };

  test(`what is kept ends after 7 days with a word on that very post (${locale})`, async (t) => {
    const bot = await startBot(t, options);
    await keep(bot, ["One\nand a half"]);
    await sleep(bot, 7 * day - 5 * minute);
    await bot.clock.advance(4 * minute);
    assert.deepEqual(await readStates(bot), ["held"]);
    await bot.clock.advance(10 * minute);
    await until("the word", () => readNotices(bot).length === 1);
    assert.deepEqual(readNotices(bot), [`> One\nand a half: ${one[locale]}`]);
    assert.deepEqual(await readStates(bot), ["failed"]);
    await bot.clock.advance(hour);
    assert.equal(readNotices(bot).length, 1);
  });

  test(`several that are kept end with one word (${locale})`, async (t) => {
    const bot = await startBot(t, options);
    await keep(bot, ["One", "Two", "Three"]);
    await sleep(bot, 7 * day);
    await bot.clock.advance(minute);
    await until("the word", () => readNotices(bot).length === 1);
    assert.deepEqual(readNotices(bot), [`> One: ${several[locale]}`]);
    await until("their end", async () => (await readStates(bot)).join() === "failed,failed,failed");
  });
}

test("what ended is not sent when the customer writes after all", async (t) => {
  const bot = await startBot(t);
  await keep(bot, ["One"]);
  await sleep(bot, 7 * day);
  await bot.clock.advance(minute);
  await until("the word", () => readNotices(bot).length === 1);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.ok(await bot.world.dialog360.simulator.writes(tobias, "I am back").taken);
  await until("the message", () => bot.posts().at(-1) === "Tobias: I am back");
  bot.world.teamwire.simulator.post(
    bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "",
    "user-anna",
    "Welcome",
  );
  await until("the answer", () => readSent(bot).length === 1);
  assert.deepEqual(readSent(bot), ["Welcome"]);
});
