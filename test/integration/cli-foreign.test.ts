// Readers on files that are no store of ours, or that they cannot read: a clear word, and nothing is changed.
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { loadSqlite } from "../../src/ledger/database.ts";
import { readWasm } from "../../src/ledger/engine.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { runCommand } from "../fakes/io.ts";
import { placeOlder } from "../unit/ledger/older-versions.ts";
import { createFolder, readFolder, silentLog } from "../unit/ledger/temp-store.ts";

const readers = [
  ["sessions", "list"],
  ["sessions", "show", "1"],
  ["deliveries", "list"],
  ["deliveries", "show", "1"],
  ["notifications", "list"],
  ["notifications", "show", "1"],
] as const;

/** An SQLite file as another program makes it. */
async function makeSqlite(path: string, ...statements: readonly string[]): Promise<void> {
  const engine = await loadSqlite(await readWasm());
  const db = new engine.Database();
  for (const statement of statements) db.run(statement);
  writeFileSync(path, db.export());
  db.close();
}

/** Runs every reader on a file. @param expected the exit code, and what its words have to be */
async function read(
  path: string,
  { code, message, hint }: { code: number; message: RegExp; hint: RegExp },
): Promise<void> {
  const folder = join(path, "..");
  const isFolder = statSync(path).isDirectory();
  const content = isFolder ? null : readFolder(folder);
  const before = statSync(path, { bigint: true });
  for (const reader of readers) {
    const ran = await runCommand([...reader, "--db-file", path]);
    assert.deepEqual([ran.code, ran.stdout], [code, ""], reader.join(" "));
    const [told, advice] = ran.stderr.trimEnd().split("\nhint: ");
    assert.match(told ?? "", message);
    assert.match(advice ?? "", hint);
    assert.ok(told?.includes(path), told);
    const json = await runCommand([...reader, "--db-file", path, "--json"]);
    const { error } = JSON.parse(json.stderr) as { error: Record<string, unknown> };
    assert.deepEqual(Object.keys(error), ["code", "message", "hint"]);
  }
  const after = statSync(path, { bigint: true });
  assert.deepEqual(
    [after.mtimeNs, after.ctimeNs, after.ino],
    [before.mtimeNs, before.ctimeNs, before.ino],
  );
  if (content !== null) assert.deepEqual(readFolder(folder), content);
}

test("readers say of a foreign file what it is not, and what to do", async (t) => {
  const folder = createFolder(t);
  const plain = join(folder, "plain.db");
  await makeSqlite(plain, "CREATE TABLE contacts (name TEXT)", "INSERT INTO contacts VALUES ('x')");
  const moveAway = /^move it away: mv .*plain\.db.* or set WA_DB_FILE to another path$/;
  await read(plain, { code: 78, message: /an SQLite file, but none of ours/, hint: moveAway });

  const journaled = join(folder, "journaled.db");
  await makeSqlite(journaled, "CREATE TABLE t (a)");
  const bytes = Buffer.from(readFolder(folder)["journaled.db"] ?? "", "latin1");
  // As a file says that has a write-ahead log.
  bytes.fill(2, 18, 20);
  writeFileSync(journaled, bytes);
  await read(journaled, { code: 78, message: /an SQLite file, but none of ours/, hint: /move it/ });

  const notes = join(folder, "notes.txt");
  writeFileSync(notes, "somebody's notes\n");
  await read(notes, { code: 78, message: /it is no SQLite file/, hint: /WA_DB_FILE/ });

  const empty = join(folder, "empty.db");
  writeFileSync(empty, "");
  await read(empty, { code: 78, message: /it is empty/, hint: /WA_DB_FILE/ });

  const inside = join(folder, "folder.db");
  mkdirSync(inside);
  await read(inside, { code: 78, message: /it is a folder/, hint: /the path of a file/ });
  const backup = await runCommand(["backup", join(folder, "copy.db"), "--db-file", inside]);
  assert.equal(backup.code, 78);
  assert.match(backup.stderr, /it is a folder\nhint: give the path of a file/);
});

test("readers leave the original bot's store at the default name as it is", async (t) => {
  const cwd = createFolder(t);
  const store = join(cwd, "whatsapp_bot.db");
  await makeSqlite(
    store,
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY, phone TEXT, chat TEXT)",
    "INSERT INTO sessions VALUES (1, '49681300012978', 'T1')",
  );
  const before = readFolder(cwd);
  const ran = await runCommand(["sessions", "list"], { cwd, env: { WA_DB_FILE: store } });
  assert.equal(ran.code, 78);
  assert.match(ran.stderr, /the original bot's store has the same default name/);
  assert.doesNotMatch(ran.stderr, /49681300012978/);
  assert.deepEqual(readFolder(cwd), before);
});

test("readers refuse a store of a newer schema", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const made = join(createFolder(t), "made.db");
  placeOlder(made);
  const engine = await loadSqlite(await readWasm());
  const db = new engine.Database(
    Buffer.from(readFolder(join(made, ".."))["made.db"] ?? "", "latin1"),
  );
  db.run("UPDATE store SET schema_version = 99, oldest_compatible = 99, last_segment = 0");
  const content = db.export();
  // No segment of a log follows.
  content[72] = 0;
  writeFileSync(store, content);
  db.close();
  await read(store, {
    code: 78,
    message: /schema 99 is newer/,
    hint: /run the newer whatsapp-bot/,
  });
});

test("commands say of a store with damaged pages that it is damaged", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  await (await openLedger(store, { log: silentLog, pid: 1 })).close();
  await damage(store, ["sessions", "deliveries", "notifications"]);
  const writers = [
    ["sessions", "forget", "1", "--yes"],
    ["deliveries", "drop", "1"],
  ];
  for (const command of [...readers, ...writers]) {
    const ran = await runCommand([...command, "--db-file", store]);
    assert.equal(ran.code, 73, `${command.join(" ")}: ${ran.stderr}`);
    assert.match(
      ran.stderr,
      /error: Read the session store: it is damaged \(.*malformed\)\nhint: .*backup/,
    );
  }
});

/** Overwrites where tables and their indexes begin. */
async function damage(path: string, tables: readonly string[]): Promise<void> {
  const engine = await loadSqlite(await readWasm());
  const content = readFileSync(path);
  const db = new engine.Database(content);
  const pageBytes = content.readUInt16BE(16);
  const [roots] = db.exec("SELECT tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0");
  for (const [table, page] of roots?.values ?? []) {
    const end = Number(page) * pageBytes;
    if (tables.includes(String(table))) content.fill(0xff, end - pageBytes, end);
  }
  db.close();
  writeFileSync(path, content);
}

const isRoot = process.getuid?.() === 0 || process.platform === "win32";

test(
  "readers say whose a store is that they may not read",
  { skip: isRoot && "root reads all" },
  async (t: TestContext) => {
    const store = join(createFolder(t), "bot.db");
    copyFileSync("test/fixtures/ledger/version-2.sqlite", store);
    chmodSync(store, 0o000);
    for (const command of [
      ["sessions", "list"],
      ["backup", `${store}.copy`],
    ]) {
      const ran = await runCommand([...command, "--db-file", store]);
      assert.equal(ran.code, 73);
      assert.match(ran.stderr, /EACCES\nhint: run this as the user that serve runs as/);
    }
  },
);
