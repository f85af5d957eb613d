import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { createFileSystem } from "../../../src/ledger/file-system.ts";
import { RecordLog } from "../../../src/ledger/log/log.ts";

/** What the fixtures say of themselves, by the version of their schema. */
const facts = {
  1: { storeId: "a3f927e40ef90f35", lastSequence: 23 },
  2: { storeId: "a9b07ac84dcce833", lastSequence: 30 },
} as const;

export type OlderVersion = keyof typeof facts;

/** Puts a store of an older version at a path, and behind it a log that holds one notification more. */
export function placeOlder(store: string, version: OlderVersion = 1): void {
  const fixture = new URL(`../../fixtures/ledger/version-${version}.sqlite`, import.meta.url);
  copyFileSync(fileURLToPath(fixture), store);
  const { storeId, lastSequence } = facts[version];
  const log = new RecordLog(
    { disk: createFileSystem(), store, storeId },
    { lastNumber: 1, nextSequence: lastSequence + 1 },
  );
  log.append([
    {
      sql: "INSERT INTO notifications (source, received_at, state, body) VALUES (?, ?, 'recorded', ?)",
      values: ["dialog360", 1_795_165_300_000, Buffer.from("from the log")],
    },
  ]);
  log.close();
}
