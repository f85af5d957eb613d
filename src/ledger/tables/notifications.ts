import type { Plan } from "../../bridge/planned.ts";
import type { RecordedNotification, Source } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";
import { setFact } from "./facts.ts";

/** A raw notification as it came in. */
export interface NewNotification {
  readonly source: Source;
  readonly receivedAt: number;
  readonly body: Uint8Array;
  readonly cursor?: string;
}

export function record(db: Db, { source, receivedAt, body, cursor }: NewNotification): void {
  db.write(
    "INSERT INTO notifications (source, received_at, state, body) VALUES (?, ?, 'recorded', ?)",
    [source, receivedAt, body],
  );
  if (cursor !== undefined) setFact(db, { name: "feed-cursor", value: cursor });
}

/** Bodies of one batch together, so that a batch of large ones stays small; the first is always there. */
const mostBytes = 32 * 1024 * 1024;

/** What waits to be planned, oldest first. */
export function readRecorded(db: Db, limit: number): RecordedNotification[] {
  return db.read<RecordedNotification>(
    `WITH waiting AS (
        SELECT id, length(body) AS size FROM notifications
        WHERE state = 'recorded' ORDER BY id LIMIT ?),
      placed AS (SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM waiting)
      SELECT n.id, source, received_at AS receivedAt, body
      FROM placed p CROSS JOIN notifications n ON n.id = p.id
      WHERE p.before < ? ORDER BY n.id`,
    [limit, mostBytes],
  );
}

/** Ends the waiting of a notification. Its body goes, unless something in it cannot be planned. */
export function endNotification(
  db: Db,
  { id, state, reason }: Plan["notifications"][number],
): void {
  db.write(
    `UPDATE notifications SET state = ?1, reason = ?2, body = iif(?2 IS NULL, NULL, body)
      WHERE id = ?3 AND state = 'recorded'`,
    [state, reason, id],
  );
}

/** When the latest of these came in; 0 if there is none. */
export function latestArrival(db: Db, ids: readonly number[]): number {
  const [row] = db.read<{ latest: number | null }>(
    `SELECT max(received_at) AS latest FROM notifications
      WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  );
  return row?.latest ?? 0;
}
