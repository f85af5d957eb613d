// What failed and is sent again, by staff or by an operator, and what they hear of it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { ask } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";

const day = 24 * 3_600_000;
const isSend = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/messages");

/** The next attempts are refused: the customer cannot be reached. */
function refuse(bot: Bot, count: number): void {
  const answer = { status: 400, body: { error: { code: 131026, message: "Undeliverable" } } };
  bot.world.dialog360.simulator.faults.failNext(count, answer, isSend);
}

/** The first chat's posts with what each answers. */
function messages(bot: Bot): { msg: string; mid: string; replyTo: string | null }[] {
  const { messages: all = [] } = bot.world.teamwire.simulator.chats[0] ?? {};
  return all.map(({ msg, mid, reply_to: replyTo }) => ({ msg: msg ?? "", mid, replyTo }));
}

/** Waits for a new post of the bot's. @returns its text */
async function nextPost(bot: Bot, pattern: RegExp, count = 1): Promise<string> {
  const find = (): string[] => messages(bot).flatMap(({ msg }) => (pattern.test(msg) ? [msg] : []));
  await until(String(pattern), () => find().length >= count);
  return find().at(-1) ?? "";
}

interface Scene {
  readonly bot: Bot;
  readonly tid: string;
  /** Of a message that was not delivered. */
  readonly mid: string;
}

async function failOne(bot: Bot): Promise<Scene> {
  const tid = await beginChat(bot);
  refuse(bot, 1);
  const { mid } = bot.world.teamwire.simulator.post(tid, "user-anna", "Your passport is ready");
  await nextPost(bot, /was not delivered/);
  return { bot, tid, mid };
}

function retry({ bot, tid }: Scene, replyTo: string): void {
  bot.world.teamwire.simulator.post(tid, "user-jonas", { text: "/retry", replyTo });
}

test("C4: /retry as a reply really sends the message again, and tells what came of it once", async (t) => {
  const scene = await failOne(await startBot(t));
  const { bot, mid } = scene;
  assert.deepEqual(readSent(bot), []);
  retry(scene, mid);
  assert.equal(
    await nextPost(bot, /sent again/),
    "The message is being sent again. You will hear here what comes of it.",
  );
  await nextPost(bot, /now been delivered/);
  assert.deepEqual(readSent(bot), ["Your passport is ready"]);
  assert.equal(messages(bot).find(({ msg }) => msg.includes("now been delivered"))?.replyTo, mid);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  bot.world.dialog360.simulator.reads(tobias);
  await until("the receipt", async () => (await readStates(bot))[0] === "read");
  retry(scene, mid);
  assert.match(await nextPost(bot, /Nothing was sent again/), /Its state: Read$/);
  assert.equal(readSent(bot).length, 1);
  assert.equal(messages(bot).filter(({ msg }) => msg.includes("now been delivered")).length, 1);
});

test("/retry as a reply to the bot's own notice means the message that this is about", async (t) => {
  const scene = await failOne(await startBot(t));
  const { bot } = scene;
  const notice = messages(bot).find(({ msg }) => msg.includes("was not delivered"));
  retry(scene, notice?.mid ?? "");
  await nextPost(bot, /now been delivered/);
  assert.deepEqual(readSent(bot), ["Your passport is ready"]);
  const { tid } = scene;
  const asked = { text: "/info", replyTo: notice?.mid ?? "" };
  bot.world.teamwire.simulator.post(tid, "user-anna", asked);
  assert.match(
    await nextPost(bot, /Message info/),
    /State: Delivered\nWritten by Anna Becker: .*\nNot delivered: .*\nTaken up again: .*\nSent: .*\nDelivered: .*$/,
  );
});

test("a message that fails again is told again, on the very post", async (t) => {
  const scene = await failOne(await startBot(t));
  const { bot, mid } = scene;
  for (const count of [2, 3]) {
    await bot.clock.advance(1_000);
    refuse(bot, 1);
    retry(scene, mid);
    await nextPost(bot, /was not delivered/, count);
  }
  const told = messages(bot).filter(({ msg }) => msg.includes("was not delivered"));
  assert.deepEqual(
    told.map(({ replyTo }) => replyTo),
    [mid, mid, mid],
  );
  assert.deepEqual(readSent(bot), []);
});

test("/retry outside the window keeps the message, like one that is written then", async (t) => {
  const scene = await failOne(await startBot(t));
  const { bot, mid } = scene;
  await bot.clock.advance(day);
  retry(scene, mid);
  assert.match(await nextPost(bot, /window closed/), /Your message is kept.*\/cancel 1/);
  assert.deepEqual(await readStates(bot), ["held"]);
  retry(scene, mid);
  await nextPost(bot, /Nothing to do: this message is kept/);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "Hello again").taken;
  await nextPost(bot, /now been delivered/);
  assert.deepEqual(readSent(bot), ["Your passport is ready"]);
});

