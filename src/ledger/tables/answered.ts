import type { Delivery } from "../../bridge/delivery.ts";
import type { Session } from "../../bridge/session.ts";
import type { Db } from "../database.ts";

/**
 * The other side's id of the message that a delivery answers; null where it answers none, or one that the other side does
 * not have. What came before it in its lane is settled by the time a delivery is taken.
 */
export function findAnswered(
  db: Db,
  { side, outgoing }: Delivery,
  { id: sessionId, chat }: Session,
): string | null {
  if (!outgoing || outgoing.kind === "close" || !outgoing.concerns) return null;
  if (side === "customer") return findMessage(db, { mid: outgoing.concerns, sessionId });
  const tid = outgoing.kind === "post" ? (outgoing.tid ?? chat.tid) : null;
  return tid === null ? null : findPost(db, { messageId: outgoing.concerns, tid });
}

/** The post in a chat that a message of WhatsApp became or came from: only there can it be answered. */
function findPost(db: Db, { messageId, tid }: { messageId: string; tid: string }): string | null {
  const [row] = db.read<{ mid: string }>(
    `SELECT remote_id AS mid, part FROM deliveries
        WHERE side = 'team' AND source_id = ?1 AND remote_id IS NOT NULL AND tid = ?2
      UNION ALL SELECT source_id, part FROM deliveries
        WHERE remote_id = ?1 AND +side = 'customer' AND tid = ?2
      ORDER BY part LIMIT 1`,
    [messageId, tid],
  );
  return row?.mid ?? null;
}

/** The message of WhatsApp that a post tells or became: notices and answers of ours have none, a group's is not of this chat. */
function findMessage(
  db: Db,
  { mid, sessionId }: { mid: string; sessionId: number },
): string | null {
  const [row] = db.read<{ id: string }>(
    `SELECT coalesce(stands_for, source_id) AS id, part FROM deliveries
        WHERE remote_id = ?1 AND +side = 'team' AND +session_id = ?2
          AND kind NOT IN ('notice', 'answer', 'group message')
      UNION ALL SELECT remote_id, part FROM deliveries
        WHERE side = 'customer' AND source_id = ?1 AND remote_id IS NOT NULL AND +session_id = ?2
      ORDER BY part LIMIT 1`,
    [mid, sessionId],
  );
  return row?.id ?? null;
}
