import type { Plan } from "../../bridge/planned.ts";
import type { ReadMark } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";

/** Notes how far staff have read: the customer's newest message up to a post of ours, or of all that are in the chat. */
export function noteSeen(db: Db, { sessionId, mid }: Plan["seen"][number]): void {
  const upTo = mid === null ? Number.MAX_SAFE_INTEGER : findPost(db, { sessionId, mid });
  if (upTo === null) return;
  const [message] = db.read<{ id: number }>(
    `SELECT id FROM deliveries
      WHERE session_id = ? AND side = 'team' AND id <= ? AND remote_id IS NOT NULL
        AND stands_for IS NULL AND kind NOT IN ('notice', 'answer', 'echo')
      ORDER BY id DESC LIMIT 1`,
    [sessionId, upTo],
  );
  if (!message) return;
  db.write("UPDATE sessions SET staff_read_up_to = ?1 WHERE id = ?2 AND staff_read_up_to < ?1", [
    message.id,
    sessionId,
  ]);
}

/** The newest message of each customer that staff have read and WhatsApp was not told of. */
export function readMarks(db: Db): ReadMark[] {
  return db.read<ReadMark>(
    `SELECT s.id AS sessionId, d.id AS deliveryId, d.source_id AS messageId
      FROM sessions s JOIN deliveries d ON d.id = s.staff_read_up_to
      WHERE s.staff_read_up_to > s.marked_up_to ORDER BY s.id`,
  );
}

/** Ends a mark: WhatsApp knows of it, or does not want to. */
export function endMark(db: Db, { sessionId, deliveryId }: ReadMark): void {
  db.write("UPDATE sessions SET marked_up_to = ?1 WHERE id = ?2 AND marked_up_to < ?1", [
    deliveryId,
    sessionId,
  ]);
}

function findPost(db: Db, { sessionId, mid }: { sessionId: number; mid: string }): number | null {
  const [post] = db.read<{ id: number }>(
    `SELECT id FROM deliveries
      WHERE remote_id = ? AND +side = 'team' AND +session_id = ? LIMIT 1`,
    [mid, sessionId],
  );
  return post?.id ?? null;
}
