import type { Lane, Side } from "../../bridge/delivery.ts";
import type { Backlog, Decided, Decision } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";
import { addDelivery, keepOpenLanes } from "./deliveries.ts";
import { openStates } from "./delivery-state.ts";
import { handOn } from "./merges.ts";

/** What an operator wants to become of deliveries; what has moved on meanwhile stays as it is. */
export function decide(db: Db, { renewed, dropped, at }: Decision): Decided {
  const begun = renewed.filter((id) => renew(db, id, at));
  const gone = dropped.filter((one) => drop(db, one));
  const notices = gone.flatMap(({ notice }) => notice ?? []);
  for (const notice of notices) addDelivery(db, notice);
  const done = [...begun, ...gone.map(({ id }) => id)];
  dropEmptied(db, done);
  for (const id of done) handOn(db, id);
  const lanes = keepOpenLanes(db, [
    ...lanesOf(db, done),
    ...notices.flatMap(({ sessionId, side }) => (sessionId === null ? [] : { sessionId, side })),
  ]);
  return { done, lanes };
}

/** Lets what waits for somebody begin anew. @returns whether it did */
export function renew(db: Db, id: number, at: number): boolean {
  // What an earlier attempt left would be taken for the new one's. That it failed stays, for staff know of it.
  const changed = db.write(
    `UPDATE deliveries SET state = 'pending', attempts = 0, next_attempt_at = NULL,
        remote_id = NULL, renewed_at = ?, sent_at = NULL
      WHERE id = ? AND state IN ('failed', 'held', 'pending') AND outgoing IS NOT NULL`,
    [at, id],
  );
  return changed > 0;
}

function drop(db: Db, { id, state }: Decision["dropped"][number]): boolean {
  const changed = db.write(
    `UPDATE deliveries SET state = 'dropped', next_attempt_at = NULL, outgoing = NULL
      WHERE id = ? AND state = ?`,
    [id, state],
  );
  return changed > 0;
}

/** A notification is kept for the dead letters in it: with the last of them its body goes. */
function dropEmptied(db: Db, ids: readonly number[]): void {
  db.write(
    `UPDATE notifications SET state = 'dropped', body = NULL
      WHERE id IN (
          SELECT d.notification_id FROM json_each(?) j JOIN deliveries d ON d.id = j.value)
        AND state = 'planned' AND NOT EXISTS (
          SELECT 1 FROM deliveries d WHERE d.notification_id = notifications.id AND d.state = 'failed')`,
    [JSON.stringify(ids)],
  );
}

/** Makes what waits for its next attempt due. Of one to a customer that is in doubt a receipt may still tell. */
export function hasten(db: Db, side: Side): Lane[] {
  const lanes = db.read<Lane>(
    `SELECT DISTINCT session_id AS sessionId, side FROM deliveries
      WHERE +side = ? AND state IN ${openStates} AND next_attempt_at IS NOT NULL`,
    [side],
  );
  const mayGo = side === "customer" ? "state = 'pending'" : "TRUE";
  for (const { sessionId } of lanes) {
    db.write(
      `UPDATE deliveries SET next_attempt_at = NULL
        WHERE session_id = ? AND side = ? AND state IN ${openStates}
          AND next_attempt_at IS NOT NULL AND ${mayGo}`,
      [sessionId, side],
    );
  }
  return lanes;
}

/** Has notifications planned again that are kept because not all in them could be. */
export function replay(db: Db, ids: readonly number[]): number[] {
  return ids.filter((id) => {
    const changed = db.write(
      `UPDATE notifications SET state = 'recorded', reason = NULL WHERE id = ? AND ${isKept}`,
      [id],
    );
    if (changed === 0) return false;
    // Else its elements would be taken for known ones.
    db.write(`DELETE FROM deliveries WHERE notification_id = ? AND state = 'failed'`, [id]);
    return true;
  });
}

/** Gives such notifications up, with what could not be understood in them. */
export function dropNotifications(db: Db, ids: readonly number[]): number[] {
  return ids.filter((id) => {
    const changed = db.write(
      `UPDATE notifications SET state = 'dropped', body = NULL WHERE id = ? AND ${isKept}`,
      [id],
    );
    if (changed === 0) return false;
    db.write(
      "UPDATE deliveries SET state = 'dropped' WHERE notification_id = ? AND state = 'failed'",
      [id],
    );
    return true;
  });
}

const isKept = "state IN ('dead', 'planned') AND body IS NOT NULL";

export function readBacklog(db: Db): Backlog {
  const [row] = db.read<Backlog>(
    `SELECT (SELECT count(*) FROM notifications WHERE state = 'recorded') AS notifications,
      coalesce(sum(iif(side = 'team', present, 0)), 0) AS toTeam,
      coalesce(sum(iif(side = 'customer', present, 0)), 0) AS toCustomer
    FROM delivery_counts WHERE state IN ${openStates}`,
  );
  return row ?? { notifications: 0, toTeam: 0, toCustomer: 0 };
}

function lanesOf(db: Db, ids: readonly number[]): Lane[] {
  return db.read<Lane>(
    `SELECT DISTINCT session_id AS sessionId, side FROM deliveries
      WHERE id IN (SELECT value FROM json_each(?)) AND session_id IS NOT NULL`,
    [JSON.stringify(ids)],
  );
}
