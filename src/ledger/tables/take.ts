import type { Delivery, Lane, Taken } from "../../bridge/delivery.ts";
import type { Db } from "../database.ts";
import { findAnswered } from "./answered.ts";
import { readFirst } from "./deliveries.ts";
import { isBehindMerged } from "./merges.ts";
import { readSession } from "./sessions.ts";
import { dropWithdrawn } from "./withdrawals.ts";

/** Nothing is made to wait for more than an hour: what seems to was stored before the clock was set back. */
const longestWaitMs = 70 * 60_000;
/** When a delivery in doubt is looked at again while planning is behind. */
const planningPauseMs = 1_000;
/** When a lane looks again that waits for what is under way in a session that was merged; mostly it is woken before. */
const mergePauseMs = 10_000;

/** When a lane is looked at, when it may be tried, and when it may repeat what is in doubt. */
export interface Turn {
  readonly lane: Lane;
  readonly now: number;
  readonly openAt: number;
  readonly resendAt: number;
}

/** The first open delivery of a lane, marked `sending` if it is due. */
export function takeDelivery(db: Db, turn: Turn): Taken | null {
  const { lane, now, openAt, resendAt } = turn;
  const first = readFirst(db, lane, now);
  if (!first) return null;
  const session = readSession(db, lane.sessionId);
  if (!session) throw new Error("a delivery without its session");
  const inDoubt = first.state !== "pending";
  // A receipt may still tell of one in doubt.
  if (!inDoubt && dropWithdrawn(db, first.id)) return takeDelivery(db, turn);
  const facts = { session, inDoubt, replyTo: null };
  const needsReceipt = inDoubt && lane.side === "customer";
  if (first.state === "sending" && needsReceipt) {
    const reason = "cut off while it was sent";
    db.write(
      "UPDATE deliveries SET state = 'uncertain', next_attempt_at = ?, reason = ? WHERE id = ?",
      [resendAt, reason, first.id],
    );
    const delivery = { ...first, state: "uncertain", nextAttemptAt: resendAt, reason } as const;
    return { ...facts, delivery, waitUntil: Math.max(resendAt, openAt) };
  }
  if (!inDoubt && isBehindMerged(db, lane, first.id)) {
    return { ...facts, delivery: first, waitUntil: Math.max(now + mergePauseMs, openAt) };
  }
  const dueAt = Math.max(first.nextAttemptAt ?? 0, needsReceipt ? resendAt : 0);
  const waitUntil = Math.max(dueAt > now + longestWaitMs ? 0 : dueAt, openAt);
  if (waitUntil > now) return { ...facts, delivery: first, waitUntil };
  if (needsReceipt && isUnplanned(db, dueAt)) {
    return { ...facts, delivery: first, waitUntil: now + planningPauseMs };
  }
  if (dropWithdrawn(db, first.id)) return takeDelivery(db, turn);
  db.write(
    "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL WHERE id = ?",
    [first.id],
  );
  const delivery: Delivery = {
    ...first,
    state: "sending",
    attempts: first.attempts + 1,
    nextAttemptAt: null,
  };
  return { ...facts, delivery, waitUntil: null, replyTo: findAnswered(db, first, session) };
}

/** Whether something that came in by `until` is not planned yet: it may be the receipt that settles a delivery in doubt. */
function isUnplanned(db: Db, until: number): boolean {
  const [oldest] = db.read<{ receivedAt: number }>(
    `SELECT received_at AS receivedAt FROM notifications
      WHERE state = 'recorded' ORDER BY id LIMIT 1`,
  );
  return oldest !== undefined && oldest.receivedAt <= until;
}
