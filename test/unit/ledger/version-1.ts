import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { createFileSystem } from "../../../src/ledger/file-system.ts";
import { RecordLog } from "../../../src/ledger/log/log.ts";

/** What the fixture says of itself. */
const facts = { storeId: "a3f927e40ef90f35", lastSequence: 23, lastSegment: 1 };

/** Puts a store of schema version 1 at a path, and behind it a log that holds one notification more. */
export function placeVersion1(store: string): void {
  const fixture = new URL("../../fixtures/ledger/version-1.sqlite", import.meta.url);
  copyFileSync(fileURLToPath(fixture), store);
  const log = new RecordLog(
    { disk: createFileSystem(), store, storeId: facts.storeId },
    { lastNumber: facts.lastSegment, nextSequence: facts.lastSequence + 1 },
  );
  log.append([
    {
      sql: "INSERT INTO notifications (source, received_at, state, body) VALUES (?, ?, 'recorded', ?)",
      values: ["dialog360", 1_795_165_300_000, Buffer.from("from the log")],
    },
  ]);
  log.close();
}
