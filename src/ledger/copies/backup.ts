import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";

import { OperatorError, type ExitCode } from "../../bridge/errors.ts";
import { loadSqlite } from "../database.ts";
import { readWasm } from "../engine.ts";
import { createFileSystem, removeQuietly, type FileSystem } from "../file-system.ts";
import { findStore } from "../find-store.ts";
import { loadPatiently } from "../log/load-patiently.ts";
import type { LoadedStore, StorePlace } from "../log/load.ts";
import { isOurs } from "../schema.ts";
import { isOfStore, toSegmentNumbers, toShellWord } from "../store-path.ts";
import { toUnusable } from "../unusable.ts";
import { writeVerified, type Verified } from "./verify.ts";
import { watchDisk, type Watch } from "./watched-disk.ts";

export interface BackupOptions {
  /** Where the copy goes. */
  readonly to: string;
  /** Whether an earlier backup may be there. */
  readonly replace: boolean;
  readonly watch?: Watch;
  readonly disk?: FileSystem;
}

/** What was copied, and where to. */
export interface Backup extends Verified {
  readonly path: string;
}

/**
 * Copies a store as it is at this moment into one file, whether somebody writes to it or not, and makes sure that the
 * copy can be read. It reads as every reader does: it asks nothing of a running `serve` and works while that hangs.
 * @throws OperatorError 1 without a store or where something is in the way, 2 for a path of the store's own, 73, 78
 */
export async function backUpStore(path: string, options: BackupOptions): Promise<Backup> {
  const { disk: bare = createFileSystem(), watch = () => {} } = options;
  const store = findStore(path);
  const target = findTarget(store, options, bare);
  const disk = watchDisk(bare, store, watch);
  const sqlite = await loadSqlite(await readWasm());
  const draft = `${target}.${randomBytes(4).toString("hex")}.part`;
  const loaded = store === null ? null : await load(path, { disk, sqlite, store });
  if (!loaded) {
    throw new OperatorError(`Back up the session store "${path}": there is none`, {
      code: "store_missing",
      exitCode: 1,
      hint: "set WA_DB_FILE to the store of serve",
    });
  }
  try {
    const verified = writeVerified({ disk, sqlite, store: draft }, loaded, path);
    disk.replace(draft, target);
    return { path: target, ...verified };
  } catch (error) {
    removeQuietly(disk, draft);
    throw toUnusable(
      `Write the backup "${target}"`,
      error,
      "its folder needs room for it, and this user the right to write there",
    );
  }
}

async function load(path: string, place: StorePlace): Promise<LoadedStore | null> {
  try {
    return await loadPatiently(place);
  } catch (error) {
    throw toUnusable(`Read the session store "${path}"`, error);
  }
}

/** The real path to write to. @throws OperatorError where nothing may be written */
function findTarget(
  store: string | null,
  { to, replace }: BackupOptions,
  disk: FileSystem,
): string {
  const target = findStore(to);
  if (target === null) {
    throw toUnusable(
      `Write the backup "${to}"`,
      new Error("its folder is missing"),
      `make it first: mkdir -p ${toShellWord(dirname(to))}`,
    );
  }
  if (store !== null && isOfStore(store, target)) {
    throw refuse(target, { what: "that is the store's own file", code: "usage", exitCode: 2 });
  }
  if (/-(journal|wal|shm)$/.test(target)) {
    const what = "SQLite gives a meaning to names that end so";
    throw refuse(target, { what, code: "usage", exitCode: 2 });
  }
  const facts = statSync(target, { throwIfNoEntry: false });
  if (!facts) return target;
  const content = facts.isFile() ? disk.read(target) : null;
  if (!content || !isOurs(content)) {
    const what = "something is there that is no backup";
    throw refuse(target, { what, code: "backup_foreign", exitCode: 78 });
  }
  if (isInUse(target, disk)) {
    const what = "a store is there that is in use";
    throw refuse(target, { what, code: "backup_exists", exitCode: 1 });
  }
  if (replace) return target;
  throw new OperatorError(`Write the backup "${target}": there is one already`, {
    code: "backup_exists",
    exitCode: 1,
    hint: "give it another name, or put --force to replace it",
  });
}

/** Whether the file is one that a writer goes with, or went with when it was cut off. */
function isInUse(path: string, disk: FileSystem): boolean {
  return existsSync(`${path}.sock`) || toSegmentNumbers(path, disk.list(dirname(path))).length > 0;
}

function refuse(
  target: string,
  { what, code, exitCode }: { what: string; code: string; exitCode: ExitCode },
): OperatorError {
  const hint = "give the backup another name";
  return new OperatorError(`Write the backup "${target}": ${what}`, { code, exitCode, hint });
}
