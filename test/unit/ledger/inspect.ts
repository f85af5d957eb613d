import assert from "node:assert/strict";

import type { Database, Sqlite } from "../../../src/ledger/database.ts";
import { createFileSystem } from "../../../src/ledger/file-system.ts";
import { loadStore } from "../../../src/ledger/log/load.ts";

/** A row as it is in the store. */
export type Row = Record<string, unknown>;

/** Looks into a store without changing it, at the version that it has. */
export function inspect<T>(sqlite: Sqlite, store: string, look: (db: Database) => T): T {
  const loaded = loadStore({ disk: createFileSystem(), sqlite, store });
  assert.ok(loaded, `${store} is missing`);
  try {
    return look(loaded.db);
  } finally {
    loaded.db.close();
  }
}

/** Columns that version 1 did not have. */
const laterColumns: ReadonlySet<string> = new Set([
  "renewed_at",
  "notification_id",
  "withdrawn_at",
  "sent_at",
  "delivered_at",
  "read_at",
  "played_at",
  "failed_at",
  "deleted_at",
  "stands_for",
  "about",
  "author",
  "written_at",
  "held_as",
  "held_at",
  "last_answered_at",
  "needs",
  "staff_read_up_to",
  "marked_up_to",
]);

/** Tables that came after version 1. */
const newTables = ["merges", "delivery_counts", "former_chats"];

/** Every row of every table of version 1 but what the store says of itself, with that version's columns alone. */
export function readRows(db: Database): Record<string, Row[]> {
  const tables = db.read<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'store' ORDER BY name",
  );
  const known = tables.filter(({ name }) => !newTables.includes(name));
  return Object.fromEntries(
    known.map(({ name }) => [
      name,
      db
        .read<Row>(`SELECT * FROM ${name}`)
        .map((row) =>
          Object.fromEntries(Object.entries(row).filter(([column]) => !laterColumns.has(column))),
        ),
    ]),
  );
}

/** What a store says of its versions. */
export function readVersions(db: Database): Row {
  return {
    ...db.read<Row>("SELECT schema_version, oldest_compatible FROM store")[0],
    ...db.read<Row>("PRAGMA user_version")[0],
  };
}

export function readStoreId(db: Database): string | undefined {
  return db.read<{ store_id: string }>("SELECT store_id FROM store")[0]?.store_id;
}
