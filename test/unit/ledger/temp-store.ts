import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import type { Log } from "../../../src/bridge/ports.ts";
import { loadSqlite, type Sqlite } from "../../../src/ledger/database.ts";
import { readWasm } from "../../../src/ledger/engine.ts";
import { createFileSystem, toFaultText, type FileSystem } from "../../../src/ledger/file-system.ts";
import { runCheckpoint, type CheckpointLimits } from "../../../src/ledger/log/checkpoint.ts";
import type { StorePlace } from "../../../src/ledger/log/load.ts";
import { Store } from "../../../src/ledger/store.ts";

/** A log that nobody reads. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The id that stores of these tests get. */
export const testStoreId = "0123456789abcdef";

/** A folder of its own that goes with the test. @param close what has to end before it goes */
export function createFolder(t: TestContext, close?: () => unknown): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ledger-")));
  t.after(async () => {
    await close?.();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The files of a folder in a folder of their own: what a crash would leave. */
export function copyFolder(t: TestContext, folder: string): string {
  const copy = createFolder(t);
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".sock")) copyFileSync(join(folder, name), join(copy, name));
  }
  return copy;
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

/** A store in this thread; opened again without having been closed it is what a crash would leave. */
export function openStore(
  path: string,
  sqlite: Sqlite,
  {
    disk = createFileSystem(),
    storeId = testStoreId,
    limits,
  }: { disk?: FileSystem; storeId?: string; limits?: CheckpointLimits } = {},
): Store {
  return new Store({ disk, sqlite, store: path }, { newStoreId: storeId, limits });
}

/** Does at once what another thread does while a store goes on. @returns false if the log is short enough */
export function checkpointIfDue(store: Store, place: StorePlace): boolean {
  const extent = store.beginCheckpoint();
  if (!extent) return false;
  try {
    runCheckpoint(place, extent);
    store.endCheckpoint(null);
  } catch (error) {
    store.endCheckpoint(toFaultText(error));
  }
  return true;
}
