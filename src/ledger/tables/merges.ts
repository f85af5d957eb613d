import type { Lane } from "../../bridge/delivery.ts";
import type { Claim, Merge } from "../../bridge/planned.ts";
import type { Db } from "../database.ts";
import { inDoubtStates, openStates } from "./delivery-state.ts";

/**
 * Makes one session of two: all that leads to the one leads to the other, and what waits in its lanes joins those of the
 * other in the order in which it was planned. What may have been accepted already stays, bound to the chat and the address
 * where it was tried, until it is settled: see `isBehindMerged` and `handOn`.
 */
export function mergeSession(db: Db, { sessionId, into, at }: Merge): void {
  const isNew = db.write(
    `INSERT INTO merges (session_id, merged_into, merged_at) SELECT ?1, ?2, ?3
      WHERE NOT EXISTS (SELECT 1 FROM merges WHERE session_id = ?1)
        AND EXISTS (SELECT 1 FROM sessions WHERE id = ?2)`,
    [sessionId, into, at],
  );
  if (isNew === 0) return;
  db.write("UPDATE merges SET merged_into = ? WHERE merged_into = ?", [into, sessionId]);
  db.write("UPDATE identities SET session_id = ? WHERE session_id = ?", [into, sessionId]);
  db.write("UPDATE chats SET session_id = ? WHERE session_id = ?", [into, sessionId]);
  // Its numbers begin behind those that are there.
  db.write(
    `UPDATE deliveries SET held_as = held_as + (
        SELECT coalesce(max(h.held_as), 0) FROM deliveries h WHERE h.state = 'held' AND h.session_id = ?)
      WHERE session_id = ? AND state = 'held'`,
    [into, sessionId],
  );
  db.write(
    `UPDATE deliveries SET session_id = ? WHERE session_id = ? AND state NOT IN ${inDoubtStates}`,
    [into, sessionId],
  );
  db.write(
    `UPDATE sessions SET started_at = min(sessions.started_at, o.started_at),
        last_received_at = ${later("last_received_at")},
        last_answered_at = ${later("last_answered_at")},
        last_sent_at = ${later("last_sent_at")},
        window_expires_at = ${later("window_expires_at")},
        staff_read_up_to = max(sessions.staff_read_up_to, o.staff_read_up_to),
        marked_up_to = min(sessions.marked_up_to, o.marked_up_to)
      FROM sessions o WHERE sessions.id = ? AND o.id = ?`,
    [into, sessionId],
  );
  // For what is under way there.
  db.write(
    `UPDATE sessions SET customer = i.customer, window_expires_at = i.window_expires_at
      FROM sessions i WHERE i.id = ? AND sessions.id = ?`,
    [into, sessionId],
  );
}

/** Lets a number lead to another session. */
export function claimIdentity(db: Db, { sessionId, identity }: Claim): void {
  db.write(
    `UPDATE identities SET session_id = ?1 WHERE kind = ?2 AND value = ?3
      AND EXISTS (SELECT 1 FROM sessions WHERE id = ?1)`,
    [sessionId, identity.kind, identity.value],
  );
}

/** The session that goes on for this one: itself, unless it was merged into another. */
export function survivorOf(db: Db, sessionId: number): number {
  const [row] = db.read<{ id: number }>(
    "SELECT merged_into AS id FROM merges WHERE session_id = ?",
    [sessionId],
  );
  return row?.id ?? sessionId;
}

/** Whether something is still under way, in a session that was merged into this one, that has to be settled before. */
export function isBehindMerged(db: Db, { sessionId, side }: Lane, deliveryId: number): boolean {
  const ahead = db.read(
    `SELECT 1 FROM merges m CROSS JOIN deliveries d ON d.session_id = m.session_id
      WHERE m.merged_into = ? AND d.side = ? AND d.state IN ${openStates} AND d.id < ? LIMIT 1`,
    [sessionId, side, deliveryId],
  );
  return ahead.length > 0;
}

/** Gives a delivery that is no longer under way to the session that goes on. @returns the lane that may have waited for it */
export function handOn(db: Db, deliveryId: number): Lane[] {
  const [lane] = db.read<Lane>(
    `SELECT m.merged_into AS sessionId, d.side FROM deliveries d
      JOIN merges m ON m.session_id = d.session_id WHERE d.id = ?`,
    [deliveryId],
  );
  if (!lane) return [];
  db.write(`UPDATE deliveries SET session_id = ? WHERE id = ? AND state NOT IN ${inDoubtStates}`, [
    lane.sessionId,
    deliveryId,
  ]);
  return [lane];
}

function later(column: string): string {
  const [own, other] = [`sessions.${column}`, `o.${column}`];
  return `max(coalesce(${own}, ${other}), coalesce(${other}, ${own}))`;
}
