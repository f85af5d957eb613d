import type { Customer } from "../../bridge/identity.ts";
import type {
  Overview,
  OverviewCounts,
  OverviewLedger,
  SeenDelivery,
  SeenNotification,
  SeenSession,
  SessionView,
  Traffic,
} from "../../bridge/overview.ts";
import { nobodysSessionId } from "../../bridge/session.ts";
import type { Db } from "../database.ts";
import { readBacklog } from "./decisions.ts";
import { openStates, stuckStates } from "./delivery-state.ts";

/** Of the newest or oldest deliveries so many are looked at for whose they are. */
const deliveriesOfView = 1_000;

const isMerged = "EXISTS (SELECT 1 FROM merges m WHERE m.session_id = s.id)";
/** In the words of the index `sessions_owed`, as the others here are in those of theirs. */
const isOwed = "last_received_at > coalesce(last_answered_at, -1)";
/** The side that a message goes to: each counts once, and only what a customer or one of staff wrote. */
const messageTo =
  "iif(part = 0 AND kind NOT IN ('notice', 'answer', 'echo', 'late-file', 'unreadable'), side, NULL)";

/** What operators see at a glance: counts by indexes, and the beginnings of lists. */
export function readOverview(
  db: Db,
  { now, views, limit }: Parameters<OverviewLedger["overview"]>[0],
): Overview {
  return {
    counts: readCounts(db, now),
    sessions: Object.fromEntries(
      views.map((view) => [view, readSessions(db, findSessions(db, { view, now, limit }))]),
    ),
    waiting: [
      ...readDeliveries(db, `state IN ${openStates} ORDER BY +id`, limit),
      ...readDeliveries(db, "state = 'held' ORDER BY held_at, id", limit),
    ],
    failed: readDeliveries(db, "state = 'failed' ORDER BY failed_at DESC, id DESC", limit),
    dead: db.read<SeenNotification>(
      `SELECT id, source, received_at AS receivedAt, reason FROM notifications
        WHERE state = 'dead' ORDER BY id DESC LIMIT ?`,
      [limit],
    ),
    lastFromCustomer: readLastMessage(db, "team"),
    lastFromTeam: readLastMessage(db, "customer"),
  };
}

/** Messages each way and failures, by spans of time. Counted span by span, for grouping costs seven times as much. */
export function readTraffic(
  db: Db,
  { spans }: Parameters<OverviewLedger["traffic"]>[0],
): Traffic[] {
  return db.read<Traffic>(
    `SELECT j.value ->> 'from' AS "from", j.value ->> 'until' AS until,
        ${toSpanCount(`${messageTo} = 'team'`, "created_at")} AS fromCustomers,
        ${toSpanCount(`${messageTo} = 'customer'`, "created_at")} AS fromTeam,
        ${toSpanCount("failed_at IS NOT NULL", "failed_at")} AS failures
      FROM json_each(?) j ORDER BY j.key`,
    [JSON.stringify(spans)],
  );
}

function toSpanCount(which: string, time: string): string {
  return `(SELECT count(*) FROM deliveries WHERE ${which}
    AND ${time} >= j.value ->> 'from' AND ${time} < j.value ->> 'until')`;
}

function readCounts(db: Db, now: number): OverviewCounts {
  const [row] = db.read<Omit<OverviewCounts, "notifications" | "toTeam" | "toCustomer">>(
    `SELECT (SELECT count(*) FROM sessions)
        - (SELECT count(*) FROM sessions WHERE id = ${nobodysSessionId}) - (
        SELECT count(*) FROM merges m JOIN sessions s ON s.id = m.session_id) AS sessions,
      (SELECT count(*) FROM sessions WHERE window_expires_at > ?1) - (
        SELECT count(*) FROM merges m JOIN sessions s ON s.id = m.session_id
          WHERE +s.window_expires_at > ?1) AS open,
      (SELECT count(*) FROM sessions s
        WHERE ${isOwed} AND window_expires_at > ?1 AND NOT ${isMerged}) AS owed,
      (SELECT count(*) FROM deliveries WHERE state = 'held') AS held,
      (SELECT count(*) FROM deliveries WHERE state = 'failed') AS failed,
      (SELECT count(*) FROM notifications WHERE state = 'dead') AS dead`,
    [now],
  );
  const none = { sessions: 0, open: 0, owed: 0, held: 0, failed: 0, dead: 0 };
  return { ...none, ...row, ...readBacklog(db) };
}

