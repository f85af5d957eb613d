// "Out-of-office text fires in the middle of an active chat, or again and again": what the bot says to customers by itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readSent, readStates, sleep, textMessage } from "./conversation.ts";

const minute = 60_000;
const hour = 60 * minute;

// Tests begin on Monday, 23 November, at 10:00 in Berlin.
const office = ["09:00-12:00", "13:00-17:00"];
const hours = { mon: office, tue: office, wed: office, thu: office, fri: office };
const closed = { en: "We are back at 9.", de: "Wir sind ab 9 Uhr wieder da." };
const welcome = { en: "Welcome!", de: "Willkommen!" };

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const before = bot.posts().length;
  assert.ok(await bot.world.dialog360.simulator.writes(tobias, text).taken);
  await until("the message", () => bot.posts().length > before);
  await bot.clock.advance(0);
}

async function answer(bot: Bot, text: string): Promise<void> {
  const { teamwire, dialog360 } = bot.world;
  const { length } = dialog360.simulator.sends;
  teamwire.simulator.post(teamwire.simulator.chats[0]?.chat.tid ?? "", "user-anna", text);
  await until("the answer", () => dialog360.simulator.sends.length > length);
}

async function waitForSent(bot: Bot, expected: readonly string[]): Promise<void> {
  await until("all that is sent", () => readSent(bot).length >= expected.length);
  await bot.clock.advance(0);
  assert.deepEqual(readSent(bot), expected);
}

for (const locale of ["en", "de"] as const) {
  const environment = { WA_LOCALE: locale };

  test(`trap 16, C23 (${locale}): the away text goes once per closed period, and never within 30 minutes of a human answer`, async (t) => {
    const bot = await startBot(t, { environment, config: { away: { text: closed, hours } } });
    await write(bot, "Anybody there?");
    // 16:50.
    await sleep(bot, 6 * hour + 50 * minute);
    await answer(bot, "Yes");
    // 17:19, in the middle of it.
    await bot.clock.advance(29 * minute);
    await write(bot, "Good");
    await waitForSent(bot, ["Yes"]);
    await bot.clock.advance(minute);
    await write(bot, "And tomorrow?");
    await waitForSent(bot, ["Yes", closed[locale]]);
    await bot.clock.advance(4 * hour);
    await write(bot, "Hello?");
    await sleep(bot, minute);
    await write(bot, "Hello??");
    await waitForSent(bot, ["Yes", closed[locale]]);
    // Tuesday, 9:21, and in the lunch break.
    await sleep(bot, 12 * hour);
    await write(bot, "Good morning");
    await waitForSent(bot, ["Yes", closed[locale]]);
    await bot.clock.advance(3 * hour);
    await write(bot, "Are you at lunch?");
    await waitForSent(bot, ["Yes", closed[locale], closed[locale]]);
    assert.ok(
      bot.posts().every((post) => !post.startsWith("bot: ")),
      "staff see nothing of it",
    );
  });

  test(`a greeting (${locale}) goes to customers whose window was not open, and to no others`, async (t) => {
    const bot = await startBot(t, { environment, config: { greeting: welcome } });
    await write(bot, "Hello");
    await waitForSent(bot, [welcome[locale]]);
    await bot.clock.advance(minute);
    await write(bot, "Anybody there?");
    await waitForSent(bot, [welcome[locale]]);
    await sleep(bot, 24 * hour);
    await write(bot, "I give it another try");
    await waitForSent(bot, [welcome[locale], welcome[locale]]);
    assert.ok(
      bot.posts().every((post) => !post.startsWith("bot: ")),
      "staff see nothing of it",
    );
  });
}

test("C23: no away text goes out behind what staff had written and was kept", async (t) => {
  const bot = await startBot(t, { config: { away: { text: closed, hours } } });
  const tid = await beginChat(bot);
  // Tuesday, 11:00, and 22:00.
  await sleep(bot, 25 * hour);
  bot.world.teamwire.simulator.post(tid, "user-anna", "Here it is");
  await until("it is kept", async () => (await readStates(bot)).join() === "held");
  await sleep(bot, 11 * hour);
  await write(bot, "I am back");
  await waitForSent(bot, ["Here it is"]);
  await write(bot, "Thank you");
  await waitForSent(bot, ["Here it is", closed.en]);
});

test("a text without the team's language is sent in the one that it has", async (t) => {
  const bot = await startBot(t, { config: { greeting: { de: "Willkommen!" } } });
  await write(bot, "Hello");
  await waitForSent(bot, ["Willkommen!"]);
});

test("neither greeting nor away text answers a repeat, an old message or one in a group", async (t) => {
  const config = { greeting: welcome, away: { text: closed, hours: {} } };
  const bot = await startBot(t, { config });
  const lateBody = envelope({ messages: [textMessage("w1", "Hello")] });
  await bot.clock.advance(25 * hour);
  assert.equal(await bot.notify(lateBody), 200);
  await until("the old message", () => bot.posts().length === 1);
  const at = String(bot.clock.now() / 1000);
  const now = { ...textMessage("w2", "Hello"), timestamp: at };
  const inGroup = { ...textMessage("w3", "Hello all"), timestamp: at, group_id: "group-1" };
  assert.equal(await bot.notify(envelope({ messages: [inGroup] })), 200);
  await until("the group's message", () => bot.posts().length === 2);
  await bot.clock.advance(0);
  await waitForSent(bot, []);
  for (const body of [envelope({ messages: [now] }), envelope({ messages: [now] })]) {
    assert.equal(await bot.notify(body), 200);
  }
  await waitForSent(bot, [welcome.en, closed.en]);
});

test("a greeting that WhatsApp refuses is for operators to see, not for staff", async (t) => {
  const bot = await startBot(t, { config: { greeting: welcome } });
  bot.world.dialog360.simulator.faults.failNext(1, {
    status: 400,
    body: { error: { message: "(#131026) Message undeliverable", code: 131026 } },
  });
  await write(bot, "Hello");
  await until("its end", async () => (await readStates(bot)).join() === "failed");
  assert.ok(bot.log.includes("delivery failed"));
  await answer(bot, "Good morning");
  assert.deepEqual(bot.posts(), ["Tobias: Hello", "Anna: Good morning"]);
  const { rows } = await bot.read((reader) => reader.deliveries({ states: ["failed"], limit: 0 }));
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ["greeting"],
  );
});

test("a greeting that cannot go out for half an hour is given up, and what staff write is not", async (t) => {
  const bot = await startBot(t, { config: { greeting: welcome } });
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.away = true;
  await write(bot, "Hello");
  await bot.clock.advance(20 * minute);
  const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
  teamwire.simulator.post(tid, "user-anna", "Good morning");
  await bot.clock.advance(20 * minute);
  dialog360.simulator.faults.away = false;
  await bot.clock.advance(10 * minute);
  await waitForSent(bot, ["Good morning"]);
  assert.equal((await readStates(bot))[0], "failed");
});
