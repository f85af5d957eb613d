import {
  lateFileKind,
  type Delivery,
  type DeliveryState,
  type Lane,
  type NewDelivery,
  type Outcome,
  type Side,
} from "../../bridge/delivery.ts";
import type { Outgoing } from "../../bridge/message.ts";
import type { PlannedReceipt } from "../../bridge/planned.ts";
import type { Db } from "../database.ts";
import { isOpen, isSettled, movesOn, openStates } from "./delivery-state.ts";
import { survivorOf } from "./merges.ts";
import { moveLastSent } from "./sessions.ts";

interface DeliveryRow extends Omit<Delivery, "outgoing"> {
  readonly outgoing: string | null;
}

const select = `SELECT id, session_id AS sessionId, side, source_id AS sourceId, part, kind, outgoing, state,
    attempts, next_attempt_at AS nextAttemptAt, reason, created_at AS createdAt, tid,
    remote_id AS remoteId, renewed_at AS renewedAt, notification_id AS notificationId,
    held_as AS heldAs, failed_at AS failedAt
  FROM deliveries`;

/** Stores a delivery that is not there yet, unless its session is gone. */
export function addDelivery(db: Db, delivery: NewDelivery): void {
  const { sessionId, side, sourceId, part, kind, outgoing, state, reason, createdAt, tid } =
    delivery;
  db.write(
    `INSERT INTO deliveries (session_id, side, source_id, part, kind, outgoing, state, attempts,
        reason, created_at, tid, notification_id, stands_for, held_as, about, author, written_at,
        failed_at, held_at)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
          iif(?7 = 'failed', ?9, NULL), iif(?7 = 'held', ?9, NULL)
        WHERE NOT EXISTS (
          SELECT 1 FROM deliveries WHERE side = ?2 AND source_id = ?3 AND part = ?4)
        AND (?1 IS NULL OR EXISTS (SELECT 1 FROM sessions WHERE id = ?1))`,
    [
      sessionId === null ? null : survivorOf(db, sessionId),
      side,
      sourceId,
      part,
      kind,
      outgoing && JSON.stringify(outgoing),
      state,
      reason,
      createdAt,
      tid,
      delivery.notificationId ?? null,
      delivery.standsFor ?? null,
      delivery.heldAs ?? null,
      kind === "notice" && outgoing?.kind === "post" ? (outgoing.replyTo ?? null) : null,
      delivery.author ?? null,
      delivery.writtenAt ?? null,
    ],
  );
}

/** The deliveries that receipts name, by our id or by WhatsApp's. */
export function readNamed(
  db: Db,
  { ids, messageIds }: { ids: readonly number[]; messageIds: readonly string[] },
): Delivery[] {
  return db
    .read<DeliveryRow>(
      `${select} WHERE id IN (SELECT value FROM json_each(?1))
        OR id IN (SELECT id FROM deliveries
          WHERE +side = 'customer' AND remote_id IN (SELECT value FROM json_each(?2)))
        ORDER BY id`,
      [JSON.stringify(ids), JSON.stringify(messageIds)],
    )
    .map(toDelivery);
}

export function readDeliveries(db: Db, ids: readonly number[]): Delivery[] {
  return db
    .read<DeliveryRow>(`${select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [
      JSON.stringify(ids),
    ])
    .map(toDelivery);
}

/** The `mid` of the last post of ours that a chat is known to have. */
export function readLastPost(
  db: Db,
  { sessionId, tid }: { sessionId: number; tid: string },
): string | null {
  const [row] = db.read<{ mid: string }>(
    `SELECT remote_id AS mid FROM deliveries
      WHERE session_id = ? AND side = 'team' AND tid = ? AND remote_id IS NOT NULL
      ORDER BY id DESC LIMIT 1`,
    [survivorOf(db, sessionId), tid],
  );
  return row?.mid ?? null;
}

/** Those of the ids that a delivery came from, or that a post of ours has. */
export function readKnownSources(db: Db, ids: readonly string[]): string[] {
  return db
    .read<{ value: string }>(
      `SELECT DISTINCT j.value FROM json_each(?) j WHERE
        EXISTS (SELECT 1 FROM deliveries WHERE side IN ('team', 'customer') AND source_id = j.value)
        OR EXISTS (SELECT 1 FROM deliveries WHERE side = 'team' AND remote_id = j.value)`,
      [JSON.stringify(ids)],
    )
    .map(({ value }) => value);
}

/** What these sessions keep until their customers write, in the order in which it was written. */
export function readHeld(db: Db, sessionIds: readonly number[]): Delivery[] {
  return db
    .read<DeliveryRow>(
      `${select} WHERE session_id IN (SELECT value FROM json_each(?)) AND state = 'held' ORDER BY id`,
      [JSON.stringify(sessionIds)],
    )
    .map(toDelivery);
}

/** The lanes with an open delivery. */
export function readLanes(db: Db): Lane[] {
  return db.read<Lane>(
    `SELECT DISTINCT session_id AS sessionId, side FROM deliveries
      WHERE state IN ${openStates} AND session_id IS NOT NULL`,
  );
}

/** Those of the lanes that have an open delivery, each once; also those that took the place of one. */
export function keepOpenLanes(db: Db, lanes: readonly Lane[]): Lane[] {
  const all = [
    ...lanes,
    ...lanes.map((lane) => ({ ...lane, sessionId: survivorOf(db, lane.sessionId) })),
  ];
  const distinct = new Map(all.map((lane) => [`${lane.side} ${lane.sessionId}`, lane]));
  return [...distinct.values()].filter(({ sessionId, side }) => {
    const found = db.read(
      `SELECT 1 FROM deliveries WHERE session_id = ? AND side = ? AND state IN ${openStates} LIMIT 1`,
      [sessionId, side],
    );
    return found.length > 0;
  });
}

/** Moves a delivery forward; one that is further already, or unknown, stays as it is. */
export function moveDelivery(db: Db, receipt: PlannedReceipt, tid: string | null = null): void {
  const { deliveryId, state, messageId, reason, at } = receipt;
  const row = readState(db, deliveryId);
  if (!row) return;
  db.write(
    "UPDATE deliveries SET remote_id = ?, tid = coalesce(?, tid) WHERE id = ? AND remote_id IS NULL",
    [messageId, tid, deliveryId],
  );
  const isNews = movesOn(row.state, state);
  // A receipt that comes behind a later one still tells its time.
  if (isNews || state !== "failed") noteTime(db, receipt);
  if (!isNews) return;
  db.write(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at = NULL,
        outgoing = iif(?, NULL, outgoing) WHERE id = ?`,
    [state, reason, isSettled(state, row.side) ? 1 : 0, deliveryId],
  );
  const isFirstSign = isOpen(row.state) && state !== "failed";
  if (isFirstSign && row.side === "customer" && row.sessionId !== null) {
    moveLastSent(db, row.sessionId, at);
  }
}