/** Where the sessions of a view are found, in its order: its first part, then the next one. */
const parts: Readonly<Record<SessionView, readonly ViewPart[]>> = {
  recent: [{ where: "?2 = ?2", order: "window_expires_at DESC, id DESC" }],
  owed: [{ where: `${isOwed} AND window_expires_at > ?2`, order: "window_expires_at" }],
  open: [{ where: "window_expires_at > ?2", order: "window_expires_at" }],
  closed: [
    { where: "window_expires_at <= ?2", order: "window_expires_at DESC" },
    { where: "window_expires_at IS NULL AND ?2 = ?2", order: "id DESC" },
  ],
  waiting: [{ owners: `state IN ${openStates} ORDER BY +deliveries.id` }],
  held: [{ owners: "state = 'held' ORDER BY held_at" }],
  failed: [{ owners: "state = 'failed' ORDER BY failed_at DESC" }],
};

/** By the sessions themselves, or by deliveries of theirs. */
type ViewPart = { readonly where: string; readonly order: string } | { readonly owners: string };

function findSessions(
  db: Db,
  {
    view,
    now,
    limit,
  }: { readonly view: SessionView; readonly now: number; readonly limit: number },
): number[] {
  const found = parts[view].flatMap((part) =>
    "owners" in part
      ? db.read<{ id: number | null }>(
          `SELECT nullif(session_id, ${nobodysSessionId}) AS id FROM deliveries
            WHERE ${part.owners} LIMIT ?`,
          [deliveriesOfView],
        )
      : db.read<{ id: number }>(
          `SELECT id FROM sessions s
            WHERE ${part.where} AND +s.id > ${nobodysSessionId} AND NOT ${isMerged}
            ORDER BY ${part.order} LIMIT ?1`,
          [limit, now],
        ),
  );
  return [...new Set(found.flatMap(({ id }) => id ?? []))].slice(0, limit);
}

function readSessions(db: Db, ids: readonly number[]): SeenSession[] {
  return db
    .read<Omit<SeenSession, "customer"> & { customer: string }>(
      `SELECT s.id, s.customer, s.last_received_at AS lastReceivedAt,
          s.last_answered_at AS lastAnsweredAt, s.window_expires_at AS windowExpiresAt,
          ${toCount(`IN ${openStates}`)} AS pending, ${toCount("= 'held'")} AS held,
          ${toCount(`IN ${stuckStates} AND d.state = 'failed'`)} AS failed
        FROM json_each(?) j CROSS JOIN sessions s ON s.id = j.value ORDER BY j.key`,
      [JSON.stringify(ids)],
    )
    .map(({ customer: json, ...row }) => {
      const customer: Customer = JSON.parse(json);
      return { ...row, customer };
    });
}

function toCount(states: string): string {
  return `(SELECT count(*) FROM deliveries d WHERE d.session_id = s.id AND d.state ${states})`;
}

function readDeliveries(db: Db, which: string, limit: number): SeenDelivery[] {
  return db
    .read<Omit<SeenDelivery, "customer"> & { customer: string | null }>(
      `WITH chosen AS MATERIALIZED (SELECT id FROM deliveries WHERE ${which} LIMIT ?)
        SELECT d.id, session_id AS sessionId, side, kind, state, attempts,
          next_attempt_at AS nextAttemptAt, reason, created_at AS createdAt,
          notification_id AS notificationId, failed_at AS failedAt, customer
        FROM chosen CROSS JOIN deliveries d ON d.id = chosen.id
          LEFT JOIN sessions s ON s.id = d.session_id`,
      [limit],
    )
    .map(({ customer: json, ...row }) => {
      const customer: Customer | null = json === null ? null : JSON.parse(json);
      return { ...row, customer };
    });
}

function readLastMessage(db: Db, side: "team" | "customer"): number | null {
  const [row] = db.read<{ at: number }>(
    `SELECT created_at AS at FROM deliveries WHERE ${messageTo} = ?
      ORDER BY created_at DESC LIMIT 1`,
    [side],
  );
  return row?.at ?? null;
}
