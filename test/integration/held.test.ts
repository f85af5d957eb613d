// "Outside 24 h a message can be typed, looks sent, and never arrives": what is written then is kept, and goes out.
import assert from "node:assert/strict";
import { test } from "node:test";

import { toContent } from "../../src/simulator/content.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";

const hour = 3_600_000;

/** A chat whose window has closed. @returns its id */
async function beginLate(bot: Bot): Promise<string> {
  const tid = await beginChat(bot);
  await bot.clock.advance(25 * hour);
  return tid;
}

function post(bot: Bot, text: string, replyTo?: string): string {
  const { simulator } = bot.world.teamwire;
  const tid = simulator.chats[0]?.chat.tid ?? "";
  return simulator.post(tid, "user-anna", { text, ...(replyTo && { replyTo }) }).mid;
}

/** What the bot says in the chat, with what it replies to. */
function readNotices(bot: Bot): string[] {
  const messages = bot.world.teamwire.simulator.chats[0]?.messages ?? [];
  const byMid = new Map(messages.map(({ mid, msg }) => [mid, msg]));
  return messages.flatMap(({ from_user: author, sender_display_name: name, msg, reply_to: mid }) =>
    author.is_bot && !name ? [`${mid ? `> ${byMid.get(mid)}: ` : ""}${msg}`] : [],
  );
}

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.ok(await bot.world.dialog360.simulator.writes(tobias, text).taken);
}

const closed =
  "The 24-hour window closed at 10:00. Your message is kept and goes out as soon as the WhatsApp user writes. Send a template now with /send 1, see /held, take it back with /cancel 1.";

test("C1: what is written outside of the window is kept and goes out in order when the customer writes", async (t) => {
  const bot = await startBot(t);
  const tid = await beginLate(bot);
  const hello = bot.world.teamwire.simulator.chats[0]?.messages[0]?.mid ?? "";
  post(bot, "One", hello);
  post(bot, "Two");
  const asset = bot.world.teamwire.simulator.assets.add(toContent(new Uint8Array(9)), {
    name: "three.pdf",
    mimeType: "application/pdf",
  });
  const attachments = [{ type: "FILE", assets: [asset] }];
  bot.world.teamwire.simulator.post(tid, "user-anna", { attachments });
  await until("the notice", () => readNotices(bot).length === 1);
  await until("all three", async () => (await readStates(bot)).join() === "held,held,held");
  assert.deepEqual(readNotices(bot), [`> One: ${closed}`], "one notice for all of them");
  assert.deepEqual(bot.world.dialog360.simulator.sends, []);
  await write(bot, "I am back");
  await until("all of them", () => bot.world.dialog360.simulator.sends.length === 3);
  post(bot, "Four");
  await until("the next", () => bot.world.dialog360.simulator.sends.length === 4);
  const { sends } = bot.world.dialog360.simulator;
  assert.deepEqual(
    sends.map(({ content }) => content["body"] ?? content["filename"]),
    ["One", "Two", "three.pdf", "Four"],
  );
  assert.ok(
    sends.find(({ replyTo }) => replyTo !== null),
    "quoted as it was written",
  );
  await until("the word of it", () => readNotices(bot).length === 2);
  assert.equal(
    readNotices(bot)[1],
    "The WhatsApp user has written: what was kept goes out now (messages: 3).",
  );
});

test("what is kept survives a restart and the end of the process", async (t) => {
  const bot = await startBot(t);
  await beginLate(bot);
  post(bot, "One");
  await until("it is kept", async () => (await readStates(bot)).join() === "held");
  await bot.stop();
  await bot.start();
  await write(bot, "I am back");
  await until("it goes out", () => bot.world.dialog360.simulator.sends.length === 1);
});

