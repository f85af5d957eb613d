import assert from "node:assert/strict";
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { OperatorError } from "../../../src/bridge/errors.ts";
import { Database, type Sqlite } from "../../../src/ledger/database.ts";
import { createFileSystem } from "../../../src/ledger/file-system.ts";
import { openReader } from "../../../src/ledger/reader.ts";
import { migrate, schemaVersion } from "../../../src/ledger/schema.ts";
import { createFailingDisk } from "./failing-disk.ts";
import { inspect, readRows, readVersions, type Row } from "./inspect.ts";
import { placeOlder, type OlderVersion } from "./older-versions.ts";
import { readTexts, recordAll } from "./requests.ts";
import { createFolder, openStore, readFolder, startEngine } from "./temp-store.ts";

function isUnusable(error: unknown): boolean {
  return error instanceof OperatorError && error.exitCode === 73 && error.code === "store_unusable";
}

/** The schema, whatever the order and place of its parts. */
function readSchema(db: Database): Row[] {
  return db.read<Row>("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
}

function readCounted(db: Database): Row[] {
  return db.read<Row>(
    "SELECT sum(entered) AS entered, sum(present) AS present FROM delivery_counts",
  );
}

async function setScene(
  t: TestContext,
  version: OlderVersion = 1,
): Promise<{ sqlite: Sqlite; folder: string; store: string; rows: Record<string, Row[]> }> {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = join(folder, "bot.db");
  placeOlder(store, version);
  return { sqlite, folder, store, rows: inspect(sqlite, store, readRows) };
}

for (const [version, recorded] of [
  [1, ['{"three":3}', '{"events":[]}']],
  [2, ['{"events":[]}']],
] as const) {
  test(`Store makes of a version-${version} store what a new one is, and keeps all that it holds`, async (t) => {
    const { sqlite, folder, store, rows } = await setScene(t, version);
    assert.equal(rows["deliveries"]?.length, 10);
    assert.equal(rows["notifications"]?.length, 5, "one of them from the log");
    const migrated = openStore(store, sqlite);
    assert.deepEqual(migrated.takeWords(), [
      {
        message: "the session store was migrated",
        fields: { from: version, to: schemaVersion, copy: `${store}.v${version}` },
      },
    ]);
    assert.deepEqual(readdirSync(folder).toSorted(), ["bot.db", `bot.db.v${version}`]);
    const other = join(createFolder(t), "new.db");
    openStore(other, sqlite);
    assert.deepEqual(inspect(sqlite, store, readSchema), inspect(sqlite, other, readSchema));
    assert.deepEqual(inspect(sqlite, store, readVersions), inspect(sqlite, other, readVersions));
    assert.deepEqual(inspect(sqlite, store, readRows), rows);
    assert.deepEqual(inspect(sqlite, store, readCounted), [{ entered: 10, present: 10 }]);
    recordAll(migrated, ["after it"]);
    const again = openStore(store, sqlite);
    assert.deepEqual(readTexts(again), [...recorded, "from the log", "after it"]);
    assert.deepEqual(again.takeWords(), []);
    again.close();
  });
}

test("Store brings a version-5 store to what a new one is", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const [store, other] = [join(folder, "bot.db"), join(createFolder(t), "new.db")];
  copyFileSync(new URL("../../fixtures/ledger/version-5.sqlite", import.meta.url), store);
  const [word] = openStore(store, sqlite).takeWords();
  assert.deepEqual([word?.fields["from"], word?.fields["to"]], [5, schemaVersion]);
  openStore(other, sqlite);
  assert.deepEqual(inspect(sqlite, store, readSchema), inspect(sqlite, other, readSchema));
  assert.deepEqual(inspect(sqlite, store, readCounted), [{ entered: 2, present: 2 }]);
});

test("Store keeps the older store whole beside the migrated one, for its owner alone", async (t) => {
  const { sqlite, store, rows } = await setScene(t);
  // Left by an attempt that was cut off.
  writeFileSync(`${store}.v1`, readFileSync(store));
  openStore(store, sqlite);
  const copy = `${store}.v1`;
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  assert.deepEqual(inspect(sqlite, copy, readRows), rows);
  assert.equal(inspect(sqlite, copy, readVersions)["schema_version"], 1);
  assert.equal(openStore(copy, sqlite).takeWords().length, 1, "it opens, and is migrated in turn");
});

