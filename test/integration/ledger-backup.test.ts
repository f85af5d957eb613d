import assert from "node:assert/strict";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  copyFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { backUpStore } from "../../src/ledger/copies/backup.ts";
import { createFileSystem } from "../../src/ledger/file-system.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { until } from "../fakes/until.ts";
import { createFailingDisk } from "../unit/ledger/failing-disk.ts";
import { inspect, readRows, readVersions } from "../unit/ledger/inspect.ts";
import { placeOlder } from "../unit/ledger/older-versions.ts";
import {
  createFolder,
  openStore,
  readFolder,
  silentLog,
  startEngine,
} from "../unit/ledger/temp-store.ts";

function refusal(exitCode: number, code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof OperatorError, String(error));
    assert.deepEqual([error.exitCode, error.code], [exitCode, code], error.message);
    return true;
  };
}

/** Changes a row behind the back of its index, which only a look at every page finds. */
function makeUnsound(store: string): void {
  const content = readFileSync(store);
  content.write("wamid.X", content.indexOf("wamid.3"));
  writeFileSync(store, content);
}

test("backUpStore copies all that was acknowledged, while the writer goes on", async (t) => {
  const other = createFolder(t);
  const folder = createFolder(t, () => ledger.close());
  const [store, to] = [join(folder, "bot.db"), join(other, "copy.db")];
  const ledger = await openLedger(store, { log: silentLog, pid: 1 });
  const body = Buffer.from("{}");
  const done = { acknowledged: 0, isOver: false };
  async function write(): Promise<void> {
    while (!done.isOver) {
      await ledger.record({ source: "dialog360", receivedAt: 1, body });
      done.acknowledged += 1;
    }
  }
  const writing = write();
  await until("some records", () => done.acknowledged > 20);
  const before = done.acknowledged;
  const backup = await backUpStore(store, { to, replace: false });
  done.isOver = true;
  await writing;
  assert.ok(backup.notifications >= before, `${backup.notifications} of ${before}`);
  assert.deepEqual(backup, {
    path: to,
    bytes: statSync(to).size,
    sessions: 0,
    deliveries: 0,
    notifications: backup.notifications,
  });
  assert.equal(statSync(to).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(other), ["copy.db"]);
  const reader = await openReader(to);
  assert.equal(reader.notifications({ limit: 0 }).total, backup.notifications);
  reader.close();
});

test("backUpStore leaves the store and its version as they are", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = join(folder, "bot.db");
  placeOlder(store);
  const before = readFolder(folder);
  const backup = await backUpStore(store, { to: join(folder, "copy.db"), replace: false });
  const { [basename(backup.path)]: _, ...after } = readFolder(folder);
  assert.deepEqual(after, before);
  assert.deepEqual([backup.sessions, backup.deliveries, backup.notifications], [3, 10, 5]);
  assert.equal(inspect(sqlite, backup.path, readVersions)["schema_version"], 1);
  assert.deepEqual(inspect(sqlite, backup.path, readRows), inspect(sqlite, store, readRows));
});

test("backUpStore replaces an earlier backup only when it is told to", async (t) => {
  const folder = createFolder(t);
  const [store, to] = [join(folder, "bot.db"), join(folder, "copy.db")];
  const sqlite = await startEngine();
  openStore(store, sqlite).close();
  await backUpStore(store, { to, replace: false });
  const store2 = openStore(store, sqlite);
  store2.run([{ name: "setFact", given: { name: "own-uid", value: "bot-1" } }]);
  const earlier = readFileSync(to);
  await assert.rejects(backUpStore(store, { to, replace: false }), refusal(1, "backup_exists"));
  assert.deepEqual(readFileSync(to), earlier);
  await backUpStore(store, { to, replace: true });
  assert.deepEqual(inspect(sqlite, to, readRows), inspect(sqlite, store, readRows));
});

