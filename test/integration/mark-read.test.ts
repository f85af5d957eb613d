import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot, type BotOptions } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";

const v1: BotOptions = {
  world: { dialog360: { shape: "v1" } },
  environment: { WA_API_GENERATION: "v1" },
};

/** The states of Tobias' own messages, as his phone shows them. */
function readPhone(bot: Bot): string[] {
  const [conversation] = bot.world.dialog360.simulator.conversations.list();
  const messages = conversation?.messages ?? [];
  return messages.flatMap(({ from, state }) => (from === "customer" ? [state] : []));
}

for (const [generation, options] of [
  ["v2", {}],
  ["v1", v1],
] as const) {
  test(`what staff have read is marked as read on the customer's phone, in ${generation}`, async (t) => {
    const bot = await startBot(t, options);
    const tid = await beginChat(bot);
    const [tobias] = bot.world.cast.customers;
    assert.ok(tobias);
    await bot.world.dialog360.simulator.writes(tobias, "Anybody there?").taken;
    await until("the message", () => bot.posts().length === 2);
    await until("the record", () =>
      bot.read((reader) =>
        reader.deliveries({ limit: 0 }).rows.every(({ state }) => state === "sent"),
      ),
    );
    assert.ok(!readPhone(bot).includes("read"));
    bot.world.teamwire.simulator.read(tid, "user-anna");
    await until("the mark", () => readPhone(bot).at(-1) === "read");
  });
}

test("with when_answered reading alone marks nothing, an answer does", async (t) => {
  const bot = await startBot(t, { config: { mark_read: "when_answered" } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.read(tid, "user-anna");
  teamwire.simulator.post(tid, "user-anna", "/info");
  await until("the answer", () => bot.posts().length === 3);
  assert.ok(!readPhone(bot).includes("read"));
  teamwire.simulator.post(tid, "user-anna", "Here I am");
  await until("the mark", () => readPhone(bot).at(-1) === "read");
  await until("the text", () => dialog360.simulator.sends.length === 1);
});

test("with never nothing is marked, and the window stays as it is", async (t) => {
  const bot = await startBot(t, { config: { mark_read: "never" } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.read(tid, "user-anna");
  teamwire.simulator.post(tid, "user-anna", "Here I am");
  await until("the text", () => dialog360.simulator.sends.length === 1);
  assert.ok(!readPhone(bot).includes("read"));
});

test("a mark that could not be told is told after the next start, and messages go on meanwhile", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  const { faults } = dialog360.simulator;
  faults.failNext(1, { status: 503 });
  teamwire.simulator.read(tid, "user-anna");
  await until("the try", () => bot.log.includes("not marked as read"));
  teamwire.simulator.post(tid, "user-anna", "Here I am");
  await until("the text", () => dialog360.simulator.sends.length === 1);
  assert.ok(!readPhone(bot).includes("read"));
  await bot.stop();
  await bot.start();
  await until("the mark", () => readPhone(bot).at(-1) === "read");
});
