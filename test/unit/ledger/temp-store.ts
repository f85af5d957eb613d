import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { loadSqlite, type Sqlite } from "../../../src/ledger/database.ts";
import { readWasm } from "../../../src/ledger/engine.ts";
import { createFileSystem, type FileSystem } from "../../../src/ledger/file-system.ts";
import { Store } from "../../../src/ledger/store.ts";

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

/** The id that stores of these tests get. */
export const testStoreId = "0123456789abcdef";

/** A folder of its own that goes with the test. */
export function createFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ledger-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Name and content of every file of a folder. */
export function readFolder(folder: string): Record<string, string> {
  const names = readdirSync(folder).toSorted();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(folder, name)).toString("latin1")]),
  );
}

export async function startEngine(): Promise<Sqlite> {
  return loadSqlite(await readWasm());
}

export function openStore(path: string, sqlite: Sqlite, disk?: FileSystem): Store {
  return new Store({ disk: disk ?? createFileSystem(), sqlite, store: path }, testStoreId);
}
