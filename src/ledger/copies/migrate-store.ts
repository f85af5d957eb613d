import { dirname } from "node:path";

import { removeQuietly, writeAtomically } from "../file-system.ts";
import { removeSegments } from "../log/checkpoint.ts";
import { loadStore, type LoadedStore, type StorePlace } from "../log/load.ts";
import { toWholeFile } from "../log/whole-file.ts";
import { isOurs, migrate, readSchemaVersion, schemaVersion } from "../schema.ts";
import { toUnusable } from "../unusable.ts";

/** What was done to a store when it was opened. */
export type Migration = Readonly<{
  from: number;
  to: number;
  /** The store as it was before, whole. */
  copy: string;
}>;

/** Where a store is kept as it was before a newer program changed its schema. */
export function toMigrationCopy(store: string, version: number): string {
  return `${store}.v${version}`;
}

/**
 * Brings an older store to this program's schema: copies it whole, changes it in memory, and writes it as one file. The
 * log never holds a change of the schema.
 * @param tell is called where there was something to do
 * @throws OperatorError 73 where the disk does not take it; the store is then what it was
 */
export function migrateStore(
  place: StorePlace,
  loaded: LoadedStore,
  tell: (migration: Migration) => void,
): LoadedStore {
  const from = readSchemaVersion(loaded.db);
  if (from >= schemaVersion) return loaded;
  const copy = toMigrationCopy(place.store, from);
  try {
    writeMigrated(place, loaded, copy);
  } catch (error) {
    throw toUnusable(
      `Migrate the session store "${place.store}" to schema ${schemaVersion}`,
      error,
      `the store is what it was; the folder "${dirname(place.store)}" needs room for two more of it`,
    );
  } finally {
    loaded.db.close();
  }
  const migrated = loadStore(place);
  if (!migrated) throw new Error("the migrated store is gone");
  tell({ from, to: schemaVersion, copy });
  return { ...migrated, torn: loaded.torn };
}

function writeMigrated(place: StorePlace, loaded: LoadedStore, copy: string): void {
  const { disk, store } = place;
  const before = disk.read(store);
  const inPlace = disk.read(copy);
  if (inPlace && !isOurs(inPlace)) throw new Error(`"${copy}" is in the way, move it`);
  writeAtomically(disk, copy, toWholeFile(loaded));
  try {
    migrate(loaded.db);
    writeAtomically(disk, store, toWholeFile(loaded));
  } catch (error) {
    // A renaming that was made but perhaps not durably may have come through: then the copy is needed.
    if (isEqual(before, disk.read(store))) removeQuietly(disk, copy);
    throw error;
  }
  try {
    removeSegments(place, () => true);
  } catch {
    // The file covers them: they go with the next checkpoint.
  }
}

function isEqual(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && other !== null && Buffer.compare(one, other) === 0;
}
