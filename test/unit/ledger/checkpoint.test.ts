import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";

import { fileMarkAt } from "../../../src/ledger/database.ts";
import { runCheckpoint } from "../../../src/ledger/log/checkpoint.ts";
import type { StorePlace } from "../../../src/ledger/log/load.ts";
import type { Store } from "../../../src/ledger/store.ts";
import { createFaultyDisk, type FaultyDisk } from "./faulty-disk.ts";
import { readTexts, record, recordAll } from "./requests.ts";
import { checkpointIfDue, copyFolder, createFolder, openStore, startEngine } from "./temp-store.ts";

interface Scene {
  readonly folder: string;
  readonly place: StorePlace;
  readonly disk: FaultyDisk;
  readonly store: Store;
  /** What the store would hold after a crash at this moment. */
  readonly survive: () => string[];
}

/** A store whose log may grow by two statements. */
async function setScene(t: TestContext): Promise<Scene> {
  const [folder, disk, sqlite] = [createFolder(t), createFaultyDisk(), await startEngine()];
  const path = join(folder, "bot.db");
  const limits = { bytes: Infinity, statements: 2 };
  const store = openStore(path, sqlite, { disk, limits });
  function survive(): string[] {
    return readTexts(openStore(join(copyFolder(t, folder), "bot.db"), sqlite));
  }
  return { folder, disk, store, place: { disk, sqlite, store: path }, survive };
}

function list(folder: string): string[] {
  return readdirSync(folder).toSorted();
}

test("a checkpoint is due once the log has grown by its limit, in statements or in bytes", async (t) => {
  const { store, place, folder } = await setScene(t);
  recordAll(store, ["one"]);
  assert.equal(store.beginCheckpoint(), null);
  recordAll(store, ["two"]);
  assert.equal(checkpointIfDue(store, place), true);
  assert.deepEqual(list(folder), ["bot.db", "bot.db.log.2"]);
  recordAll(store, ["three"]);
  assert.equal(store.beginCheckpoint(), null);
  store.close();

  const limits = { bytes: 10_000, statements: 100 };
  const other = openStore(place.store, place.sqlite, { limits });
  recordAll(other, ["x".repeat(9000)]);
  assert.equal(other.beginCheckpoint(), null);
  recordAll(other, ["x".repeat(1000)]);
  assert.ok(other.beginCheckpoint());
});

test("a checkpoint is due at once where a store opens with a long log", async (t) => {
  const { store, place } = await setScene(t);
  recordAll(store, ["one", "two"]);
  const again = openStore(place.store, place.sqlite, { limits: { bytes: 1e9, statements: 2 } });
  assert.equal(checkpointIfDue(again, place), true);
  assert.deepEqual(readTexts(again), ["one", "two"]);
});

test("a store goes on while a checkpoint is written, and after it", async (t) => {
  const { store, place, folder, survive } = await setScene(t);
  recordAll(store, ["one", "two"]);
  const extent = store.beginCheckpoint();
  assert.ok(extent);
  recordAll(store, ["three", "four", "five"]);
  assert.equal(store.beginCheckpoint(), null, "one at a time");
  assert.deepEqual(survive(), ["one", "two", "three", "four", "five"]);
  runCheckpoint(place, extent);
  assert.deepEqual(list(folder), ["bot.db", "bot.db.log.2"]);
  assert.deepEqual(survive(), ["one", "two", "three", "four", "five"]);
  store.endCheckpoint(null);
  assert.ok(store.beginCheckpoint(), "the log has grown by the limit again");
  recordAll(store, ["six"]);
  assert.deepEqual(survive(), ["one", "two", "three", "four", "five", "six"]);
  store.close();
  assert.deepEqual(list(folder), ["bot.db"]);
  assert.deepEqual(survive(), ["one", "two", "three", "four", "five", "six"]);
  assert.deepEqual(store.takeWords(), []);
});

test("a checkpoint leaves out what a failed fdatasync left behind", async (t) => {
  const { store, disk, place, survive } = await setScene(t);
  recordAll(store, ["one"]);
  disk.fail("sync", "EIO");
  disk.fail("truncate", "EIO");
  assert.equal(store.run([record("lost")])[0]?.kind, "failed");
  recordAll(store, ["two"]);
  disk.fail("sync", "EIO");
  disk.fail("truncate", "EIO");
  assert.equal(store.run([record("lost too")])[0]?.kind, "failed");
  assert.equal(checkpointIfDue(store, place), true);
  assert.deepEqual(survive(), ["one", "two"]);
  recordAll(store, ["three"]);
  assert.deepEqual(survive(), ["one", "two", "three"]);
  assert.deepEqual(store.takeWords(), []);
});