/** When a state was first told; of a failure when it last was, for whatever failed may be tried anew. */
function noteTime(db: Db, { deliveryId, state, at }: PlannedReceipt): void {
  const column = `${state}_at`;
  const unless = state === "failed" ? "" : `AND ${column} IS NULL`;
  db.write(`UPDATE deliveries SET ${column} = ? WHERE id = ? ${unless}`, [at, deliveryId]);
}

/** Lets an open delivery wait for its next attempt. */
export function delayDelivery(db: Db, wait: Extract<Outcome, { kind: "retry" }>): void {
  const { deliveryId, nextAttemptAt, reason, uncertain, untried = false } = wait;
  db.write(
    `UPDATE deliveries SET state = ?, next_attempt_at = ?, reason = ?,
        attempts = max(0, attempts - ?) WHERE id = ? AND state IN ${openStates}`,
    [uncertain ? "uncertain" : "pending", nextAttemptAt, reason, untried ? 1 : 0, deliveryId],
  );
}

/** Ends an open delivery without success. @returns false if it was no longer open */
export function failDelivery(
  db: Db,
  { deliveryId, reason, at }: { deliveryId: number; reason: string; at: number },
): boolean {
  return (
    db.write(
      `UPDATE deliveries SET state = 'failed', next_attempt_at = NULL, reason = ?, failed_at = ?
        WHERE id = ? AND state IN ${openStates}`,
      [reason, at, deliveryId],
    ) > 0
  );
}

/** Whether a delivery was not renewed since. */
export function isOfRenewal(db: Db, deliveryId: number, renewedAt: number | null): boolean {
  const found = db.read("SELECT 1 FROM deliveries WHERE id = ? AND renewed_at IS ?", [
    deliveryId,
    renewedAt,
  ]);
  return found.length > 0;
}

/** The lane of a delivery, if it has one. */
export function laneOf(db: Db, deliveryId: number): Lane | null {
  const row = readState(db, deliveryId);
  if (!row || row.sessionId === null) return null;
  return { sessionId: row.sessionId, side: row.side };
}

function readState(
  db: Db,
  id: number,
): { state: DeliveryState; side: Side; sessionId: number | null } | null {
  const [row] = db.read<{ state: DeliveryState; side: Side; sessionId: number | null }>(
    "SELECT state, side, session_id AS sessionId FROM deliveries WHERE id = ?",
    [id],
  );
  return row ?? null;
}

/** The first open delivery of a lane; a late file that waits for its next attempt lets the others pass. */
export function readFirst(db: Db, { sessionId, side }: Lane, now: number): Delivery | null {
  const open = `session_id = ?1 AND side = ?2 AND state IN ${openStates}`;
  const waiting = `(kind = '${lateFileKind}' AND state = 'pending' AND next_attempt_at > ?3)`;
  const [row] = [
    `${select} WHERE ${open} AND NOT coalesce(${waiting}, FALSE) ORDER BY id LIMIT 1`,
    `${select} WHERE ${open} AND ${waiting} ORDER BY next_attempt_at, id LIMIT 1`,
  ].flatMap((query) => db.read<DeliveryRow>(query, [sessionId, side, now]));
  return row ? toDelivery(row) : null;
}

function toDelivery({ outgoing: json, ...row }: DeliveryRow): Delivery {
  const outgoing: Outgoing | null = json === null ? null : JSON.parse(json);
  return { ...row, outgoing };
}