test("Store leaves a store that opens and lacks nothing, wherever a migration is cut off", async (t) => {
  const sqlite = await startEngine();
  const steps: string[] = [];
  for (let at = 0; ; at += 1) {
    const { folder, store, rows } = await setScene(t);
    const disk = createFailingDisk(at, "for good");
    try {
      openStore(store, sqlite, { disk });
    } catch (error) {
      assert.ok(isUnusable(error), String(error));
    }
    assert.deepEqual(inspect(sqlite, store, readRows), rows, `after ${steps.join(", ")}`);
    const survivor = openStore(store, sqlite);
    assert.equal(survivor.storeId, "a3f927e40ef90f35");
    recordAll(survivor, ["after it"]);
    survivor.close();
    assert.equal(readTexts(openStore(store, sqlite)).at(-1), "after it");
    assert.deepEqual(inspect(sqlite, `${store}.v1`, readRows), rows);
    assert.deepEqual(readdirSync(folder).toSorted(), ["bot.db", "bot.db.v1"]);
    if (disk.failed === null) break;
    steps.push(disk.failed);
  }
  const file = ["create", "write", "sync", "replace"];
  assert.deepEqual(steps, [...file, ...file, "remove"]);
});

test("Store changes nothing where the disk does not take the copy or the migrated store", async (t) => {
  const sqlite = await startEngine();
  for (let at = 0; at < 8; at += 1) {
    const { folder, store } = await setScene(t);
    const before = readFolder(folder);
    assert.throws(
      () => openStore(store, sqlite, { disk: createFailingDisk(at, "once") }),
      isUnusable,
    );
    assert.deepEqual(readFolder(folder), before, `step ${at}`);
  }
});

test("Store keeps the copy where the migrated store came into place all the same", async (t) => {
  const { sqlite, store, rows } = await setScene(t);
  const real = createFileSystem();
  const disk = {
    ...real,
    replace(from: string, to: string) {
      real.replace(from, to);
      // Such as: the folder could not be synced.
      if (to === store) throw new Error("EIO");
    },
  };
  assert.throws(() => openStore(store, sqlite, { disk }), isUnusable);
  assert.deepEqual(inspect(sqlite, `${store}.v1`, readRows), rows);
  assert.deepEqual(inspect(sqlite, store, readRows), rows);
});

test("Store does not overwrite what is no store in the place of the copy", async (t) => {
  const { sqlite, folder, store } = await setScene(t);
  writeFileSync(`${store}.v1`, "somebody's notes");
  const before = readFolder(folder);
  assert.throws(() => openStore(store, sqlite), isUnusable);
  assert.deepEqual(readFolder(folder), before);
});

test("openReader shows an older store and writes nothing", async (t) => {
  const { folder, store } = await setScene(t);
  const before = readFolder(folder);
  const reader = await openReader(store);
  assert.equal(reader.notifications({ limit: 0 }).total, 5);
  assert.equal(reader.sessions({ limit: 0, now: 1_795_165_200_000 }).total, 3);
  assert.deepEqual(
    reader.deliveries({ limit: 0 }).rows.map(({ state }) => state),
    "failed sending uncertain sent read pending sending failed pending sent".split(" "),
  );
  reader.close();
  assert.deepEqual(readFolder(folder), before);
});

test("migrate makes of an older schema the one of a new store, in memory", async (t) => {
  const { sqlite, store } = await setScene(t);
  const schema = inspect(sqlite, store, (db) => {
    migrate(db);
    return readSchema(db);
  });
  openStore(store, sqlite);
  assert.deepEqual(schema, inspect(sqlite, store, readSchema));
  assert.match(JSON.stringify(schema), /renewed_at.*withdrawn_at/s);
});

/** Writes what a later program says of a store into it. */
function makeNewer(sqlite: Sqlite, store: string, oldest: number): void {
  openStore(store, sqlite).close();
  const db = new Database(sqlite, readFileSync(store));
  db.execute("UPDATE store SET schema_version = 99, oldest_compatible = ?", [oldest]);
  db.execute("PRAGMA user_version = 99");
  db.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT");
  writeFileSync(store, db.export());
  db.close();
}

test("Store works with a newer schema that allows it, and leaves its version", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = join(folder, "bot.db");
  makeNewer(sqlite, store, schemaVersion);
  for (const text of ["one", "two"]) {
    const opened = openStore(store, sqlite);
    assert.deepEqual(opened.takeWords(), []);
    recordAll(opened, [text]);
    opened.close();
  }
  const versions = inspect(sqlite, store, (db) => {
    migrate(db);
    return readVersions(db);
  });
  assert.deepEqual(versions, {
    schema_version: 99,
    oldest_compatible: schemaVersion,
    user_version: 99,
  });
  const reader = await openReader(store);
  assert.equal(reader.notifications({ limit: 0 }).total, 2);
  reader.close();
  assert.deepEqual(readdirSync(folder), ["bot.db"]);
});

test("Store and openReader refuse a newer schema that does not allow it", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = join(folder, "bot.db");
  makeNewer(sqlite, store, schemaVersion + 1);
  const before = readFolder(folder);
  function isRefusal(error: unknown): boolean {
    return (
      error instanceof OperatorError &&
      error.exitCode === 78 &&
      error.message.includes(`its schema 99 is newer than this program's ${schemaVersion}`)
    );
  }
  assert.throws(() => openStore(store, sqlite), isRefusal);
  await assert.rejects(openReader(store), isRefusal);
  assert.deepEqual(readFolder(folder), before);
});
