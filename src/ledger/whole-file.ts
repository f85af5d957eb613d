import { dirname } from "node:path";

import type { LoadedStore, StorePlace } from "./load.ts";
import { writeStoreFacts } from "./schema.ts";
import { toSegmentNumbers, toSegmentPath } from "./store-path.ts";

/** A store as one file that needs no log. */
export function toWholeFile({ db, lastSequence, lastSegment }: LoadedStore): Uint8Array {
  writeStoreFacts(db, { lastSequence, lastSegment });
  return db.export();
}

/** Removes a log that the store file covers, the oldest segment first: what a crash leaves is still covered. */
export function removeLog({ disk, store }: StorePlace): void {
  for (const number of toSegmentNumbers(store, disk.list(dirname(store)))) {
    disk.remove(toSegmentPath(store, number));
  }
}
