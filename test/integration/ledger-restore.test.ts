import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { backUpStore } from "../../src/ledger/copies/backup.ts";
import { restoreStore, type Restored } from "../../src/ledger/copies/restore.ts";
import { Database, type Sqlite } from "../../src/ledger/database.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { schemaVersion } from "../../src/ledger/schema.ts";
import { createFailingDisk, type FailingDisk } from "../unit/ledger/failing-disk.ts";
import { inspect, readRows, readStoreId, readVersions, type Row } from "../unit/ledger/inspect.ts";
import { placeOlder } from "../unit/ledger/older-versions.ts";
import { recordAll, readTexts } from "../unit/ledger/requests.ts";
import {
  createFolder,
  openStore,
  readFolder,
  silentLog,
  startEngine,
  testStoreId,
} from "../unit/ledger/temp-store.ts";

const now = new Date("2026-11-23T14:05:09.123Z");
const aside = "before-restore-20261123T140509";

function restore(store: string, from: string, disk?: FailingDisk): Promise<Restored> {
  return restoreStore(store, { from, pid: 1, now, patienceMs: 500, ...(disk && { disk }) });
}

function refusal(exitCode: number, code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof OperatorError, String(error));
    assert.deepEqual([error.exitCode, error.code], [exitCode, code], error.message);
    return true;
  };
}

interface Scene {
  readonly sqlite: Sqlite;
  readonly folder: string;
  /** Holds "one" and "two", "two" in its log alone. */
  readonly store: string;
  /** Holds "one". */
  readonly backup: string;
}

async function setScene(t: TestContext): Promise<Scene> {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const [store, backup] = [join(folder, "bot.db"), join(createFolder(t), "backup.db")];
  recordAll(openStore(store, sqlite), ["one"]);
  await backUpStore(store, { to: backup, replace: false });
  recordAll(openStore(store, sqlite), ["two"]);
  return { sqlite, folder, store, backup };
}

function readBodies(db: Database): string[] {
  const rows = db.read<{ body: Uint8Array }>("SELECT body FROM notifications ORDER BY id");
  return rows.map(({ body }) => Buffer.from(body).toString());
}

test("restoreStore puts the backup in place under a new id and keeps the store before it", async (t) => {
  const { sqlite, folder, store, backup } = await setScene(t);
  const untouched = readFileSync(backup);
  const restored = await restore(store, backup);
  assert.match(restored.storeId, /^[0-9a-f]{16}$/);
  assert.notEqual(restored.storeId, testStoreId);
  const before = `${store}.${aside}`;
  assert.deepEqual(restored, {
    path: store,
    from: backup,
    storeId: restored.storeId,
    before: { path: before, isWhole: true },
    bytes: readFileSync(store).length,
    sessions: 0,
    deliveries: 0,
    notifications: 1,
  });
  assert.deepEqual(readdirSync(folder).toSorted(), ["bot.db", `bot.db.${aside}`]);
  assert.deepEqual(inspect(sqlite, store, readBodies), ["one"]);
  assert.equal(inspect(sqlite, store, readStoreId), restored.storeId);
  assert.deepEqual(inspect(sqlite, before, readBodies), ["one", "two"]);
  assert.equal(inspect(sqlite, before, readStoreId), testStoreId);
  assert.deepEqual(readFileSync(backup), untouched);
  const opened = openStore(store, sqlite);
  recordAll(opened, ["three"]);
  assert.deepEqual(readTexts(openStore(store, sqlite)), ["one", "three"]);
});

test("restoreStore goes back to the store before it", async (t) => {
  const { sqlite, folder, store, backup } = await setScene(t);
  const { before } = await restore(store, backup);
  recordAll(openStore(store, sqlite), ["three"]);
  const back = await restore(store, before?.path ?? "");
  assert.deepEqual(inspect(sqlite, store, readBodies), ["one", "two"]);
  assert.equal(back.before?.path, `${store}.${aside}-2`);
  assert.deepEqual(inspect(sqlite, back.before?.path ?? "", readBodies), ["one", "three"]);
  assert.equal(readdirSync(folder).length, 3);
});

test("restoreStore takes the log beside a store that it restores from", async (t) => {
  const { sqlite, store } = await setScene(t);
  const other = join(createFolder(t), "moved.db");
  await restore(other, store);
  assert.deepEqual(inspect(sqlite, other, readBodies), ["one", "two"]);
});

test("restoreStore makes a store where there was none, with nothing beside it", async (t) => {
  const { sqlite, backup } = await setScene(t);
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  const { before } = await restore(store, backup);
  assert.equal(before, null);
  assert.deepEqual(readdirSync(folder), ["bot.db"]);
  assert.deepEqual(inspect(sqlite, store, readBodies), ["one"]);
});

test("restoreStore leaves the schema of an older backup to the next serve", async (t) => {
  const { sqlite, folder, store } = await setScene(t);
  const old = join(createFolder(t), "old.db");
  placeOlder(old);
  const rows = inspect(sqlite, old, readRows);
  await restore(store, old);
  assert.equal(inspect(sqlite, store, readVersions)["schema_version"], 1);
  assert.deepEqual(inspect(sqlite, store, readRows), rows);
  openStore(store, sqlite).close();
  assert.equal(inspect(sqlite, store, readVersions)["schema_version"], schemaVersion);
  assert.deepEqual(inspect(sqlite, store, readRows), rows);
  assert.ok(readdirSync(folder).includes("bot.db.v1"));
});

