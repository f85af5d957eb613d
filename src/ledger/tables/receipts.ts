import type { Receipt } from "../../bridge/message.ts";
import type { Db } from "../database.ts";

/** A receipt of a message that is not known (yet). */
export interface ParkedReceipt {
  readonly receipt: Receipt;
  readonly arrivedAt: number;
}

const parkingMs = 10 * 60_000;

/** Keeps a receipt until its message is known, at most 10 minutes; one of each state is enough. */
export function parkReceipt(db: Db, { receipt, arrivedAt }: ParkedReceipt): void {
  db.write(
    `INSERT INTO parked_receipts (message_id, state, receipt, arrived_at)
      SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (
        SELECT 1 FROM parked_receipts WHERE message_id = ?1 AND state = ?2)`,
    [receipt.messageId, receipt.state, JSON.stringify(receipt), arrivedAt],
  );
}

/** Removes a parked receipt by its own id, which need not be there. */
export function unparkReceipt(db: Db, id: number): void {
  db.write("DELETE FROM parked_receipts WHERE id = ?", [id]);
}

/** Drops what has been parked for more than 10 minutes. */
export function dropOldReceipts(db: Db, now: number): void {
  db.write("DELETE FROM parked_receipts WHERE arrived_at < ?", [now - parkingMs]);
}

/** Parked receipts whose delivery is known by now. */
export function readClaimedReceipts(db: Db, limit: number): (ParkedReceipt & { id: number })[] {
  return db
    .read<{ id: number; receipt: string; arrivedAt: number }>(
      `SELECT id, receipt, arrived_at AS arrivedAt FROM parked_receipts p
        WHERE EXISTS (SELECT 1 FROM deliveries d
          WHERE d.side = 'customer' AND d.remote_id = p.message_id)
        ORDER BY id LIMIT ?`,
      [limit],
    )
    .map(({ id, receipt: json, arrivedAt }) => {
      const receipt: Receipt = JSON.parse(json);
      return { id, receipt, arrivedAt };
    });
}

/** Whether receipts wait for this message. */
export function isAwaited(db: Db, messageId: string): boolean {
  const found = db.read("SELECT 1 FROM parked_receipts WHERE message_id = ? LIMIT 1", [messageId]);
  return found.length > 0;
}
