// The traps that bridges like this one fell into, by their numbers in the field's list; the others come with their parts.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

const minute = 60_000;

function envelope(...changes: object[]): string {
  const metadata = { display_phone_number: "12025550100", phone_number_id: "100000000000001" };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: changes.map((value) => ({
      id: "200000000000002",
      changes: [
        { field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } },
      ],
    })),
  });
}

function textMessage(id: string, body: string, phone = "49681300012978"): object {
  return {
    from: phone,
    id,
    timestamp: String(Math.floor(Date.parse("2026-11-23T08:59:00Z") / 1000)),
    type: "text",
    text: { body },
  };
}

/** A chat with Tobias that is there already. @returns its id */
async function beginChat(bot: Bot): Promise<string> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "Hello").taken;
  await until("the chat", () => bot.posts().length === 1);
  return bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "";
}

test("trap 1: of a batch with three messages and two statuses in two entries all five are handled", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.post(tid, "user-anna", "One");
  teamwire.simulator.post(tid, "user-anna", "Two");
  await until("both answers", () => dialog360.simulator.sends.length === 2);
  const [one, two] = dialog360.simulator.sends;
  const status = (id: string | undefined, state: string): object => ({
    id,
    status: state,
    timestamp: "1763887000",
  });
  const body = envelope(
    {
      messages: [textMessage("w1", "first"), textMessage("w2", "second")],
      statuses: [status(one?.id, "read")],
    },
    { messages: [textMessage("w3", "third")], statuses: [status(two?.id, "read")] },
  );
  assert.equal(await bot.notify(body), 200);
  await until("all three messages", () => bot.posts().length === 6);
  assert.deepEqual(
    bot.posts().slice(-3),
    ["+496813***978: first", "+496813***978: second", "+496813***978: third"].map((line) =>
      line.replace("+496813***978", "Tobias"),
    ),
  );
  const read = await until("both receipts", () =>
    bot.read((reader) => {
      const { rows } = reader.deliveries({ states: ["read"], limit: 0 });
      return rows.length === 2 ? rows : null;
    }),
  );
  assert.deepEqual(
    read.map(({ to }) => to),
    ["customer", "customer"],
  );
});

test("trap 2: a malformed element is a dead letter; its neighbours are delivered and 200 is answered", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const body = envelope({
    messages: [
      textMessage("w1", "before"),
      { id: "w2", type: 7, from: { a: [] } },
      null,
      textMessage("w3", "after"),
    ],
  });
  assert.equal(await bot.notify(body), 200);
  await until("the neighbours", () => bot.posts().length === 3);
  assert.deepEqual(bot.posts().slice(1), ["Tobias: before", "Tobias: after"]);
  const { rows } = await bot.read((reader) => reader.deliveries({ states: ["failed"], limit: 0 }));
  assert.deepEqual(
    rows.map(({ session_id, to, kind, state }) => ({ session_id, to, kind, state })),
    Array.from({ length: 2 }, () => ({
      session_id: null,
      to: "team",
      kind: "unreadable",
      state: "failed",
    })),
  );
});

test("trap 6: receipts that come as read, delivered, sent show read", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 60 * minute } } });
  const tid = await beginChat(bot);
  bot.world.teamwire.simulator.post(tid, "user-anna", "Hi");
  const { id } = await until("the answer", () => bot.world.dialog360.simulator.sends[0]);
  for (const state of ["read", "delivered", "sent"] as const) {
    assert.equal(await bot.world.dialog360.simulator.sendReceipt(id, state), true);
  }
  const planned = () =>
    bot.read((reader) =>
      reader.notifications({ limit: 0 }).rows.every(({ state }) => state === "planned"),
    );
  await until("all receipts planned", planned);
  const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
  assert.equal(rows.find(({ to }) => to === "customer")?.state, "read");
});

test("trap 8: a command word in the middle of a text is relayed", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const text = "please do not /send 1 yet, nor !end";
  bot.world.teamwire.simulator.post(tid, "user-anna", text);
  const sent = await until("the text", () => bot.world.dialog360.simulator.sends[0]);
  assert.deepEqual(sent.body["text"], { body: text, preview_url: false });
});

test("trap 9: the bot's own posts are never relayed, a colleague's identical words are", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.post(tid, "user-anna", "Hello");
  await until("the colleague's words", () => dialog360.simulator.sends.length === 1);
  teamwire.simulator.post(tid, "user-anna", "last");
  await until("the words after", () => dialog360.simulator.sends.length === 2);
  assert.deepEqual(
    dialog360.simulator.sends.map(({ body }) => (body["text"] as { body: string }).body),
    ["Hello", "last"],
  );
});

test("trap 10: without the right secret nothing is stored, with default settings too", async (t) => {
  const bot = await startBot(t);
  const body = envelope({ messages: [textMessage("w1", "let me in")] });
  assert.equal(await bot.notify(body, {}), 401);
  assert.equal(await bot.notify(body, { Authorization: "Bearer wrong" }), 401);
  assert.equal(
    await bot.notify(body, {
      Authorization: bot.headers["Authorization"]?.replace("Bearer ", "Basic ") ?? "",
    }),
    401,
  );
  const { total } = await bot.read((reader) => reader.notifications({ limit: 0 }));
  assert.equal(total, 0);
});

test("trap 11: with the messenger down for an hour notifications are taken, and all arrive in order afterwards", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360, cast } = bot.world;
  const [tobias, lena] = cast.customers;
  assert.ok(tobias && lena);
  teamwire.simulator.faults.away = true;
  for (let number = 1; number <= 20; number += 1) {
    assert.equal(await dialog360.simulator.writes(tobias, `T${number}`).taken, true);
    assert.equal(await dialog360.simulator.writes(lena, `L${number}`).taken, true);
    await bot.clock.advance(3 * minute);
  }
  assert.equal(teamwire.simulator.chats.length, 0);
  teamwire.simulator.faults.away = false;
  await until("everything", async () => {
    await bot.clock.advance(minute);
    return bot.posts(0).length === 20 && bot.posts(1).length === 20;
  });
  const expected = (name: string, letter: string): string[] =>
    Array.from({ length: 20 }, (_, index) => `${name}: ${letter}${index + 1}`);
  assert.deepEqual(
    [bot.posts(0), bot.posts(1)].toSorted(([one = ""], [other = ""]) => one.localeCompare(other)),
    [expected("Lena Krüger", "L"), expected("Tobias", "T")],
  );
  assert.equal(teamwire.simulator.chats.length, 2);
});

test("trap 13: two staff who answer in the same second both arrive, in order", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.post(tid, "user-anna", "Anna's answer");
  teamwire.simulator.post(tid, "user-jonas", "Jonas' answer");
  await until("both", () => dialog360.simulator.sends.length === 2);
  assert.deepEqual(
    dialog360.simulator.sends.map(({ body }) => (body["text"] as { body: string }).body),
    ["Anna's answer", "Jonas' answer"],
  );
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