test("/retry outside the window says what to do where nothing is kept", async (t) => {
  const scene = await failOne(await startBot(t, { config: { outside_window: "refuse" } }));
  const { bot, mid } = scene;
  await bot.clock.advance(day);
  retry(scene, mid);
  assert.match(await nextPost(bot, /Only template messages/), /\/send 1/);
  assert.deepEqual(await readStates(bot), ["failed"]);
});

test("/retry sends only the parts that failed", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const long = `${"word ".repeat(800)}. ${"more ".repeat(800)}`;
  const { faults } = bot.world.dialog360.simulator;
  let sends = 0;
  const answer = { status: 400, body: { error: { code: 131051, message: "Type" } } };
  faults.failNext(1, answer, (method, path) => isSend(method, path) && ++sends === 2);
  const { mid } = bot.world.teamwire.simulator.post(tid, "user-anna", long);
  await nextPost(bot, /^\[part 2 of 2\] This message was not delivered/);
  const before = readSent(bot);
  assert.equal(before.length, 1);
  retry({ bot, tid, mid }, mid);
  await nextPost(bot, /^\[part 2 of 2\] This message has now been delivered/);
  assert.equal(readSent(bot).length, 2);
  assert.match(readSent(bot)[1] ?? "", /^more/);
});

test("/retry has a word for everything else: no reply, a customer's message, one that is under way or was taken back", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  teamwire.simulator.post(tid, "user-anna", "/retry");
  await nextPost(bot, /^Nothing was sent\. Reply with \/retry/);
  const scene = { bot, tid, mid: "" };
  retry(scene, messages(bot)[0]?.mid ?? "");
  await nextPost(bot, /^Nothing was sent\. Reply with \/retry/, 2);
  dialog360.simulator.faults.away = true;
  const { mid } = teamwire.simulator.post(tid, "user-anna", "On its way");
  await until("the attempt", () => bot.log.includes("not accepted"));
  retry(scene, mid);
  await nextPost(bot, /still on its way/);
  teamwire.simulator.deletePost(tid, mid);
  await until("the withdrawal", async () => (await readStates(bot))[0] === "dropped");
  retry(scene, mid);
  assert.match(await nextPost(bot, /Nothing was sent again/), /taken back$/);
  dialog360.simulator.faults.away = false;
  await bot.clock.advance(600_000);
  assert.deepEqual(readSent(bot), []);
});

test("what an operator has tried again is told to staff too, once it is delivered", async (t) => {
  const { bot, mid } = await failOne(await startBot(t));
  const { rows } = await bot.read((reader) => reader.deliveries({ states: ["failed"], limit: 0 }));
  await ask(bot, ["deliveries", "retry", String(rows[0]?.id)]);
  await nextPost(bot, /now been delivered/);
  assert.equal(messages(bot).find(({ msg }) => msg.includes("now been delivered"))?.replyTo, mid);
});

test("a /retry is carried out once, also when the chat's history is read again", async (t) => {
  const scene = await failOne(await startBot(t));
  const { bot, mid } = scene;
  retry(scene, mid);
  await nextPost(bot, /now been delivered/);
  bot.world.teamwire.simulator.expireEvents();
  bot.world.teamwire.simulator.post(scene.tid, "user-anna", "And one more");
  await until("the next message", async () => {
    await bot.clock.advance(5_000);
    return readSent(bot).length >= 2;
  });
  assert.deepEqual(readSent(bot), ["Your passport is ready", "And one more"]);
});

test("nobody says 'was not delivered' of what may have been, neither /info nor /retry nor a deletion", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { faults } = bot.world.dialog360.simulator;
  faults.failNext(1, { status: 502, body: "<html>" }, isSend);
  refuse(bot, 1);
  const { mid } = bot.world.teamwire.simulator.post(tid, "user-anna", "Your passport is ready");
  await until("the end", async () => {
    await bot.clock.advance(30_000);
    return messages(bot).some(({ msg }) => msg.includes("may not have been delivered"));
  });
  bot.world.teamwire.simulator.post(tid, "user-anna", { text: "/info", replyTo: mid });
  const info = await nextPost(bot, /^Whatsapp Bot/);
  assert.match(info, /\nState: Perhaps sent/);
  assert.match(info, /may not have been delivered/);
  assert.doesNotMatch(info, /was not delivered|Not delivered/);
  refuse(bot, 1);
  retry({ bot, tid, mid }, mid);
  assert.match(await nextPost(bot, /sent again/), /may arrive twice/);
});
