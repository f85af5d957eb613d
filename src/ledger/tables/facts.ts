import type { Fact } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";

/** Null where it was never set. */
export function readFact(db: Db, name: Fact): string | null {
  const [row] = db.read<{ value: string }>("SELECT value FROM facts WHERE name = ?", [name]);
  return row?.value ?? null;
}

/** Writes only what is news, so that a fact told again costs no record in the log. */
export function setFact(db: Db, { name, value }: { name: Fact; value: string }): void {
  db.write(
    `INSERT INTO facts (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    [name, value],
  );
}
