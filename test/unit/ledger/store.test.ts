import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { OperatorError } from "../../../src/bridge/errors.ts";
import { createFileSystem } from "../../../src/ledger/file-system.ts";
import { createFaultyDisk } from "./faulty-disk.ts";
import { record, recordAll, readTexts } from "./requests.ts";
import { copyFolder, createFolder, openStore, readFolder, startEngine } from "./temp-store.ts";

function isDamage(error: unknown): boolean {
  return error instanceof OperatorError && error.exitCode === 73 && error.code === "store_damaged";
}

test("Store makes its file at once and its log with the first record", async (t) => {
  const folder = createFolder(t);
  const store = openStore(join(folder, "bot.db"), await startEngine());
  assert.deepEqual(readTexts(store), []);
  assert.deepEqual(readdirSync(folder), ["bot.db"], "reading asks nothing of the log");
  store.run([record("one")]);
  assert.deepEqual(readdirSync(folder).toSorted(), ["bot.db", "bot.db.log.1"]);
});

test("Store finds what it answered for after a crash, and goes on", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = openStore(join(folder, "bot.db"), sqlite);
  recordAll(store, ["one", "two"]);
  const copy = copyFolder(t, folder);
  const survivor = openStore(join(copy, "bot.db"), sqlite);
  recordAll(survivor, ["three"]);
  assert.deepEqual(readTexts(survivor), ["one", "two", "three"]);
  survivor.close();
  assert.deepEqual(readdirSync(copy), ["bot.db"]);
  assert.deepEqual(readTexts(openStore(join(copy, "bot.db"), sqlite)), ["one", "two", "three"]);
});

test("Store rolls back the request that fails and not its neighbours", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = openStore(join(folder, "bot.db"), sqlite);
  const answers = store.run([record("one"), record("bad", Number.NaN), record("two")]);
  assert.deepEqual(
    answers.map(({ kind }) => kind),
    ["done", "failed", "done"],
  );
  assert.deepEqual(readTexts(store), ["one", "two"]);
  const copy = copyFolder(t, folder);
  assert.deepEqual(readTexts(openStore(join(copy, "bot.db"), sqlite)), ["one", "two"]);
});

test("Store cuts a torn record at any byte, says so and goes on", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = openStore(join(folder, "bot.db"), sqlite);
  const log = join(folder, "bot.db.log.1");
  recordAll(store, ["one"]);
  const end = readFileSync(log).length;
  recordAll(store, ["two"]);
  const whole = readFileSync(log);
  const copy = copyFolder(t, folder);
  const copiedLog = join(copy, "bot.db.log.1");
  for (let length = end + 1; length < whole.length; length += 1) {
    writeFileSync(copiedLog, whole.subarray(0, length));
    const survivor = openStore(join(copy, "bot.db"), sqlite);
    assert.deepEqual(readTexts(survivor), ["one"]);
    assert.deepEqual(survivor.takeWords(), [
      {
        message: "a torn record was cut off the log",
        fields: { file: copiedLog, offset: end, bytes: length - end },
      },
    ]);
    recordAll(survivor, ["2"]);
    const again = openStore(join(copy, "bot.db"), sqlite);
    assert.deepEqual(readTexts(again), ["one", "2"], `cut at ${length}`);
    assert.deepEqual(again.takeWords(), []);
  }
});

test("Store names the file and the place of damage", async (t) => {
  const sqlite = await startEngine();
  for (const next of ["in the same segment", "in a new one"]) {
    const path = join(createFolder(t), "bot.db");
    const disk = createFaultyDisk();
    const store = openStore(path, sqlite, { disk });
    const log = `${path}.log.1`;
    recordAll(store, ["one"]);
    const end = readFileSync(log).length;
    recordAll(store, ["two"]);
    if (next === "in a new one") {
      disk.fail("sync", "EIO");
      assert.equal(store.run([record("lost")])[0]?.kind, "failed");
    }
    recordAll(store, ["three"]);
    const content = readFileSync(log);
    content[end + 30] = (content[end + 30] ?? 0) ^ 1;
    writeFileSync(log, content);
    assert.throws(
      () => openStore(path, sqlite),
      (error) => String(error).includes(`"${log}" is damaged at byte ${end} `),
      next,
    );
  }
});

test("Store refuses a log without its file, and a file whose end is missing", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const path = join(folder, "bot.db");
  recordAll(openStore(path, sqlite), ["one"]);
  const content = readFileSync(path);
  writeFileSync(path, content.subarray(0, content.length - 1));
  assert.throws(() => openStore(path, sqlite), isDamage);
  createFileSystem().remove(path);
  const before = readFolder(folder);
  assert.throws(() => openStore(path, sqlite), isDamage);
  assert.deepEqual(readFolder(folder), before);
});

test("Store goes on where a checkpoint was cut off before it removed the log", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const path = join(folder, "bot.db");
  const store = openStore(path, sqlite);
  recordAll(store, ["one"]);
  const early = readFileSync(`${path}.log.1`);
  recordAll(store, ["two"]);
  const log = readFileSync(`${path}.log.1`);
  store.close();
  // The second: a log that was put back from an earlier copy.
  for (const left of [log, early]) {
    const copy = copyFolder(t, folder);
    writeFileSync(join(copy, "bot.db.log.1"), left);
    recordAll(openStore(join(copy, "bot.db"), sqlite), ["three"]);
    const again = openStore(join(copy, "bot.db"), sqlite);
    assert.deepEqual(readTexts(again), ["one", "two", "three"]);
    again.close();
    assert.deepEqual(readdirSync(copy), ["bot.db"]);
  }
});
