import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

const hour = 3_600_000;

async function beginChat(bot: Bot): Promise<string> {
  await write(bot, "Hello");
  await until("the chat", () => bot.posts().length === 1);
  return bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "";
}

async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.equal(await bot.world.dialog360.simulator.writes(tobias, text).taken, true);
}

for (const [how, end] of [
  ["deleted", (bot: Bot, tid: string) => bot.world.teamwire.simulator.deleteChat(tid, "user-anna")],
  ["closed", (bot: Bot, tid: string) => bot.world.teamwire.simulator.closeChat(tid)],
] as const) {
  test(`a chat that staff ${how} is made anew when the customer writes again, not before`, async (t) => {
    const bot = await startBot(t);
    end(bot, await beginChat(bot));
    await write(bot, "Still there?");
    await until("the new chat", () => bot.posts(1).length === 1);
    assert.deepEqual(bot.posts(1), ["Tobias: Still there?"]);
    assert.equal(bot.world.teamwire.simulator.chats.length, 2);
  });
}

test("where the config refuses, text outside of the window is not sent, staff are told the way out, and a template goes", async (t) => {
  const bot = await startBot(t, { config: { outside_window: "refuse" } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  await bot.clock.advance(25 * hour);
  teamwire.simulator.post(tid, "user-anna", "Too late?");
  await until("the notice", () => bot.posts().length === 3);
  assert.equal(dialog360.simulator.sends.length, 0);
  assert.match(bot.posts()[2] ?? "", /not sent.*\/templates.*\/send 1/);
  const [, written, notice] = teamwire.simulator.chats[0]?.messages ?? [];
  assert.equal(notice?.reply_to, written?.mid);
  teamwire.simulator.post(tid, "user-anna", "/send 1");
  await until("the template", () => dialog360.simulator.sends.length === 1);
  assert.equal(dialog360.simulator.sends[0]?.type, "template");
});

test("the customer's next message opens the window again", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  await bot.clock.advance(25 * hour);
  await write(bot, "I am back");
  await until("the message", () => bot.posts().length === 2);
  bot.world.teamwire.simulator.post(tid, "user-anna", "Welcome back");
  await until("the answer", () => bot.world.dialog360.simulator.sends.length === 1);
});

test("WhatsApp's refusal that comes after a 200 is told on the very message", async (t) => {
  const bot = await startBot(t, {
    world: { dialog360: { receiptDelayMs: hour } },
    config: { outside_window: "refuse" },
  });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  const written = teamwire.simulator.post(tid, "user-anna", "Hi");
  const { id } = await until("the answer", () => dialog360.simulator.sends[0]);
  await dialog360.simulator.sendReceipt(id, "failed", {
    code: 131047,
    title: "Re-engagement message",
  });
  await until("the notice", () => bot.posts().length === 3);
  const notice = teamwire.simulator.chats[0]?.messages.at(-1);
  assert.equal(notice?.reply_to, written.mid);
  assert.match(notice?.msg ?? "", /not delivered.*24 hours/);
});

test("a refusal while sending is told on the very message, and later ones are still sent", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.failNext(1, {
    status: 400,
    body: { error: { message: "(#131026) Message undeliverable", code: 131026 } },
  });
  teamwire.simulator.post(tid, "user-anna", "one");
  teamwire.simulator.post(tid, "user-anna", "two");
  await until("the second", () => dialog360.simulator.sends.length === 1);
  await until("the notice", () => bot.posts().length === 4);
  assert.match(bot.posts()[3] ?? "", /^bot: This message was not delivered/);
});

test("what 360dialog cannot take for a while is sent later, in order", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.failNext(3, { status: 503, body: "<html>Bad gateway</html>" });
  for (const text of ["one", "two", "three"]) teamwire.simulator.post(tid, "user-anna", text);
  await until("all three", async () => {
    await bot.clock.advance(30_000);
    return dialog360.simulator.sends.length === 3;
  });
  assert.deepEqual(
    dialog360.simulator.sends.map(({ body }) => (body["text"] as { body: string }).body),
    ["one", "two", "three"],
  );
});

test("an answer of 360dialog that is cut off does not send the message twice when its receipt tells of it", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.dropNext(1);
  teamwire.simulator.post(tid, "user-anna", "once");
  await until("its receipt", () =>
    bot.read((reader) =>
      reader
        .deliveries({ limit: 0 })
        .rows.some(({ to, state }) => to === "customer" && state === "delivered"),
    ),
  );
  await bot.clock.advance(10 * 60_000);
  assert.equal(dialog360.simulator.sends.length, 1);
});

test("a customer without a phone number is answered too", async (t) => {
  const bot = await startBot(t);
  const kim = bot.world.cast.customers[2];
  assert.ok(kim && !kim.phone);
  const { teamwire, dialog360 } = bot.world;
  await dialog360.simulator.writes(kim, "Hi").taken;
  await until("the chat", () => bot.posts().length === 1);
  const [entry] = teamwire.simulator.chats;
  assert.equal(entry?.chat.title, "Whatsapp: Kim (@kim.reads)");
  teamwire.simulator.post(entry.chat.tid, "user-anna", "Hello Kim");
  const sent = await until("the answer", () => dialog360.simulator.sends[0]);
  assert.deepEqual([sent.body["recipient"], sent.body["to"]], [kim.userId, undefined]);
});

test("staff's answers written while the bot was away are relayed after its start", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  await bot.stop();
  bot.world.teamwire.simulator.post(tid, "user-anna", "while you were away");
  bot.world.teamwire.simulator.expireEvents();
  await bot.start();
  await until("the answer", () => bot.world.dialog360.simulator.sends.length === 1);
  assert.equal(bot.world.teamwire.simulator.chats.length, 1);
});

test("fifty simultaneous first messages of one customer make one chat", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360, cast } = bot.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  const taken = Array.from(
    { length: 50 },
    (_, index) => dialog360.simulator.writes(tobias, `message ${index}`, { order: "now" }).taken,
  );
  assert.deepEqual(new Set(await Promise.all(taken)), new Set([true]));
  await until("all posts", () => bot.posts().length === 50);
  assert.equal(teamwire.simulator.chats.length, 1);
  assert.equal(new Set(bot.posts()).size, 50);
});
