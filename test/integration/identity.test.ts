// A customer is a set of ids: people without a number, numbers that change, two chats that are one person's.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { ask, parse } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readSent, readStates, textMessage } from "./conversation.ts";

const newNumber = "49681300012555";
const userId = "DE.13491208655302741001";

test("a customer without a phone number is served through the whole loop", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360 } = bot.world;
  const kim = bot.world.cast.customers.find(({ phone }) => phone === undefined);
  assert.ok(kim?.userId);
  await dialog360.simulator.writes(kim, "Hello").taken;
  const tid = await until("the chat", () => (bot.posts().length === 1 ? readTid(bot) : null));
  assert.equal(readTitle(bot), "Whatsapp: Kim (@kim.reads)");
  teamwire.simulator.post(tid, "user-anna", "Hello Kim");
  teamwire.simulator.post(tid, "user-anna", "/send 1");
  teamwire.simulator.post(tid, "user-anna", "/info");
  await until("what was sent", () => dialog360.simulator.sends.length === 2);
  for (const { body } of dialog360.simulator.sends) {
    assert.deepEqual([body["recipient"], body["to"]], [kim.userId, undefined]);
  }
  await until("the receipts", async () => (await readStates(bot)).join() === "delivered,delivered");
  await until("the answers", () => bot.posts().some((text) => text.includes("was delivered")));
  assert.ok(bot.posts().some((text) => text.includes("\nPhone number: -\n")));
  const listed = parse(await ask(bot, ["sessions", "list", "--json"]))["sessions"];
  const [{ customer }] = listed as [{ customer: object }];
  const { userId: user_id, username } = kim;
  assert.deepEqual(customer, { name: "Kim", phone: null, user_id, username });
});

test("sessions call a customer without a name by the user name, or else by the user id", async (t) => {
  const bot = await startBot(t);
  const text = { ...textMessage("w1", "One"), from: undefined, from_user_id: userId };
  const contacts = [{ profile: { username: "kim.reads" }, user_id: "DE.2" }];
  assert.equal(await bot.notify(envelope({ messages: [text] })), 200);
  const named = { ...text, id: "w2", from_user_id: "DE.2" };
  assert.equal(await bot.notify(envelope({ messages: [named], contacts })), 200);
  await until("the chats", () => bot.world.teamwire.simulator.chats.length === 2);
  const { stdout } = await ask(bot, ["sessions", "list"]);
  assert.match(stdout, /^\d\t@kim\.reads\t/m);
  assert.match(stdout, new RegExp(`^\\d\\t${userId}\\t`, "m"));
  const shown = await ask(bot, ["sessions", "show", "1"]);
  assert.match(shown.stdout, new RegExp(`^Customer: +${userId}$`, "m"));
});

test("staff hear that v1 cannot write to a customer without a phone number", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { shape: "v1" } } });
  const text = { ...textMessage("w1", "One"), from: undefined, from_user_id: userId };
  assert.equal(await bot.notify(envelope({ messages: [text] })), 200);
  const tid = await until("the chat", () => (bot.posts().length === 1 ? readTid(bot) : null));
  bot.world.teamwire.simulator.post(tid, "user-anna", "Hello");
  await until("the word", () => bot.posts().length === 3);
  assert.match(bot.posts()[2] ?? "", /was not delivered: the WhatsApp user has no phone number/);
});

test("a number's change keeps the chat, is told in one line and patched into the title", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const system = { type: "user_changed_number", wa_id: newNumber, body: "User changed" };
  const change = { ...textMessage("w1", ""), type: "system", system };
  bot.world.teamwire.simulator.faults.failNext(1, { status: 422 }, (method) => method === "PATCH");
  assert.equal(await bot.notify(envelope({ messages: [change] })), 200);
  await until("the line", () => bot.posts().length === 2);
  assert.match(bot.posts()[1] ?? "", /^bot: The phone number .* changed to \+496813\*\*\*555\./);
  bot.world.teamwire.simulator.post(tid, "user-anna", "Hi");
  const send = await until("the answer", () => bot.world.dialog360.simulator.sends[0]);
  assert.equal(send.body["to"], newNumber);
  const late = { ...textMessage("w2", "from before"), from: "49681300012978" };
  assert.equal(await bot.notify(envelope({ messages: [late] })), 200);
  await until("the late one", () => bot.posts().includes("Tobias: from before"));
  await until("the title", () => readTitle(bot) === `Whatsapp: Tobias (+${newNumber})`);
  assert.equal(bot.world.teamwire.simulator.chats.length, 1);
});

