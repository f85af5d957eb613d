import { isDoubted } from "../../bridge/deliver/retry.ts";
import type { DeliveryState, Lane } from "../../bridge/delivery.ts";
import type { Plan } from "../../bridge/planned.ts";
import type { Session } from "../../bridge/session.ts";
import type { Db } from "../database.ts";
import { addDelivery } from "./deliveries.ts";
import { survivorOf } from "./merges.ts";
import { readSession } from "./sessions.ts";

/**
 * Takes back what a post of staff became: what was not sent is dropped, what is being sent is not tried again, and of what
 * the customer may have by now staff are told.
 * @returns the lanes that may go on without it, and what is dropped
 */
export function withdraw(
  db: Db,
  { postId, at, notices }: Plan["withdrawals"][number],
): { lanes: Lane[]; dropped: number[] } {
  const before = db.read<{ state: string; reason: string | null }>(
    "SELECT state, reason FROM deliveries WHERE side = 'customer' AND source_id = ?",
    [postId],
  );
  db.write(
    `UPDATE deliveries SET state = 'dropped', next_attempt_at = NULL, outgoing = NULL
      WHERE side = 'customer' AND source_id = ? AND state IN ('pending', 'held', 'failed')`,
    [postId],
  );
  db.write(
    `UPDATE deliveries SET withdrawn_at = ?
      WHERE side = 'customer' AND source_id = ? AND withdrawn_at IS NULL`,
    [at, postId],
  );
  const parts = db.read<Lane & { id: number; state: DeliveryState }>(
    `SELECT id, session_id AS sessionId, side, state FROM deliveries
      WHERE side = 'customer' AND source_id = ?`,
    [postId],
  );
  const isUnsure = before.some(isDoubted) || parts.some(({ state }) => isUnderWay.has(state));
  const isSent = parts.some(({ state }) => isTaken.has(state));
  const notice = isSent ? notices.sent : isUnsure && notices.sending;
  if (notice) addDelivery(db, notice);
  const lanes = parts.map(({ sessionId, side }) => ({ sessionId, side }));
  const told = notice ? lanes.map((lane) => ({ ...lane, side: "team" as const })) : [];
  const dropped = parts.filter(({ state }) => state === "dropped").map(({ id }) => id);
  return { lanes: [...lanes, ...told], dropped };
}

/** The session to which a delivery goes, as it is now; null if staff took it back. */
export function readAddressee(db: Db, deliveryId: number): Session | null {
  const [row] = db.read<{ sessionId: number }>(
    "SELECT session_id AS sessionId FROM deliveries WHERE id = ? AND withdrawn_at IS NULL",
    [deliveryId],
  );
  return row ? readSession(db, survivorOf(db, row.sessionId)) : null;
}

/** Drops a delivery that staff took back, before it is tried another time. @returns whether they did */
export function dropWithdrawn(db: Db, deliveryId: number): boolean {
  const changed = db.write(
    `UPDATE deliveries SET state = 'dropped', next_attempt_at = NULL, outgoing = NULL
      WHERE id = ? AND withdrawn_at IS NOT NULL`,
    [deliveryId],
  );
  return changed > 0;
}

const isTaken: ReadonlySet<DeliveryState> = new Set(["sent", "delivered", "read", "played"]);

const isUnderWay: ReadonlySet<DeliveryState> = new Set(["sending", "uncertain"]);
