import type { Database, Db } from "./database.ts";

/** A row of `facts` that says `1` as long as something was erased of which the files may still hold bytes. */
const mark = "erased";

/**
 * Notes that something was erased: the next file that is written holds nothing but what is kept. Told again it goes to the
 * log again, for another file may have been written meanwhile, of which this database does not know.
 */
export function markErased(db: Db): void {
  db.write(
    `INSERT INTO facts (name, value) VALUES (?, '1')
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [mark],
  );
}

/** Whether something was erased since the store's file was written. */
export function isMarkedErased(db: Db): boolean {
  return db.read("SELECT 1 FROM facts WHERE name = ? AND value = '1'", [mark]).length > 0;
}

/** For the file that is being written: there is nothing erased in it. The row stays, since copies are compared by their rows. */
export function clearErased(db: Database): void {
  db.execute("UPDATE facts SET value = '0' WHERE name = ?", [mark]);
}
