// What users of other bridges complain about most, as far as it is about staff and what they are told (C…: field.md).
// C4 is in retry.test.ts, C16 in slips.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type BotOptions } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";

const second = 1_000;
const minute = 60 * second;

for (const [generation, options] of [
  ["v2", {}],
  ["v1", { world: { dialog360: { shape: "v1" } }, environment: { WA_API_GENERATION: "v1" } }],
] as const satisfies readonly (readonly [string, BotOptions])[]) {
  test(`C3: a failure that comes before the answer to the sending is told on the very post, in ${generation}`, async (t) => {
    const bot = await startBot(t, options);
    const tid = await beginChat(bot);
    const { dialog360, teamwire, cast } = bot.world;
    const [tobias] = cast.customers;
    assert.ok(tobias);
    dialog360.simulator.conversations.open({ ...tobias, unreachable: true });
    dialog360.simulator.faults.answerDelayMs = 5 * second;
    const { mid } = teamwire.simulator.post(tid, "user-anna", "Good morning");
    await until("the receipt, before the answer", () =>
      bot.read((reader) => {
        const { rows } = reader.notifications({ limit: 0 });
        const fromWhatsApp = rows.filter(({ source }) => source === "dialog360");
        return fromWhatsApp.length === 2 && rows.every(({ state }) => state === "planned");
      }),
    );
    await until("the notice", async () => {
      await bot.clock.advance(second);
      return bot.posts().length === 3;
    });
    const notice = teamwire.simulator.botChat(tid).messages[2];
    assert.equal(notice?.reply_to, mid);
    assert.match(notice.msg ?? "", /^This message was not delivered: WhatsApp cannot reach/);
    await bot.clock.advance(minute);
    assert.deepEqual(await readStates(bot), ["failed"]);
    assert.equal(bot.posts().length, 3, "it is told once");
  });
}

test("C17: what succeeds in the end is quiet, however often it was tried", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.away = true;
  const written = ["Good morning", "How can I help?", "Are you there?"];
  for (const text of written) teamwire.simulator.post(tid, "user-anna", text);
  await until("the first attempt", () => bot.log.includes("not accepted"));
  await bot.clock.advance(9 * minute);
  dialog360.simulator.faults.away = false;
  await until("all three", async () => {
    await bot.clock.advance(10 * second);
    return (await readStates(bot)).every((state) => state === "delivered");
  });
  assert.deepEqual(readSent(bot), written);
  assert.equal(bot.posts().length, 4, "nothing but what people wrote");
});

test("C17: a long trouble is told once, not once a try and not once a message", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.away = true;
  for (const text of ["one", "two", "three"]) teamwire.simulator.post(tid, "user-anna", text);
  await until("the first attempt", () => bot.log.includes("not accepted"));
  for (let hours = 0; hours < 5; hours += 1) await bot.clock.advance(60 * minute);
  const notices = (): string[] => bot.posts().filter((post) => post.startsWith("bot: "));
  await until("the word to staff", () => notices().length > 0);
  assert.equal(notices().length, 1);
  assert.match(notices()[0] ?? "", /^bot: This message is still being sent.*nothing to do\.$/);
  dialog360.simulator.faults.away = false;
  await until("all three", async () => {
    await bot.clock.advance(minute);
    return readSent(bot).length === 3;
  });
  assert.equal(notices().length, 1);
});

test("C30: many quick messages to one person go at the pace that WhatsApp takes, and nobody is bothered", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const written = Array.from({ length: 60 }, (_, index) => `Line ${index + 1}`);
  for (const text of written) teamwire.simulator.post(tid, "user-anna", text);
  await until("the burst", async () => {
    await bot.clock.advance(second);
    return readSent(bot).length >= 45;
  });
  await until("all of them", async () => {
    await bot.clock.advance(second);
    return readSent(bot).length === written.length;
  });
  assert.deepEqual(readSent(bot), written);
  const times = dialog360.simulator.sends.map(({ at }) => at);
  for (const [index, at] of times.entries()) {
    const most = 45 + Math.floor((at - (times[0] ?? 0)) / (6 * second));
    assert.ok(index < most + 1, `${index + 1} messages where WhatsApp takes ${most}`);
  }
  await until("the receipts", async () =>
    (await readStates(bot)).every((state) => state === "delivered"),
  );
  assert.equal(bot.posts().length, 1 + written.length);
});
