import { OperatorError } from "../../bridge/errors.ts";
import type { Database } from "../database.ts";
import { toFaultText, writeAtomically } from "../file-system.ts";
import { loadStore, type LoadedStore, type StorePlace } from "../log/load.ts";
import { toWholeFile } from "../log/whole-file.ts";

/** A copy that was written and found to be good. */
export interface Verified {
  readonly bytes: number;
  readonly sessions: number;
  readonly deliveries: number;
  readonly notifications: number;
}

/**
 * Writes a sound store as one file, which is then opened anew: it has to be sound too and to hold as many rows of
 * everything. The store that was read is closed.
 * @param place where the copy goes; it stays there also where it is not sound
 * @param from where the store was read, for the words of an error
 * @throws OperatorError 73 for a store or a copy that is not sound
 */
export function writeVerified(place: StorePlace, loaded: LoadedStore, from: string): Verified {
  const { store: path } = place;
  const rows = countSound(loaded.db, from);
  const bytes = write(place, loaded);
  const written = loadStore(place);
  const found = written ? countSound(written.db, path) : {};
  written?.db.close();
  const differing = Object.keys(rows).filter((table) => rows[table] !== found[table]);
  if (differing.length > 0) throw toUnsound(path, `rows are missing in ${differing.join(", ")}`);
  const { sessions = 0, deliveries = 0, notifications = 0 } = rows;
  return { bytes, sessions, deliveries, notifications };
}

/** Two large stores at a time would need much memory, so the one that was read goes. */
function write({ disk, store: path }: StorePlace, loaded: LoadedStore): number {
  const content = toWholeFile(loaded);
  loaded.db.close();
  writeAtomically(disk, path, content);
  return content.length;
}

/** Lets SQLite look at every page. @returns the rows of each table */
function countSound(db: Database, path: string): Readonly<Record<string, number>> {
  try {
    const [first] = db.read<{ integrity_check: string }>("PRAGMA integrity_check(1)");
    if (first?.integrity_check !== "ok") throw new Error(first?.integrity_check);
    const tables = db.read<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
    return Object.fromEntries(tables.map(({ name }) => [name, count(db, name)]));
  } catch (error) {
    throw toUnsound(path, toFaultText(error));
  }
}

function count(db: Database, table: string): number {
  const [row] = db.read<{ count: number }>(`SELECT count(*) AS count FROM "${table}"`);
  return row?.count ?? 0;
}

function toUnsound(path: string, fault: string): OperatorError {
  return new OperatorError(`Verify "${path}": it is not sound (${fault.replaceAll("\n", " ")})`, {
    code: "store_damaged",
    exitCode: 73,
    hint: "no copy was kept; use an earlier backup, and look at the disk",
  });
}