test("a user id's change onto one that is known takes the number that goes with it", async (t) => {
  const bot = await startBot(t);
  const first = { ...textMessage("w1", "One"), from_user_id: "DE.1AAA" };
  assert.equal(await bot.notify(envelope({ messages: [first] })), 200);
  await until("the first chat", () => bot.posts(0).length === 1);
  const second = { ...textMessage("w2", "Two", newNumber), from_user_id: "DE.2BBB" };
  assert.equal(await bot.notify(envelope({ messages: [second] })), 200);
  await until("the second chat", () => bot.posts(1).length === 1);
  const system = { type: "user_changed_user_id", user_id: "DE.2BBB", body: "changed" };
  const change = { ...textMessage("w3", ""), from_user_id: "DE.1AAA", type: "system", system };
  assert.equal(await bot.notify(envelope({ messages: [change] })), 200);
  await until("the word of it", () => bot.posts(0).length > 1 && bot.posts(1).length > 1);
  const { simulator } = bot.world.teamwire;
  for (const { chat } of simulator.chats) simulator.post(chat.tid, "user-anna", "Hello");
  await until("both answers", () => bot.world.dialog360.simulator.sends.length === 2);
  assert.deepEqual(
    bot.world.dialog360.simulator.sends.map(({ body }) => body["to"]),
    [newNumber, newNumber],
  );
});

test("after a user id's change without a number nothing goes to the old number", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const system = { type: "user_changed_user_id", user_id: "DE.9NEW", body: "changed" };
  const change = { ...textMessage("w1", ""), from_user_id: userId, type: "system", system };
  assert.equal(await bot.notify(envelope({ messages: [change] })), 200);
  await until("the word of it", () => bot.posts().length === 2);
  bot.world.teamwire.simulator.post(tid, "user-anna", "Hello");
  const send = await until("the answer", () => bot.world.dialog360.simulator.sends[0]);
  assert.deepEqual([send.body["to"], send.body["recipient"]], [undefined, "DE.9NEW"]);
});

test("a number that becomes known is patched into the title", async (t) => {
  const bot = await startBot(t);
  const text = { ...textMessage("w1", "One"), from: undefined, from_user_id: userId };
  assert.equal(await bot.notify(envelope({ messages: [text] })), 200);
  await until("the chat", () => readTitle(bot) === "Whatsapp: WhatsApp user");
  const more = { ...textMessage("w2", "Two"), from_user_id: userId };
  assert.equal(await bot.notify(envelope({ messages: [more] })), 200);
  await until("the title", () => readTitle(bot) === "Whatsapp: +49681300012978");
  await until("the stored title", () =>
    bot.read((reader) => {
      const [session] = reader.sessions({ limit: 1, now: 0 }).rows;
      return session?.chat.title === "Whatsapp: +49681300012978";
    }),
  );
});

