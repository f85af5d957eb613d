// The traps that bridges like this one fell into, by their numbers in the field's list; the others come with their parts.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { createFullDisk } from "../fakes/full-disk.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readSent, readStates, textMessage } from "./conversation.ts";

const minute = 60_000;

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

test("trap 4: a crash between WhatsApp's acceptance and our record of it sends nothing twice, and the state is honest", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 30_000 } } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  const end = dialog360.simulator.watch(() => {
    end();
    bot.keep();
  });
  teamwire.simulator.post(tid, "user-anna", "Once");
  await until("the acceptance", () => dialog360.simulator.sends.length === 1);
  await bot.crash();
  teamwire.simulator.post(tid, "user-anna", "Twice");
  await until("the doubt", async () => (await readStates(bot))[0] === "uncertain");
  await bot.clock.advance(29_000);
  assert.equal(dialog360.simulator.sends.length, 1);
  await bot.clock.advance(1_000);
  await until("what is behind it", () => dialog360.simulator.sends.length === 2);
  await bot.clock.advance(10 * minute);
  await until("both receipts", async () => !(await readStates(bot)).includes("sent"));
  assert.deepEqual(await readStates(bot), ["delivered", "delivered"]);
  assert.deepEqual(readSent(bot), ["Once", "Twice"]);
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
  assert.deepEqual(readSent(bot), ["Hello", "last"]);
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

test("trap 12: with the disk full nothing is answered with 200, readiness is red, and both end by themselves", async (t) => {
  const disk = await createFullDisk();
  const bot = await startBot(t, { app: { openLedger: disk.openLedger } });
  await beginChat(bot);
  disk.isFull = true;
  const { dialog360, cast } = bot.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  const { taken } = dialog360.simulator.writes(tobias, "Do not lose me");
  const options = { method: "POST", headers: { ...bot.headers }, body: envelope() };
  const answer = await fetch(bot.notificationsUrl, options);
  assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "10"]);
  const reasons = ["the session store cannot be written"];
  assert.deepEqual(await bot.ready(), { status: 503, ready: false, reasons });
  await bot.clock.advance(minute);
  assert.equal((await bot.ready()).status, 503);
  disk.isFull = false;
  await until("it is ready again", async () => {
    await bot.clock.advance(1_000);
    return (await bot.ready()).status === 200;
  });
  await bot.clock.advance(5 * minute);
  assert.equal(await taken, true, "the provider repeats it");
  await until("the message", () => bot.posts().length === 2);
  assert.deepEqual(bot.posts(), ["Tobias: Hello", "Tobias: Do not lose me"]);
  for (const words of ["notifications cannot be recorded", ...reasons]) {
    const told = bot.log.split("\n").filter((line) => line.includes(words));
    assert.ok(told.length >= 1 && told.length <= 2, `${words}: said ${told.length} times`);
  }
  assert.match(bot.log, /notifications are recorded again/);
});

test("trap 13: two staff who answer in the same second both arrive, in order", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  teamwire.simulator.post(tid, "user-anna", "Anna's answer");
  teamwire.simulator.post(tid, "user-jonas", "Jonas' answer");
  await until("both", () => dialog360.simulator.sends.length === 2);
  assert.deepEqual(readSent(bot), ["Anna's answer", "Jonas' answer"]);
});

test("trap 14: to somebody out of reach one note is told and nothing tried again; the next message is tried anew", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360, cast } = bot.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  const notes = (): string[] => bot.posts().filter((line) => /cannot reach this number/.test(line));
  // WhatsApp tells it mostly by a receipt, sometimes at once.
  dialog360.simulator.conversations.open({ ...tobias, unreachable: true });
  teamwire.simulator.post(tid, "user-anna", "By receipt");
  await until("the note", () => notes().length === 1);
  const error = { message: "(#131026) Message undeliverable", code: 131026 };
  dialog360.simulator.faults.failNext(1, { status: 500, body: { error } });
  teamwire.simulator.post(tid, "user-anna", "At once");
  await until("the second note", () => notes().length === 2);
  await bot.clock.advance(20 * 60 * minute);
  assert.deepEqual([dialog360.simulator.sends.length, notes().length], [1, 2]);
  assert.deepEqual(await readStates(bot), ["failed", "failed"]);
  dialog360.simulator.conversations.open({ ...tobias, unreachable: false });
  teamwire.simulator.post(tid, "user-anna", "Next day");
  await until("its receipt", async () => (await readStates(bot))[2] === "delivered");
  assert.equal(notes().length, 2);
});
