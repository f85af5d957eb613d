import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { ask, parse } from "../fakes/failures.ts";
import { findTraces } from "../fakes/traces.ts";
import { until } from "../fakes/until.ts";
import { envelope } from "./conversation.ts";
import { readSpool, sendFile } from "./customer-files.ts";
import { bsuid, others, playAll, toHis, traces } from "./forget-scene.ts";

test("sessions forget leaves nothing of a person in any file beside the store, while serve goes on", async (t) => {
  const bot = await startBot(t);
  await playAll(bot);
  const before = findTraces(bot.folder, traces);
  for (const trace of traces) {
    assert.ok(
      before.some((found) => found.endsWith(trace)),
      `the scene holds "${trace}"`,
    );
  }
  const ran = await ask(bot, ["sessions", "forget", "1", "--yes", "--json"]);
  assert.equal(ran.code, 0, ran.stderr);
  const receipt = parse(ran) as {
    sessions: number[];
    erased: Record<string, number>;
    copies: { path: string; result: string }[];
    not_reached: string[];
  };
  assert.deepEqual(receipt.sessions, [1, 3]);
  assert.equal(receipt.erased["held"], 1);
  assert.equal(receipt.erased["pending"], 1);
  assert.equal(receipt.erased["files"], 1);
  assert.equal(receipt.erased["notifications_rewritten"], 1);
  assert.equal(receipt.erased["notifications"], 3);
  assert.deepEqual(
    receipt.copies.map(({ result }) => result),
    ["rewritten", "rewritten"],
  );
  for (const place of ["backups", "Teamwire", "360dialog", "logs"]) {
    assert.ok(
      receipt.not_reached.some((line) => line.startsWith(place)),
      place,
    );
  }
  assert.deepEqual(findTraces(bot.folder, traces).filter(isBesideStore), []);
  for (const trace of traces)
    assert.ok(!ran.stdout.includes(trace), `the receipt holds "${trace}"`);
  const kept = findTraces(bot.folder, others).filter(isBesideStore);
  for (const trace of others)
    assert.ok(
      kept.some((found) => found.endsWith(trace)),
      trace,
    );
  assert.equal((await ask(bot, ["sessions", "show", "1"])).code, 1);
  // Also what is left in memory is clean when it is written at the end.
  await bot.stop();
  assert.deepEqual(findTraces(bot.folder, traces).filter(isBesideStore), []);
  await bot.start();
});

test("a person who was forgotten begins anew, and staff hear that nobody gets what they write in the old chat", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360 } = bot.world;
  assert.equal(await bot.notify(envelope(toHis("01", "Hello"))), 200);
  await until("the chat", () => bot.posts().length === 1);
  const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
  assert.equal((await ask(bot, ["sessions", "forget", "1", "--yes"])).code, 0);
  teamwire.simulator.post(tid, "user-anna", "Are you there?");
  await until("the word", () => bot.posts().length === 3);
  assert.match(bot.posts()[2] ?? "", /^bot: This was sent to nobody: /);
  teamwire.simulator.post(tid, "user-anna", "/info");
  await until("the second word", () => bot.posts().length === 5);
  assert.equal(await bot.notify(envelope(toHis("02", "Here I am again"))), 200);
  await until("the new chat", () => bot.posts(1).length === 1);
  const listed = parse(await ask(bot, ["sessions", "list", "--json"])) as {
    sessions: { id: number }[];
    total: number;
  };
  assert.deepEqual([listed.sessions.map(({ id }) => id), listed.total], [[2], 1]);
  assert.equal(dialog360.simulator.sends.length, 0);
});

test("sessions forget asks first, takes the lock where no serve runs, and knows when there is nobody", async (t) => {
  const bot = await startBot(t);
  assert.equal(await bot.notify(envelope(toHis("01", "Hello"))), 200);
  await until("the chat", () => bot.posts().length === 1);
  await bot.stop();
  assert.equal((await ask(bot, ["sessions", "forget", "1"])).code, 2, "nobody to ask");
  const no = await ask(bot, ["sessions", "forget", "1"], { answer: "" });
  assert.equal(no.code, 1);
  assert.match(no.stderr, /Erase Tobías Geheim \+496813\*\*\*978 for good/);
  assert.equal((await ask(bot, ["sessions", "show", "1"])).code, 0);
  const yes = await ask(bot, ["sessions", "forget", "1"], { answer: "y" });
  assert.equal(yes.code, 0, yes.stderr);
  assert.match(yes.stdout, /^Erased at .*: sessions 1, one person\n/);
  assert.match(yes.stdout, /Out of reach from here:\n {2}backups: /);
  assert.deepEqual(findTraces(bot.folder, traces), []);
  assert.equal((await ask(bot, ["sessions", "forget", "1", "--yes"])).code, 1);
  rmSync(join(bot.folder, "store.db"));
  assert.equal((await ask(bot, ["sessions", "forget", "1", "--yes"])).code, 1);
  assert.ok(!existsSync(join(bot.folder, "store.db")), "no store is made for it");
});

