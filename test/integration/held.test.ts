// "Outside 24 h a message can be typed, looks sent, and never arrives": what is written then is kept, and goes out.
import assert from "node:assert/strict";
import { test } from "node:test";

import { toContent } from "../../src/simulator/content.ts";
import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";
import { hour, beginLate, post, readNotices, write } from "./late-chat.ts";

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
      "> Your order is ready: Das 24-Stunden-Fenster ist seit 10:00 geschlossen. Ihre Nachricht wird aufbewahrt und gesendet, sobald der WhatsApp-Kontakt schreibt. /send 1 sendet sofort eine Vorlage, /held zeigt alle aufbewahrten Nachrichten, /cancel 1 nimmt diese zurück.",
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

test("after what was kept is taken back, the next that is kept is told of", async (t) => {
  const bot = await startBot(t);
  await beginLate(bot);
  post(bot, "One");
  await until("the notice", () => readNotices(bot).length === 1);
  post(bot, "/cancel 1");
  await until("the answer", () => readNotices(bot).length === 2);
  post(bot, "Two");
  await until("another notice", () => readNotices(bot).length === 3);
  assert.equal(readNotices(bot)[2], `> Two: ${closed}`);
});
