import type { Database } from "../database.ts";
import { writeStoreFacts } from "../schema.ts";
import type { Extent } from "./load.ts";

/** A store as one file that needs no log. */
export function toWholeFile({
  db,
  lastSequence,
  lastSegment,
}: Extent & { db: Database }): Uint8Array {
  writeStoreFacts(db, { lastSequence, lastSegment });
  return db.export();
}