test("backUpStore writes nowhere where it could hurt", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  placeOlder(store);
  mkdirSync(join(folder, "folder"));
  mkdirSync(join(folder, "other"));
  const live = join(folder, "other", "live.db");
  placeOlder(live);
  writeFileSync(join(folder, "notes"), "somebody's notes");
  writeFileSync(join(folder, "empty"), "");
  symlinkSync("bot.db", join(folder, "link.db"));
  symlinkSync("loop", join(folder, "loop"));
  const before = readFolder(join(folder, "other"));
  for (const [to, exitCode, code] of [
    ["bot.db", 2, "usage"],
    ["link.db", 2, "usage"],
    ["bot.db.log.2", 2, "usage"],
    ["bot.db.log.7", 2, "usage"],
    ["bot.db.sock", 2, "usage"],
    ["bot.db.files", 2, "usage"],
    ["bot.db.new", 2, "usage"],
    ["bot.db.v1", 2, "usage"],
    ["bot.db-wal", 2, "usage"],
    ["copy-journal", 2, "usage"],
    ["notes", 78, "backup_foreign"],
    ["empty", 78, "backup_foreign"],
    ["folder", 78, "backup_foreign"],
    ["other/live.db", 1, "backup_exists"],
    ["missing/copy.db", 73, "store_unusable"],
    ["loop", 73, "store_unusable"],
  ] as const) {
    for (const replace of [false, true]) {
      const backup = backUpStore(store, { to: join(folder, to), replace });
      await assert.rejects(backup, refusal(exitCode, code), to);
    }
  }
  for (const path of ["none.db", "missing/none.db"]) {
    const backup = backUpStore(join(folder, path), { to: join(folder, "new.db"), replace: true });
    await assert.rejects(backup, refusal(1, "store_missing"));
  }
  const names = ["bot.db", "bot.db.log.2", "empty", "folder", "link.db", "loop", "notes", "other"];
  assert.deepEqual(readdirSync(folder).toSorted(), names);
  assert.deepEqual(readFolder(join(folder, "other")), before);
  assert.equal(readFileSync(join(folder, "notes"), "utf8"), "somebody's notes");
});

test("backUpStore leaves no file, and the earlier backup, where the disk fails at any step", async (t) => {
  const steps: string[] = [];
  const sqlite = await startEngine();
  for (let at = 0; ; at += 1) {
    const folder = createFolder(t);
    const [store, to] = [join(folder, "bot.db"), join(folder, "copy.db")];
    placeOlder(store);
    openStore(to, sqlite).close();
    const before = readFolder(folder);
    const disk = createFailingDisk(at, "once");
    const backup = backUpStore(store, { to, replace: true, disk });
    if (at === 5) {
      await backup;
      assert.equal(disk.failed, null);
      break;
    }
    await assert.rejects(backup, refusal(73, "store_unusable"));
    assert.deepEqual(readFolder(folder), before);
    steps.push(disk.failed ?? "");
  }
  assert.deepEqual(steps, ["create", "write", "sync", "replace", "replace"]);
});

test("backUpStore trusts no copy that is not what it wrote", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const [store, to, empty] = ["bot.db", "copy.db", "empty.db"].map((name) => join(folder, name));
  assert.ok(store && to && empty);
  placeOlder(store);
  openStore(empty, sqlite).close();
  const real = createFileSystem();
  function spoil(change: (draft: string) => void): Promise<unknown> {
    const disk = {
      ...real,
      replace(from: string, target: string) {
        real.replace(from, target);
        change(target);
      },
    };
    return backUpStore(store ?? "", { to: to ?? "", replace: false, disk });
  }
  const before = readFolder(folder);
  await assert.rejects(
    spoil((draft) => copyFileSync(empty, draft)),
    /rows are missing in .*sessions/,
  );
  await assert.rejects(
    spoil((draft) => writeFileSync(draft, readFileSync(draft).subarray(0, -1))),
    refusal(73, "store_damaged"),
  );
  await assert.rejects(spoil(makeUnsound), refusal(73, "store_damaged"));
  assert.deepEqual(readFolder(folder), before);
});

test("backUpStore makes no backup of a store that is not sound", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  placeOlder(store);
  makeUnsound(store);
  const backup = backUpStore(store, { to: join(folder, "copy.db"), replace: false });
  await assert.rejects(backup, refusal(73, "store_damaged"));
  assert.deepEqual(readdirSync(folder).toSorted(), ["bot.db", "bot.db.log.2"]);
});

test("backUpStore tells how far it has come, up to all of it", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  placeOlder(store);
  const told: [number, number][] = [];
  const watch = (done: number, total: number): void => void told.push([done, total]);
  await backUpStore(store, { to: join(folder, "copy.db"), replace: false, watch });
  const totals = told.map(([, total]) => total);
  const shares = told.map(([done, total]) => done / total);
  assert.equal(new Set(totals).size, 1);
  assert.deepEqual(
    shares,
    shares.toSorted((one, other) => one - other),
  );
  assert.ok((shares[0] ?? 1) < 0.5 && (shares.at(-1) ?? 0) > 0.9, String(shares));
});
