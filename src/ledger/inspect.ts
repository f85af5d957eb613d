import { loadSqlite, type Database } from "./database.ts";
import { readWasm } from "./engine.ts";
import { createFileSystem } from "./file-system.ts";
import { findStore } from "./find-store.ts";
import { loadPatiently } from "./log/load-patiently.ts";
import { readSchemaVersion, schemaVersion } from "./schema.ts";
import { toDamaged, toUnusable } from "./unusable.ts";

/** What a store is, seen from outside. */
export interface Inspected {
  readonly exists: boolean;
  /** In memory, what is only in the log included. */
  readonly bytes: number;
  readonly version: number;
  /** What this program would make of it. */
  readonly newestVersion: number;
  /** How many messages went out to customers, of those that are still known. */
  readonly sentToCustomers: number;
}

/**
 * Reads a store as a reader does and lets SQLite look at every page.
 * @throws OperatorError 73 for one that is damaged or cannot be read, 78 for a foreign or newer one
 */
export async function inspectStore(path: string): Promise<Inspected> {
  const store = findStore(path);
  if (store === null) return none;
  const sqlite = await loadSqlite(await readWasm());
  let db: Database | null = null;
  try {
    db = (await loadPatiently({ disk: createFileSystem(), sqlite, store }))?.db ?? null;
    if (!db) return none;
    expectSound(db, store);
    return { exists: true, newestVersion: schemaVersion, ...readFacts(db) };
  } catch (error) {
    throw toUnusable(`Read the session store "${path}"`, error);
  } finally {
    db?.close();
  }
}

const none: Inspected = {
  exists: false,
  bytes: 0,
  version: schemaVersion,
  newestVersion: schemaVersion,
  sentToCustomers: 0,
};

function expectSound(db: Database, path: string): void {
  const [first] = db.read<{ integrity_check: string }>("PRAGMA integrity_check(1)");
  const fault = first?.integrity_check ?? "no answer";
  if (fault === "ok") return;
  throw toDamaged({ path, offset: null }, fault.replaceAll("\n", " "));
}

function readFacts(db: Database): Omit<Inspected, "exists" | "newestVersion"> {
  const [pages] = db.read<{ bytes: number }>(
    "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
  );
  const [sent] = db.read<{ count: number }>(
    `SELECT count(*) AS count FROM deliveries
      WHERE side = 'customer' AND state IN ('sent', 'delivered', 'read', 'played')`,
  );
  return {
    bytes: pages?.bytes ?? 0,
    version: readSchemaVersion(db),
    sentToCustomers: sent?.count ?? 0,
  };
}