test("a checkpoint that fails is told, loses nothing and is tried again after as much once more", async (t) => {
  const { store, disk, place, folder, survive } = await setScene(t);
  recordAll(store, ["one", "two"]);
  disk.fail("replace", "ENOSPC", 2);
  assert.equal(checkpointIfDue(store, place), false, "no new segment");
  recordAll(store, ["three"]);
  assert.equal(checkpointIfDue(store, place), false);
  recordAll(store, ["four"]);
  assert.equal(checkpointIfDue(store, place), false);
  recordAll(store, ["five", "six"]);
  const extent = store.beginCheckpoint();
  assert.ok(extent);
  disk.fail("write", "ENOSPC");
  assert.throws(() => runCheckpoint(place, extent), { code: "ENOSPC" });
  store.endCheckpoint("ENOSPC");
  assert.deepEqual(list(folder), ["bot.db", "bot.db.log.1", "bot.db.log.2"]);
  assert.deepEqual(survive(), ["one", "two", "three", "four", "five", "six"]);
  const word = {
    message: "the checkpoint could not be finished; the log keeps everything",
    fields: { fault: "ENOSPC" },
  };
  assert.deepEqual(store.takeWords(), [word, word, word]);
  recordAll(store, ["seven", "eight"]);
  assert.equal(checkpointIfDue(store, place), true);
  assert.deepEqual(list(folder), ["bot.db", "bot.db.log.3"]);
  assert.deepEqual(survive(), ["one", "two", "three", "four", "five", "six", "seven", "eight"]);
});

test("a clean end removes also a segment that was made and not begun", async (t) => {
  const { store, disk, place, folder, survive } = await setScene(t);
  recordAll(store, ["one", "two"]);
  disk.fail("open", "EMFILE");
  assert.equal(checkpointIfDue(store, place), false);
  assert.deepEqual(list(folder), ["bot.db", "bot.db.log.1", "bot.db.log.2"]);
  recordAll(store, ["three"]);
  assert.deepEqual(survive(), ["one", "two", "three"]);
  store.close();
  assert.deepEqual(list(folder), ["bot.db"]);
  assert.deepEqual(survive(), ["one", "two", "three"]);
});

test("a checkpoint writes nothing where the store is not the one that it is for", async (t) => {
  const { store, place } = await setScene(t);
  recordAll(store, ["one", "two"]);
  const extent = store.beginCheckpoint();
  assert.ok(extent);
  const before = readFileSync(place.store);
  for (const wrong of [{ lastSequence: 1 }, { lastSequence: 3 }, { lastSegment: 3 }])
    assert.throws(() => runCheckpoint(place, { ...extent, ...wrong }));
  assert.deepEqual(readFileSync(place.store), before);
});

test("an opening removes what a killed checkpoint left, and nothing else", async (t) => {
  const { store, place, folder } = await setScene(t);
  recordAll(store, ["one", "two"]);
  const covered = readFileSync(`${place.store}.log.1`);
  assert.equal(checkpointIfDue(store, place), true);
  writeFileSync(`${place.store}.log.1`, covered);
  const others = ["bot.db.new.new", "bot.db.old", "bot.db.log.new", "other.db.new", "xbot.db.new"];
  for (const name of ["bot.db.new", "bot.db.log.2.new", ...others])
    writeFileSync(join(folder, name), "left behind");
  const again = openStore(place.store, place.sqlite);
  assert.deepEqual(list(folder), ["bot.db", "bot.db.log.2", ...others].toSorted());
  assert.deepEqual(readTexts(again), ["one", "two"]);
});

test("a store file is an ordinary SQLite file, also while its log goes on", async (t) => {
  const { store, place } = await setScene(t);
  const stages = [
    () => {},
    () => recordAll(store, ["one", "two"]),
    () => void checkpointIfDue(store, place),
    () => store.close(),
  ];
  const marks = stages.map((stage) => {
    stage();
    const db = new DatabaseSync(place.store, { readOnly: true });
    assert.deepEqual({ ...db.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
    db.close();
    return readFileSync(place.store)[fileMarkAt] !== 0;
  });
  assert.deepEqual(marks, [false, true, true, false]);
  assert.deepEqual(readTexts(openStore(place.store, place.sqlite)), ["one", "two"]);
});