test("/held lists what is kept, and /cancel takes it back by number or as a reply", async (t) => {
  const bot = await startBot(t);
  await beginLate(bot);
  post(bot, "/held");
  await until("the answer", () => readNotices(bot).length === 1);
  post(bot, "One\nand a half");
  const two = post(bot, "Two");
  post(bot, "Three");
  post(bot, "/held");
  await until("the list", () => readNotices(bot).length === 3);
  post(bot, "/cancel 1");
  post(bot, "/cancel", two);
  post(bot, "/cancel 9");
  post(bot, "/held");
  await until("the answers", () => readNotices(bot).length === 7);
  const list = "Kept until the WhatsApp user writes (/cancel and the number takes one back):\n\n";
  const usage =
    "Nothing was taken back. Write /cancel and the number of a kept message, for example /cancel 1. /held shows the list.";
  assert.deepEqual(
    readNotices(bot).filter((text) => !text.startsWith(">")),
    [
      "Nothing is kept in this conversation.",
      `${list}1. 11:00: One and a half\n2. 11:00: Two\n3. 11:00: Three`,
      "Taken back, it will not be sent: One and a half",
      "Taken back, it will not be sent: Two",
      usage,
      `${list}3. 11:00: Three`,
    ],
  );
  await write(bot, "I am back");
  await until("what is left", () => bot.world.dialog360.simulator.sends.length === 1);
  assert.deepEqual(readSent(bot), ["Three"]);
});

test("a post that is deleted while it is kept is not sent, and nobody is told", async (t) => {
  const bot = await startBot(t);
  const tid = await beginLate(bot);
  const mid = post(bot, "One");
  await until("it is kept", async () => (await readStates(bot)).join() === "held");
  bot.world.teamwire.simulator.deletePost(tid, mid);
  await until("it is not", async () => (await readStates(bot)).join() === "dropped");
  await write(bot, "I am back");
  post(bot, "Welcome");
  await until("the answer", () => bot.world.dialog360.simulator.sends.length === 1);
  assert.deepEqual(readSent(bot), ["Welcome"]);
  assert.equal(readNotices(bot).length, 1);
});

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

test("free text that could not be sent before the window closed is kept", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  await bot.clock.advance(23.5 * hour);
  bot.world.dialog360.simulator.faults.away = true;
  post(bot, "One");
  await until("it is kept", async () => {
    await bot.clock.advance(600_000);
    return (await readStates(bot)).join() === "held";
  });
  bot.world.dialog360.simulator.faults.away = false;
  await write(bot, "I am back");
  await until("it goes out", async () => {
    await bot.clock.advance(10_000);
    return bot.world.dialog360.simulator.sends.length === 1;
  });
});

test("trap 7: an answer that quotes the template is shown, and opens the window for what is kept", async (t) => {
  const bot = await startBot(t);
  await beginLate(bot);
  post(bot, "About your order");
  post(bot, "/send 1");
  const { id } = await until("the template", () => bot.world.dialog360.simulator.sends[0]);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const { taken } = bot.world.dialog360.simulator.writes(tobias, "Which order?", { replyTo: id });
  assert.ok(await taken);
  await until("the kept one", () => bot.world.dialog360.simulator.sends.length === 2);
  await until("the answer", () => bot.posts().includes("Tobias: Which order?"));
});

test("C6: a reply is kept, a template asks for a word, and a tap on its button lets the reply go out", async (t) => {
  for (const shape of ["v2", "v1"] as const) {
    const environment = { WA_API_GENERATION: shape, WA_LOCALE: "de" };
    const bot = await startBot(t, { world: { dialog360: { shape } }, environment });
    await beginLate(bot);
    post(bot, "Your order is ready");
    await until("the notice", () => readNotices(bot).length === 1);
    assert.equal(
      readNotices(bot)[0],
      "> Your order is ready: Das 24-Stunden-Fenster schloss um 10:00. Ihre Nachricht ist aufgehoben und geht hinaus, sobald der WhatsApp-Kontakt schreibt. Mit /send 1 geht sofort eine Vorlage hinaus, /held zeigt alles Aufgehobene, /cancel 1 nimmt die Nachricht zurück.",
    );
    post(bot, "/send 1");
    const { id } = await until("the template", () => bot.world.dialog360.simulator.sends[0]);
    const [tobias] = bot.world.cast.customers;
    assert.ok(tobias);
    const tap = { type: "button", button: { text: "Yes, please", payload: "yes" } };
    assert.ok(await bot.world.dialog360.simulator.writes(tobias, tap, { replyTo: id }).taken);
    await until("the reply", () => bot.world.dialog360.simulator.sends.length === 2);
    await until("the tap", () => bot.posts().includes("Tobias: Yes, please"));
  }
});