test("two chats that turn out to be one person's become one conversation, and nothing is lost or doubled", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 3_600_000 } } });
  const { teamwire, dialog360 } = bot.world;
  const byNumber = textMessage("w1", "by number");
  const byUser = { ...textMessage("w2", "by user"), from: undefined, from_user_id: userId };
  assert.equal(await bot.notify(envelope({ messages: [byNumber] })), 200);
  await until("the first chat", () => bot.posts(0).length === 1);
  assert.equal(await bot.notify(envelope({ messages: [byUser] })), 200);
  await until("the second chat", () => bot.posts(1).length === 1);
  teamwire.simulator.post(readTid(bot, 0), "user-anna", "from this chat");
  await until("the answer", async () => (await readStates(bot)).join() === "sent");
  const both = { ...textMessage("w3", "by both"), from_user_id: userId };
  assert.equal(await bot.notify(envelope({ messages: [both] })), 200);
  await until("the message", () => bot.posts(0).length === 4);
  assert.deepEqual(bot.posts(0).map(shorten), [
    "+496813***978: by number",
    "Anna: from this chat",
    "bot: Another chat was with this same person",
    "+496813***978: by both",
  ]);
  await until("the word", () => bot.posts(1).length === 2);
  assert.match(bot.posts(1)[1] ?? "", /^bot: This chat and another one are with the same person/);
  teamwire.simulator.post(readTid(bot, 1), "user-jonas", "from the other chat");
  await until("both posts", () => dialog360.simulator.sends.length === 2);
  assert.deepEqual(readSent(bot), ["from this chat", "from the other chat"]);

  const shown = parse(await ask(bot, ["sessions", "show", "2", "--json"]));
  assert.deepEqual(shown["ids"], [
    { kind: "phone", value: "+496813***978" },
    { kind: "user", value: userId },
  ]);
  const [merge] = shown["merged_from"] as [{ id: number; at: string }];
  assert.equal(merge.id, 2);
  assert.deepEqual([shown["id"], (shown["chats"] as object[]).length], [1, 2]);
  assert.equal(shown["deliveries_total"], 7);
  const full = parse(await ask(bot, ["sessions", "show", "1", "--json", "--show-phone"]));
  assert.deepEqual((full["customer"] as { phone: string }).phone, "+49681300012978");
  const page = (await ask(bot, ["sessions", "show", "1"])).stdout;
  assert.match(page, /^Merged from: +2 \(2026-11-23/m);
  assert.match(page, /to customer: text, (sent|delivered)$/m);
  assert.doesNotMatch(page, /49681300012978/);
  const { sessions, total } = parse(await ask(bot, ["sessions", "list", "--json"]));
  assert.deepEqual([(sessions as object[]).length, total], [1, 1]);
});

test("what is under way while two sessions become one arrives once, and before what was planned behind it", async (t) => {
  const bot = await startBot(t);
  const { teamwire } = bot.world;
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const byNumber = textMessage("w1", "1");
  const byUser = { ...textMessage("w2", "2"), from: undefined, from_user_id: userId };
  await bot.notify(envelope({ messages: [byNumber, byUser] }));
  await until(
    "both chats",
    () =>
      teamwire.simulator.chats.every(({ messages }) => messages.length === 1) &&
      teamwire.simulator.chats.length === 2,
  );
  // Teamwire takes what comes but its answers take their time: both lanes are in the middle of an attempt.
  teamwire.simulator.faults.answerDelayMs = 2_000;
  const more = (id: string, from: object): object => ({ ...textMessage(id, id), ...from });
  const user = { from: undefined, from_user_id: userId };
  await bot.notify(
    envelope({ messages: [more("3", {}), more("4", user), more("5", {}), more("6", user)] }),
  );
  await until("the attempts", () => countPosts(bot) === 4);
  await bot.notify(envelope({ messages: [more("7", { from_user_id: userId })] }));
  await until("the merge", () =>
    bot.read((reader) => reader.sessions({ limit: 0, now: 0 }).total === 1),
  );
  teamwire.simulator.faults.answerDelayMs = 0;
  await until("the rest", async () => {
    await bot.clock.advance(10_000);
    const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
    return rows.length === 9 && rows.every(({ state }) => state === "sent");
  });
  const texts = [0, 1].map((chat) => bot.posts(chat).map((post) => post.split(": ")[1] ?? ""));
  assert.equal(texts.flat().length, 9);
  for (const stream of [
    ["1", "3", "5", "7"],
    ["2", "4", "6"],
  ]) {
    const seen = texts.flat().filter((text) => stream.includes(text));
    assert.deepEqual(sort(seen), stream, "each once");
  }
  const [first] = texts;
  const order = first?.filter((text) => /^\d$/.test(text));
  assert.deepEqual(order, sort(order ?? []), "in order");
});

function readTid(bot: Bot, chat = 0): string {
  return bot.world.teamwire.simulator.chats[chat]?.chat.tid ?? "";
}

function readTitle(bot: Bot): string | undefined {
  return bot.world.teamwire.simulator.chats[0]?.chat.title;
}

function countPosts(bot: Bot): number {
  return bot.world.teamwire.simulator.chats.flatMap(({ messages }) => messages).length;
}

/** Of the bot's own words the first sentence. */
function shorten(post: string): string {
  return post.split(". ")[0] ?? "";
}

function sort(texts: readonly string[]): string[] {
  return texts.toSorted((one, other) => one.localeCompare(other));
}
