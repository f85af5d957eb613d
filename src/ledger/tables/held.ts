import type { Outcome } from "../../bridge/delivery.ts";
import type { Plan, PlannedHold } from "../../bridge/planned.ts";
import type { Db } from "../database.ts";
import { renew } from "./decisions.ts";
import { delayDelivery, readHeld } from "./deliveries.ts";
import { openStates } from "./delivery-state.ts";
import { survivorOf } from "./merges.ts";
import { dropWithdrawn } from "./withdrawals.ts";

/** Keeps what an attempt found to be outside the window. If there is a later window by now, it goes out at once. */
export function holdDelivery(db: Db, held: Extract<Outcome, { kind: "held" }>): boolean {
  const { deliveryId, reason, at, windowExpiresAt } = held;
  const [session] = db.read<{ windowExpiresAt: number | null }>(
    `SELECT window_expires_at AS windowExpiresAt FROM sessions
      WHERE id = (SELECT session_id FROM deliveries WHERE id = ?)`,
    [deliveryId],
  );
  if ((session?.windowExpiresAt ?? 0) > (windowExpiresAt ?? 0)) {
    const retry = {
      kind: "retry",
      deliveryId,
      nextAttemptAt: at,
      reason,
      uncertain: false,
    } as const;
    delayDelivery(db, retry);
    return false;
  }
  return hold(db, { deliveryId, reason, at }, openStates);
}

/**
 * Keeps what WhatsApp took and did not deliver, or what failed and is to be sent after all. If the customer has written since
 * it was sent, it goes out at once; if staff took it back, never.
 */
export function holdAgain(db: Db, held: PlannedHold): void {
  const { deliveryId, at } = held;
  if (dropWithdrawn(db, deliveryId)) return;
  if (!hold(db, held, "('pending', 'sending', 'uncertain', 'sent', 'failed')")) return;
  const since = db.read(
    `SELECT 1 FROM deliveries d JOIN sessions s ON s.id = d.session_id
      WHERE d.id = ? AND s.last_received_at > d.sent_at`,
    [deliveryId],
  );
  if (since.length > 0) renew(db, deliveryId, at);
}

/** Lets everything go out that is kept for a customer, in order. */
export function releaseHeld(db: Db, { sessionId, at }: Plan["released"][number]): void {
  for (const { id } of readHeld(db, [survivorOf(db, sessionId)])) renew(db, id, at);
}

/** Gives a post up that is kept. @returns the deliveries that it was */
export function cancelHeld(db: Db, postId: string): number[] {
  const ids = db.read<{ id: number }>(
    "SELECT id FROM deliveries WHERE side = 'customer' AND source_id = ? AND state = 'held'",
    [postId],
  );
  db.write(
    `UPDATE deliveries SET state = 'dropped', outgoing = NULL
      WHERE side = 'customer' AND source_id = ? AND state = 'held'`,
    [postId],
  );
  return ids.map(({ id }) => id);
}

/** All parts of a post have one number; it is the next after the last that is kept. */
function hold(db: Db, { deliveryId, reason, at }: PlannedHold, from: string): boolean {
  const changed = db.write(
    `UPDATE deliveries SET state = 'held', next_attempt_at = NULL, reason = ?2, held_at = ?3,
        held_as = coalesce(
          (SELECT h.held_as FROM deliveries h WHERE h.state = 'held'
            AND h.session_id = deliveries.session_id AND h.source_id = deliveries.source_id LIMIT 1),
          (SELECT coalesce(max(h.held_as), 0) + 1 FROM deliveries h WHERE h.state = 'held'
            AND h.session_id = deliveries.session_id))
      WHERE id = ?1 AND outgoing IS NOT NULL AND state IN ${from}`,
    [deliveryId, reason, at],
  );
  return changed > 0;
}