test("restoreStore refuses while somebody holds the store", async (t) => {
  const { folder, store, backup } = await setScene(t);
  const ledger = await openLedger(store, { log: silentLog, pid: 4711 });
  const before = readdirSync(folder);
  await assert.rejects(restore(store, backup), refusal(73, "store_in_use"));
  assert.deepEqual(readdirSync(folder), before);
  await ledger.close();
});

test("restoreStore changes nothing for what is no good backup, or over what is no store", async (t) => {
  const { sqlite, folder, store, backup } = await setScene(t);
  const others = createFolder(t);
  const content = readFileSync(backup);
  const pageSize = content.readUInt16BE(16);
  const newer = new Database(sqlite, Buffer.from(content));
  newer.execute("UPDATE store SET schema_version = 99, oldest_compatible = 99");
  const bad: Record<string, Uint8Array> = {
    foreign: Buffer.from("notes"),
    short: content.subarray(0, -1),
    unsound: Buffer.from(content).fill(0, content.length - pageSize),
    newer: newer.export(),
  };
  for (const [name, bytes] of Object.entries(bad)) writeFileSync(join(others, name), bytes);
  mkdirSync(join(others, "folder"));
  const before = readFolder(folder);
  for (const [from, exitCode, code] of [
    [join(others, "foreign"), 78, "store_foreign"],
    [join(others, "short"), 73, "store_damaged"],
    [join(others, "unsound"), 73, "store_damaged"],
    [join(others, "newer"), 78, "store_newer"],
    [join(others, "folder"), 78, "store_foreign"],
    [join(others, "none"), 1, "backup_missing"],
    [join(others, "no", "none"), 1, "backup_missing"],
    [store, 2, "usage"],
  ] as const) {
    await assert.rejects(restore(store, from), refusal(exitCode, code), from);
    assert.deepEqual(readFolder(folder), before, from);
  }
  writeFileSync(store, "somebody's notes");
  const foreign = readFolder(folder);
  await assert.rejects(restore(store, backup), refusal(78, "store_foreign"));
  assert.deepEqual(readFolder(folder), foreign);
});

/** What a store and the one before it may hold after a restore, whole or cut off. */
function look(sqlite: Sqlite, store: string): Row {
  const isNew = inspect(sqlite, store, readStoreId) !== testStoreId;
  return { isNew, bodies: inspect(sqlite, store, readBodies) };
}

for (const how of ["once", "for good"] as const) {
  test(`restoreStore leaves the old store or the new one where the disk fails ${how} at any step`, async (t) => {
    const steps: string[] = [];
    for (let at = 0; ; at += 1) {
      const { sqlite, folder, store, backup } = await setScene(t);
      const disk = createFailingDisk(at, how);
      const restoring = restore(store, backup, disk);
      if (at < 14) await assert.rejects(restoring, refusal(73, "store_unusable"));
      else await restoring;
      const isNew = disk.failed === null;
      const bodies = isNew ? ["one"] : ["one", "two"];
      assert.deepEqual(look(sqlite, store), { isNew, bodies }, `after ${steps.join(", ")}`);
      if (how === "once") assert.ok(!readdirSync(folder).includes("bot.db.restoring"));
      else await restore(store, backup);
      if (disk.failed === null) break;
      steps.push(disk.failed);
    }
    const file = ["create", "write", "sync", "replace"];
    assert.deepEqual(steps, [...file, ...file, ...file, "remove", "replace"]);
  });
}

/** Makes a store unreadable. */
const harms: Record<string, (scene: Scene) => void> = {
  "a damaged log": ({ store, sqlite }) => {
    recordAll(openStore(store, sqlite), ["three"]);
    const log = readFileSync(`${store}.log.1`);
    log[60] = (log[60] ?? 0) ^ 1;
    writeFileSync(`${store}.log.1`, log);
  },
  "a missing file": ({ store }) => rmSync(store),
  "a newer schema": ({ store, sqlite }) => {
    const db = new Database(sqlite, readFileSync(store));
    db.execute("UPDATE store SET schema_version = 99, oldest_compatible = 99");
    writeFileSync(store, db.export());
  },
};

for (const [harm, inflict] of Object.entries(harms)) {
  test(`restoreStore replaces a store with ${harm} and keeps its files, also when it is cut off`, async (t) => {
    for (let at = 0; ; at += 1) {
      const scene = await setScene(t);
      const { sqlite, folder, store, backup } = scene;
      inflict(scene);
      const before = readFolder(folder);
      const disk = createFailingDisk(at, "for good");
      const cutOff = await restore(store, backup, disk).then(
        () => false,
        () => true,
      );
      assert.equal(cutOff, disk.failed !== null);
      if (!cutOff) {
        assert.deepEqual(look(sqlite, store), { isNew: true, bodies: ["one"] });
      }
      // Whatever a crash left: nothing that was there is lost, and once more helps.
      await restore(store, backup);
      assert.deepEqual(look(sqlite, store), { isNew: true, bodies: ["one"] });
      const after = readFolder(folder);
      const kept = Object.keys(after).filter((name) => name.includes(aside));
      for (const [name, content] of Object.entries(before)) {
        const copies = kept.filter((copy) => after[copy] === content);
        assert.ok(copies.length > 0, `${name} after ${at} steps`);
      }
      if (!cutOff) break;
    }
  });
}
