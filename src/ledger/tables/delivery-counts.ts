import type { DeliveryCount } from "../../bridge/figures.ts";
import type { Db } from "../database.ts";

/** Kinds that WhatsApp does not hand over carry its own words for them, of which there may be any number. */
function toKind(row: "" | "OLD." | "NEW."): string {
  return `iif(${row}kind LIKE 'unsupported %', 'unsupported', ${row}kind)`;
}

const enter = `INSERT INTO delivery_counts VALUES (NEW.side, ${toKind("NEW.")}, NEW.state, 1, 1)
  ON CONFLICT (side, kind, state) DO UPDATE SET entered = entered + 1, present = present + 1;`;

const leave = `UPDATE delivery_counts SET present = present - 1
  WHERE side = OLD.side AND kind = ${toKind("OLD.")} AND state = OLD.state;`;

/**
 * Makes the counts of deliveries, which the engine keeps from then on whoever changes a delivery: counting them when
 * somebody asks would take longer the more there are, and keep the ledger's thread from its work.
 */
export const createDeliveryCounts: readonly string[] = [
  `CREATE TABLE delivery_counts (
    side TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
    entered INTEGER NOT NULL, present INTEGER NOT NULL,
    PRIMARY KEY (side, kind, state)) STRICT, WITHOUT ROWID`,
  `INSERT INTO delivery_counts
    SELECT side, ${toKind("")}, state, count(*), count(*) FROM deliveries GROUP BY 1, 2, 3`,
  `CREATE TRIGGER deliveries_added AFTER INSERT ON deliveries BEGIN ${enter} END`,
  `CREATE TRIGGER deliveries_moved AFTER UPDATE OF state ON deliveries
    WHEN OLD.state <> NEW.state BEGIN ${leave} ${enter} END`,
  `CREATE TRIGGER deliveries_removed AFTER DELETE ON deliveries BEGIN ${leave} END`,
];

/** As many rows as there are kinds in states, however many deliveries. */
export function readDeliveryCounts(db: Db): DeliveryCount[] {
  return db.read<DeliveryCount>(
    "SELECT side, kind, state, entered, present FROM delivery_counts ORDER BY side, kind, state",
  );
}
