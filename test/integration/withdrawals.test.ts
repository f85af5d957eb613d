import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";

test("a post that is deleted before WhatsApp took it is not sent, and nobody is told", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.away = true;
  const { mid } = teamwire.simulator.post(tid, "user-anna", "Wrong chat");
  await until(
    "the attempt",
    async () => (await readStates(bot))[0] === "pending" && bot.log.includes("not accepted"),
  );
  teamwire.simulator.deletePost(tid, mid);
  await until("the drop", async () => (await readStates(bot))[0] === "dropped");
  dialog360.simulator.faults.away = false;
  teamwire.simulator.post(tid, "user-anna", "Right one");
  await until("the next", () => readSent(bot).length === 1);
  assert.deepEqual(readSent(bot), ["Right one"]);
  assert.deepEqual(bot.posts(), ["Tobias: Hello", "Anna: null", "Anna: Right one"]);
});

test("a post that is deleted after it was sent gets one reply that says so", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const { mid } = teamwire.simulator.post(tid, "user-anna", "Too early");
  await until("the message", () => dialog360.simulator.sends.length === 1);
  await until("its receipts", async () => (await readStates(bot))[0] === "delivered");
  teamwire.simulator.deletePost(tid, mid);
  await until("the notice", () => bot.posts().length === 3);
  const notice = teamwire.simulator.botChat(tid).messages.at(-1);
  assert.match(notice?.msg ?? "", /had already gone out.*can still read it/);
  assert.equal(notice?.reply_to, mid);
});

test("a post deleted while WhatsApp takes its time is told as such, and not sent twice", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const { faults } = dialog360.simulator;
  faults.latencyMs = 5_000;
  faults.failNext(1, { status: 503 });
  const { mid } = teamwire.simulator.post(tid, "user-anna", "Hm");
  await until("the attempt", async () => (await readStates(bot))[0] === "sending");
  teamwire.simulator.deletePost(tid, mid);
  await until("the notice", () => bot.posts().length === 3);
  assert.match(bot.posts()[2] ?? "", /was just being sent/);
  await bot.clock.advance(5_000);
  await until("the drop", async () => (await readStates(bot))[0] === "dropped");
  faults.latencyMs = 0;
  teamwire.simulator.post(tid, "user-anna", "Next");
  await until("the next", () => readSent(bot).length === 1);
  assert.deepEqual(readSent(bot), ["Next"]);
});

test("posts of the bot and of strangers that are deleted change nothing", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const [hello] = teamwire.simulator.botChat(tid).messages;
  teamwire.simulator.deletePost(tid, hello?.mid ?? "");
  teamwire.simulator.deletePost(tid, "message-unknown");
  teamwire.simulator.post(tid, "user-anna", "Go on");
  await until("the message", () => dialog360.simulator.sends.length === 1);
  assert.equal(bot.posts().length, 2);
});
