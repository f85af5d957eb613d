import type { DeliveryState, Lane } from "../../bridge/delivery.ts";
import type { Plan } from "../../bridge/ports.ts";
import type { Db } from "../database.ts";
import { addDelivery } from "./deliveries.ts";

/**
 * Takes back what a post of staff became: what was not sent is dropped, what is being sent is not tried again, and of what
 * the customer may have by now staff are told.
 * @returns the lanes that may go on without it
 */
export function withdraw(db: Db, { postId, at, notices }: Plan["withdrawals"][number]): Lane[] {
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
  const parts = db.read<Lane & { state: DeliveryState }>(
    `SELECT session_id AS sessionId, side, state FROM deliveries
      WHERE side = 'customer' AND source_id = ?`,
    [postId],
  );
  const notice = parts.some(({ state }) => isTaken.has(state))
    ? notices.sent
    : parts.some(({ state }) => isUnderWay.has(state)) && notices.sending;
  if (notice) addDelivery(db, notice);
  const lanes = parts.map(({ sessionId, side }) => ({ sessionId, side }));
  return notice ? [...lanes, ...lanes.map((lane) => ({ ...lane, side: "team" as const }))] : lanes;
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