test("while a person is forgotten others' messages are lost in neither direction", async (t) => {
  const bot = await startBot(t);
  const { teamwire, dialog360 } = bot.world;
  const [, lena] = bot.world.cast.customers;
  assert.ok(lena);
  assert.equal(await bot.notify(envelope(toHis("01", "Hello"))), 200);
  await until("the chat", () => bot.posts().length === 1);
  await dialog360.simulator.writes(lena, "zero").taken;
  await until("her chat", () => bot.posts(1).length === 1);
  const tid = teamwire.simulator.chats[1]?.chat.tid ?? "";
  const numbers = Array.from({ length: 12 }, (_, index) => `number ${index}`);
  const traffic = numbers.map(async (text) => {
    assert.ok(await dialog360.simulator.writes(lena, text).taken);
    teamwire.simulator.post(tid, "user-anna", `answer to ${text}`);
  });
  const forgotten = ask(bot, ["sessions", "forget", "1", "--yes"]);
  await Promise.all(traffic);
  assert.equal((await forgotten).code, 0);
  await until("all of hers", () =>
    numbers.every((text) => bot.posts(1).includes(`Lena Krüger: ${text}`)),
  );
  await until("all answers", async () => {
    // They go at the pace that one customer gets.
    await bot.clock.advance(6000);
    return dialog360.simulator.sends.length === numbers.length;
  });
  assert.deepEqual(findTraces(bot.folder, ["Tobías Geheim", "49681300012978"]), []);
});

test("what is just being sent to a person who is forgotten leaves nothing behind when it ends", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { receiptDelayMs: 3_600_000 } } });
  const { teamwire, dialog360 } = bot.world;
  assert.equal(await bot.notify(envelope(toHis("01", "Hello"))), 200);
  await until("the chat", () => bot.posts().length === 1);
  await until("it is settled", () => hasState(bot, "sent"));
  dialog360.simulator.faults.answerDelayMs = 5_000;
  teamwire.simulator.post(
    teamwire.simulator.chats[0]?.chat.tid ?? "",
    "user-anna",
    "answer of staff",
  );
  await until("it is under way", () => dialog360.simulator.sends.length === 1);
  const ran = await ask(bot, ["sessions", "forget", "1", "--yes", "--json"]);
  const receipt = parse(ran) as { erased: Record<string, number>; not_reached: string[] };
  assert.equal(receipt.erased["sending"], 1);
  assert.ok(receipt.not_reached.some((line) => line.startsWith("1 messages that were being sent")));
  await until("the answer came", async () => {
    await bot.clock.advance(1_000);
    return dialog360.simulator.faults.held === 0;
  });
  await bot.stop();
  const names = ["Tob\u00edas Geheim", "answer of staff", bsuid];
  assert.deepEqual(findTraces(bot.folder, names), []);
  const { rows } = await bot.read((reader) => reader.sessions({ limit: 0, now: 0 }));
  assert.deepEqual(rows, []);
});

test("where the store's file cannot be written anew, sessions forget says so, and the person's files are gone all the same", async (t) => {
  const bot = await startBot(t);
  const { simulator } = bot.world.teamwire;
  assert.equal(await bot.notify(envelope(toHis("01", "Hello"))), 200);
  await until("the chat", () => bot.posts().length === 1);
  simulator.faults.failNext(1000, { status: 429 }, (method) => method === "POST");
  await sendFile(bot);
  await until("its file here", () => readSpool(bot).length > 0);
  const draft = join(bot.folder, "store.db.new");
  mkdirSync(draft);
  const ran = await ask(bot, ["sessions", "forget", "1", "--yes"]);
  assert.equal(ran.code, 73);
  assert.match(ran.stderr, /it is not finished/);
  assert.deepEqual(readSpool(bot), []);
  rmdirSync(draft);
  await until("the files without the person", async () => {
    await bot.clock.advance(24 * 60 * 60_000);
    return findTraces(bot.folder, ["Tob\u00edas Geheim", bsuid]).length === 0;
  });
});

function hasState(bot: Bot, state: "sent"): Promise<boolean> {
  return bot.read((reader) => reader.deliveries({ states: [state], limit: 0 }).total > 0);
}

/** A backup is out of reach, as the receipt says. */
function isBesideStore(found: string): boolean {
  return !found.startsWith("backup/");
}
