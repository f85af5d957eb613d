import type { Fact } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";

export function readFact(db: Db, name: Fact): string | null {
  const [row] = db.read<{ value: string }>("SELECT value FROM facts WHERE name = ?", [name]);
  return row?.value ?? null;
}

export function setFact(db: Db, { name, value }: { name: Fact; value: string }): void {
  db.write(
    `INSERT INTO facts (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    [name, value],
  );
}
