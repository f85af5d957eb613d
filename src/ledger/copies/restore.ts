import { randomBytes } from "node:crypto";
import { platform, tmpdir } from "node:os";

import { OperatorError } from "../../bridge/errors.ts";
import { takeLock } from "../control/lock.ts";
import { loadSqlite } from "../database.ts";
import { readWasm } from "../engine.ts";
import { createFileSystem, removeQuietly, type FileSystem } from "../file-system.ts";
import { findStore, requireStore } from "../find-store.ts";
import { removeSegments } from "../log/checkpoint.ts";
import { loadPatiently } from "../log/load-patiently.ts";
import type { LoadedStore, StorePlace } from "../log/load.ts";
import { writeStoreId } from "../schema.ts";
import { toUnusable } from "../unusable.ts";
import { setAside, type SetAside } from "./set-aside.ts";
import { writeVerified, type Verified } from "./verify.ts";
import { watchDisk, type Watch } from "./watched-disk.ts";

export interface RestoreOptions {
  /** The backup, or any other store of ours. */
  readonly from: string;
  /** Of this process: told to whoever finds the store in use meanwhile. */
  readonly pid: number;
  readonly now: Date;
  readonly watch?: Watch;
  readonly disk?: FileSystem;
  /** How long another process that holds the store may take to answer; 5 s by default. */
  readonly patienceMs?: number;
}

/** What was put in place. */
export interface Restored extends Verified {
  readonly path: string;
  readonly from: string;
  readonly storeId: string;
  /** The store that was there before. */
  readonly before: SetAside | null;
}

/**
 * Puts a backup in the place of a store. A crash leaves the one or the other.
 *
 * The restored store gets a new id: the deliveries made after the backup were known to the other sides by the old id and
 * their numbers, which will be given out again. Teamwire would take a new post for one that it has, and it would be lost.
 * @throws OperatorError 1 without a backup, 2 for the store itself, 73 in use or damaged, 78 not ours or newer
 */
export async function restoreStore(path: string, options: RestoreOptions): Promise<Restored> {
  const { disk: bare = createFileSystem(), patienceMs = 5000, pid, watch = () => {} } = options;
  const store = requireStore(path);
  const from = findStore(options.from);
  if (from === store) {
    throw new OperatorError(`Restore "${from}": that is the session store itself`, {
      code: "usage",
      exitCode: 2,
      hint: "give a file that whatsapp-bot backup wrote",
    });
  }
  const disk = watchDisk(bare, from, watch);
  const place = { disk, sqlite: await loadSqlite(await readWasm()), store };
  const way = { platform: platform(), tempFolder: tmpdir };
  const lock = await takeLock(store, { ...way, pid, requests: {}, patienceMs });
  try {
    const backup = from === null ? null : await loadPatiently({ ...place, store: from });
    if (from === null || !backup) {
      throw new OperatorError(`Restore "${options.from}": there is no such file`, {
        code: "backup_missing",
        exitCode: 1,
      });
    }
    return { path: store, from, ...replaceStore(place, backup, { ...options, from }) };
  } catch (error) {
    throw toUnusable(`Restore "${options.from}"`, error);
  } finally {
    await lock.release();
  }
}

function replaceStore(
  place: StorePlace,
  backup: LoadedStore,
  { from, now }: { from: string; now: Date },
): Verified & Pick<Restored, "storeId" | "before"> {
  const { disk, store } = place;
  const storeId = randomBytes(8).toString("hex");
  writeStoreId(backup.db, storeId);
  const draft = `${store}.restoring`;
  try {
    const verified = writeVerified({ ...place, store: draft }, backup, from);
    const before = setAside(place, now);
    disk.replace(draft, store);
    // What is still there belongs to a store that could not be read, and is kept with it.
    removeSegments(place, () => true);
    return { ...verified, storeId, before };
  } catch (error) {
    removeQuietly(disk, draft);
    throw error;
  }
}
