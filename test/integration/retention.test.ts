import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { phone } from "../fakes/failures.ts";
import { findTraces } from "../fakes/traces.ts";
import { until } from "../fakes/until.ts";
import { beginChat, sleep } from "./conversation.ts";
import { post } from "./template-scene.ts";

const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;

test("serve deletes what is older than WA_RETENTION_DAYS, and answers staff in the chat that is left", async (t) => {
  const bot = await startBot(t, { environment: { WA_RETENTION_DAYS: "30" } });
  const tid = await beginChat(bot);
  const [, lena] = bot.world.cast.customers;
  assert.ok(lena);
  await sleep(bot, 20 * dayMs);
  await bot.world.dialog360.simulator.writes(lena, "hello").taken;
  await until("her chat", () => bot.posts(1).length === 1);
  await sleep(bot, 15 * dayMs);
  await untilSwept(bot, 1);
  const { rows } = await bot.read((reader) => reader.sessions({ limit: 0, now: 0 }));
  assert.deepEqual(
    rows.map(({ customer }) => customer.name),
    ["Lena Krüger"],
  );
  await until("the files without him", () => {
    return findTraces(bot.folder, [phone, "Tobias", "DE.13491208655302741001"]).length === 0;
  });
  const told = '"deleted what is older than WA_RETENTION_DAYS",';
  await until("the line in the log", () => bot.log.includes(told));
  const counts = /"deliveries":(\d+),"texts":\d+,"notifications":\d+,"sessions":1\}/;
  const [, deliveries] = counts.exec(bot.log.slice(bot.log.indexOf(told))) ?? [];
  assert.ok(Number(deliveries) > 0, "the log tells how many");
  bot.world.teamwire.simulator.post(tid, "user-anna", "Are you still there?");
  await until("the word", () => bot.posts().length === 3);
  assert.match(bot.posts()[2] ?? "", /^bot: This was sent to nobody: the conversation/);
});

test("with WA_RETENTION_DAYS=0 nothing is deleted, and texts leave the files within a day all the same", async (t) => {
  const bot = await startBot(t, { environment: { WA_RETENTION_DAYS: "0" } });
  await beginChat(bot);
  post(bot, "a text that is settled");
  await until("it is delivered", () =>
    bot.read((reader) => reader.deliveries({ states: ["delivered"], limit: 0 }).total === 1),
  );
  assert.notDeepEqual(findTraces(bot.folder, ["a text that is settled"]), []);
  await until("the files without it", async () => {
    await bot.clock.advance(dayMs);
    return findTraces(bot.folder, ["a text that is settled"]).length === 0;
  });
  assert.notDeepEqual(findTraces(bot.folder, [phone]), []);
});

/** Lets the time pass that a sweep takes, until only so many sessions are left. */
async function untilSwept(bot: Bot, left: number): Promise<void> {
  await bot.clock.advance(10 * minuteMs);
  await until("the sweep", async () => {
    // Between its steps it lets others have their turn.
    await bot.clock.advance(50);
    return bot.read((reader) => reader.sessions({ limit: 0, now: 0 }).total === left);
  });
}
