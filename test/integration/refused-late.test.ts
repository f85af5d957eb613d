// What WhatsApp itself refuses as too late is kept like what is written outside of the window.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";
import { hour, post, readNotices, write } from "./late-chat.ts";

const refused =
  "WhatsApp did not deliver this message: it counts the 24-hour window as closed. The message is kept and goes out as soon as the WhatsApp user writes.";
const reengagement = { code: 131047, title: "Re-engagement message" };

test("C9: what WhatsApp refuses as too late, at once or after it took it, is kept too", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: hour } } });
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  simulator.faults.failNext(1, {
    status: 400,
    body: { error: { code: 131047, message: "(#131047) Re-engagement message" } },
  });
  post(bot, "At once");
  await until("the first notice", () => readNotices(bot).length === 1);
  assert.equal(
    readNotices(bot)[0],
    `> At once: ${refused} Send a template now with /send 1, or see /held.`,
  );
  await bot.clock.advance(20 * 60_000);
  post(bot, "Afterwards");
  const { id } = await until("it is taken", () => simulator.sends[0]);
  await simulator.sendReceipt(id, "failed", reengagement);
  await until("the second notice", () => readNotices(bot).length === 2);
  assert.equal(
    readNotices(bot)[1],
    `> Afterwards: ${refused} Send a template now with /send 1, see /held, take it back with /cancel 2.`,
  );
  assert.deepEqual(await readStates(bot), ["held", "held"]);
  await write(bot, "Hello again");
  await until("both", () => simulator.sends.length === 3);
  assert.deepEqual(readSent(bot), ["Afterwards", "At once", "Afterwards"]);
  // Told once more of the message that failed, nobody takes it for the one that goes out now.
  await simulator.sendReceipt(id, "failed", reengagement);
  await until("what became of them", async () => {
    await bot.clock.advance(hour);
    return (await readStates(bot)).join() === "delivered,delivered";
  });
});

test("what is kept stays so whatever WhatsApp tells late of its first try", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: hour } } });
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  post(bot, "One");
  post(bot, "Two");
  await until("they are taken", () => simulator.sends.length === 2);
  const [one, two] = simulator.sends.map(({ id }) => id);
  await simulator.sendReceipt(one ?? "", "failed", reengagement);
  await simulator.sendReceipt(two ?? "", "failed", reengagement);
  await simulator.sendReceipt(one ?? "", "sent");
  await until("both notices", () => readNotices(bot).length === 2);
  assert.deepEqual(
    readNotices(bot).map((text) => text.slice(0, 6)),
    ["> One:", "> Two:"],
    "each is told on its own post",
  );
  assert.deepEqual(await readStates(bot), ["held", "held"]);
  await write(bot, "I am back");
  await until("both", () => simulator.sends.length === 4);
});

test("what WhatsApp refuses as too late after the customer wrote again goes out at once", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: hour } } });
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  post(bot, "One");
  const { id } = await until("it is taken", () => simulator.sends[0]);
  await bot.clock.advance(120_000);
  await write(bot, "I am back");
  await simulator.sendReceipt(id, "failed", reengagement);
  await until("it goes out", () => simulator.sends.length === 2);
});
