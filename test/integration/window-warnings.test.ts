// "A trigger just before the window closes": staff hear in time of a customer who waits for an answer.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, sleep } from "./conversation.ts";

const minute = 60_000;
const hour = 60 * minute;

// Tests begin on Monday, 23 November, at 10:00 in Berlin: the window of a message of then ends on Tuesday at 10:00.
const words = {
  en: "The WhatsApp user is waiting for an answer. You can answer freely until 10:00; then the 24-hour window closes, and only template messages can be sent.",
  de: "Der WhatsApp-Kontakt wartet auf eine Antwort. Frei antworten können Sie bis 10:00; dann schließt das 24-Stunden-Fenster, und es können nur noch Vorlagen gesendet werden.",
};
const closingWords = {
  en: "The WhatsApp user is waiting for an answer. You can answer freely until 24/11, 10:00; then the 24-hour window closes, and nobody is here again before 25/11, 09:00.",
  de: "Der WhatsApp-Kontakt wartet auf eine Antwort. Frei antworten können Sie bis 24.11., 10:00; dann schließt das 24-Stunden-Fenster, und vor 25.11., 09:00 ist niemand wieder hier.",
};

const text = "We are closed";
const office = ["09:00-17:00"];
const workdays = { mon: office, tue: office, wed: office, thu: office, fri: office };

/** What the bot itself has said in the chat so far. */
function readWarnings(bot: Bot): string[] {
  return bot.posts().flatMap((post) => (post.startsWith("bot: ") ? [post.slice(5)] : []));
}

/** Lets time pass, and gives whatever that brings time to be posted. */
async function pass(bot: Bot, ms: number, count: number): Promise<void> {
  await bot.clock.advance(ms);
  await until(`warning ${count}`, () => readWarnings(bot).length >= count);
  await bot.clock.advance(0);
  assert.equal(readWarnings(bot).length, count);
}

for (const locale of ["en", "de"] as const) {
  const environment = { WA_LOCALE: locale };

  test(`C7 (${locale}): staff who owe an answer are warned 4 hours and 30 minutes before the window closes`, async (t) => {
    const bot = await startBot(t, { environment, config: { window_warning: [240, 30] } });
    await beginChat(bot);
    await sleep(bot, 19 * hour);
    await pass(bot, hour - 1, 0);
    await pass(bot, 1, 1);
    await pass(bot, 3.5 * hour - 1, 1);
    await pass(bot, 1, 2);
    assert.deepEqual(readWarnings(bot), [words[locale], words[locale]]);
    await pass(bot, 2 * hour, 2);
  });

  test(`C7 (${locale}): of a window that ends while nobody is there staff hear once, before they go`, async (t) => {
    const hours = { mon: office, wed: office };
    const config = { window_warning: [240, 30], away: { text, hours } };
    const bot = await startBot(t, { environment, config });
    await beginChat(bot);
    await sleep(bot, 6 * hour);
    await pass(bot, hour / 2 - 1, 0);
    await pass(bot, 1, 1);
    assert.deepEqual(readWarnings(bot), [closingWords[locale]]);
    await sleep(bot, 16 * hour);
    await pass(bot, 2 * hour, 1);
  });
}

test("C7: whoever has answered is not warned, until the customer writes again", async (t) => {
  const bot = await startBot(t, { config: { window_warning: [60] } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360, cast } = bot.world;
  await bot.clock.advance(hour);
  teamwire.simulator.post(tid, "user-anna", "Here I am");
  await until("the answer", () => dialog360.simulator.sends.length === 1);
  await sleep(bot, 21.5 * hour);
  await pass(bot, hour, 0);
  const [tobias] = cast.customers;
  assert.ok(tobias);
  await dialog360.simulator.writes(tobias, "And another thing").taken;
  await until("the message", () => bot.posts().length === 3);
  await sleep(bot, 22.5 * hour);
  await pass(bot, hour / 2, 1);
});

test("C7: none at night; when somebody is there again, what is due by then is told once", async (t) => {
  const config = { window_warning: [240, 120, 30], away: { text, hours: workdays } };
  const bot = await startBot(t, { config });
  await beginChat(bot);
  await sleep(bot, 19.5 * hour);
  await pass(bot, 3.5 * hour - 1, 0);
  // Tuesday, 9:00.
  await pass(bot, 1, 1);
  await pass(bot, 29 * minute, 1);
  await pass(bot, minute, 2);
});

test("C7: with an empty window_warning there is none, also none before the team goes", async (t) => {
  const away = { text, hours: { mon: office } };
  const bot = await startBot(t, { config: { window_warning: [], away } });
  await beginChat(bot);
  // Until 16:20, and 9:00 on Tuesday.
  await sleep(bot, 6 * hour + 20 * minute);
  await pass(bot, hour, 0);
  await sleep(bot, 15.5 * hour);
  await pass(bot, 2 * hour, 0);
});

test("a warning is told once, however often the bot starts again", async (t) => {
  const bot = await startBot(t, { config: { window_warning: [240] } });
  await beginChat(bot);
  await sleep(bot, 20 * hour);
  await pass(bot, minute, 1);
  await sleep(bot, hour);
  await pass(bot, hour, 1);
});

test("after a night in which it did not run the bot tells the last warning that is due", async (t) => {
  const bot = await startBot(t, { config: { window_warning: [240, 30] } });
  await beginChat(bot);
  await sleep(bot, 23.75 * hour);
  await pass(bot, minute, 1);
  await pass(bot, hour, 1);
});

test("a message that comes late is warned of within a minute", async (t) => {
  const bot = await startBot(t, { config: { window_warning: [240] } });
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.clock.advance(2 * minute);
  const at = bot.clock.now() - 21 * hour;
  await bot.world.dialog360.simulator.writes(tobias, "Hello", { at }).taken;
  await until("the message", () => bot.posts().length === 1);
  await pass(bot, minute, 1);
});

test("a chat that staff closed gets no warning, and none is made for it", async (t) => {
  const bot = await startBot(t, { config: { window_warning: [240] } });
  const tid = await beginChat(bot);
  bot.world.teamwire.simulator.closeChat(tid);
  await sleep(bot, 19.5 * hour);
  await pass(bot, hour, 0);
  assert.equal(bot.world.teamwire.simulator.chats.length, 1);
});
