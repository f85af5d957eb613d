import type { LoadedStore } from "./load.ts";
import { writeStoreFacts } from "./schema.ts";

/** A store as one file that needs no log: a copy, or a checkpoint. */
export function toWholeFile({ db, lastSequence, lastSegment }: LoadedStore): Uint8Array {
  writeStoreFacts(db, { lastSequence, lastSegment });
  return db.export();
}
