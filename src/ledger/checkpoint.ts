import { dirname } from "node:path";

import type { Database } from "./database.ts";
import { writeAtomically, type FileSystem } from "./file-system.ts";
import { writeStoreFacts, type StoreFacts } from "./schema.ts";
import { toSegmentNumbers, toSegmentPath } from "./store-path.ts";

/** When opening writes a checkpoint first, so that the next opening is short. */
export const checkpointLimits = { bytes: 16 * 1024 * 1024, statements: 100_000 };

/** Writes the store file anew, with everything up to `facts`, then removes the segments that it covers. */
export function writeCheckpoint(
  db: Database,
  { disk, store, facts }: { disk: FileSystem; store: string; facts: Omit<StoreFacts, "storeId"> },
): void {
  writeStoreFacts(db, facts);
  writeAtomically(disk, store, db.export());
  removeSegments({ disk, store, upTo: facts.lastSegment });
}

/** Removes segments, the oldest first: what a crash leaves still follows without a gap. */
export function removeSegments({
  disk,
  store,
  upTo,
}: {
  disk: FileSystem;
  store: string;
  upTo: number;
}): void {
  for (const number of toSegmentNumbers(store, disk.list(dirname(store)))) {
    if (number <= upTo) disk.remove(toSegmentPath(store, number));
  }
}
