// A clean end: what is due goes out, what cannot is told, and nothing that hangs holds it up.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.equal(await bot.world.dialog360.simulator.writes(tobias, text).taken, true);
}

/** The lines that tell what is left. */
function readLeft(bot: Bot): unknown[] {
  return bot.log
    .split("\n")
    .filter((line) => /left for the next start|nothing is left/.test(line))
    .map((line) => {
      const { level, message, notifications, to_team, to_customer } = JSON.parse(line) as Record<
        string,
        unknown
      >;
      return { level, message, notifications, to_team, to_customer };
    });
}

const nothingLeft = {
  level: "info",
  message: "drained: nothing is left",
  notifications: undefined,
  to_team: undefined,
  to_customer: undefined,
};

test("the end waits for what is due, leaves one file, and says that nothing is left", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  bot.world.teamwire.simulator.post(tid, "user-anna", "on its way");
  await until("it is known", async () => (await readStates(bot)).length === 1);
  await write(bot, "so is this");
  await bot.stop();
  assert.deepEqual(bot.posts(), ["Tobias: Hello", "Anna: on its way", "Tobias: so is this"]);
  assert.deepEqual(readSent(bot), ["on its way"]);
  assert.deepEqual(readdirSync(bot.folder), ["store.db"]);
  assert.deepEqual(readLeft(bot), [nothingLeft]);
});

test("with Teamwire away the end waits for nothing that is not due, and says what is left", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { faults } = bot.world.teamwire.simulator;
  faults.away = true;
  for (const text of ["1", "2", "3"]) await write(bot, text);
  await until("a failure", () => bot.log.includes("delivery not accepted"));
  await bot.stop();
  const left = { level: "warn", message: "left for the next start" };
  assert.deepEqual(readLeft(bot), [{ ...left, notifications: 0, to_team: 3, to_customer: 0 }]);
  faults.away = false;
  await bot.start();
  await until("all of it", async () => {
    await bot.clock.advance(5_000);
    return bot.posts().length === 4;
  });
  assert.deepEqual(bot.posts().slice(1), ["Tobias: 1", "Tobias: 2", "Tobias: 3"]);
});

for (const [what, hang] of [
  ["Teamwire", (bot: Bot) => (bot.world.teamwire.simulator.faults.latencyMs = 1e9)],
  ["360dialog", (bot: Bot) => (bot.world.dialog360.simulator.faults.latencyMs = 1e9)],
] as const) {
  test(`a ${what} that hangs does not hold up the end for longer than WA_DRAIN_TIMEOUT`, async (t) => {
    const bot = await startBot(t, { environment: { WA_DRAIN_TIMEOUT: "1" } });
    const tid = await beginChat(bot);
    hang(bot);
    await write(bot, "To the team");
    bot.world.teamwire.simulator.post(tid, "user-anna", "To the customer");
    const side = what === "Teamwire" ? "team" : "customer";
    const toSide = async (): Promise<string[]> => {
      const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
      return rows.filter(({ to }) => to === side).map(({ state }) => state);
    };
    await until("it is under way", async () => (await toSide()).includes("sending"));
    await bot.stop();
    // An attempt that ends by itself takes 10 seconds, and would be pending or in doubt then.
    assert.ok((await toSide()).includes("sending"), "cut off");
    const [left] = readLeft(bot) as Record<string, unknown>[];
    assert.equal(left?.["level"], "warn");
    assert.equal(left?.[`to_${side}`], 1);
    assert.deepEqual(readdirSync(bot.folder), ["store.db"]);
  });
}

test("the end sends nothing that still waits for its turn in the rate", async (t) => {
  const bot = await startBot(t, {
    environment: { WA_SEND_RATE: "1", WA_DRAIN_TIMEOUT: "0" },
  });
  const { dialog360, teamwire, cast } = bot.world;
  for (const customer of cast.customers) await dialog360.simulator.writes(customer, "Hello").taken;
  await until("three chats", () => teamwire.simulator.chats.length === 3);
  for (const { chat } of teamwire.simulator.chats) {
    teamwire.simulator.post(chat.tid, "user-anna", `Hi ${chat.title}`);
  }
  await until("all under way", async () => (await readStates(bot)).length === 3);
  await until("the first", () => readSent(bot).length === 1);
  await bot.stop();
  assert.equal(readSent(bot).length, 1);
  const states = await readStates(bot);
  assert.ok(!states.includes("sending"), "those others are in no doubt");
  await bot.start();
  await until("the others", async () => {
    await bot.clock.advance(5_000);
    return readSent(bot).length === 3;
  });
});
