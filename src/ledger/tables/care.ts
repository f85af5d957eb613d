import type { Delivery, Lane } from "../../bridge/delivery.ts";
import type { Attention, Neglected } from "../../bridge/planned.ts";
import type { Ledger } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";
import { addDelivery, keepOpenLanes, readDeliveries } from "./deliveries.ts";
import { readSession } from "./sessions.ts";

/** So many windows are decided on at once: what a page costs the relay's thread is a millisecond or two. */
const pageSize = 200;

type Asked = Parameters<Ledger["neglected"]>[0];

/** Finds what time alone may make due. */
export function readNeglected(db: Db, asked: Asked): Neglected {
  const ids = readOwed(db, asked);
  const owed = ids.flatMap((id) => readSession(db, id) ?? []);
  const last = ids.length === pageSize ? owed.at(-1) : null;
  return {
    owed,
    kept: asked.after ? [] : readKept(db, asked),
    next: last ? { windowExpiresAt: last.windowExpiresAt ?? 0, sessionId: last.id } : null,
  };
}

function readOwed(db: Db, { now, endsBefore, after }: Asked): number[] {
  // The condition is the index's own: it is used only where it is asked for in the same words.
  const rows = db.read<{ id: number }>(
    `SELECT id FROM sessions s
      WHERE last_received_at > coalesce(last_answered_at, -1)
        AND window_expires_at > ? AND window_expires_at <= ? AND (window_expires_at, id) > (?, ?)
        AND NOT EXISTS (SELECT 1 FROM merges WHERE session_id = s.id)
      ORDER BY window_expires_at, id LIMIT ${pageSize}`,
    [now, toBound(endsBefore), after?.windowExpiresAt ?? 0, after?.sessionId ?? 0],
  );
  return rows.map(({ id }) => id);
}

function readKept(db: Db, { keptSince, togetherMs }: Asked): Delivery[] {
  const rows = db.read<{ id: number }>(
    `SELECT id FROM deliveries WHERE state = 'held' AND held_at <= ?2
      AND session_id IN (SELECT session_id FROM deliveries WHERE state = 'held' AND held_at <= ?1)`,
    [keptSince, keptSince + togetherMs],
  );
  const ids = rows.map(({ id }) => id);
  return ids.length > 0 ? readDeliveries(db, ids) : [];
}

/** Stores what staff are told, and ends what is kept no longer; its content stays for another try. */
export function attend(db: Db, { notices, expired, at }: Attention): Lane[] {
  const told = expired.flatMap(({ deliveryIds, notice }) => {
    const ended = deliveryIds.filter((id) => endKept(db, id, at));
    return ended.length > 0 ? notice : [];
  });
  const all = [...notices, ...told];
  for (const notice of all) addDelivery(db, notice);
  return keepOpenLanes(
    db,
    all.flatMap(({ sessionId, side }) => (sessionId === null ? [] : { sessionId, side })),
  );
}

function endKept(db: Db, id: number, at: number): boolean {
  const changed = db.write(
    `UPDATE deliveries SET state = 'failed', reason = 'kept for 7 days', failed_at = ?
      WHERE id = ? AND state = 'held'`,
    [at, id],
  );
  return changed > 0;
}

/** SQLite knows no infinity among whole numbers. */
function toBound(ms: number): number {
  return Math.min(ms, Number.MAX_SAFE_INTEGER);
}
