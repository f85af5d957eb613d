import type { DeliveryState } from "../../bridge/delivery.ts";
import type { SweepPlace, SweepStep, Swept } from "../../bridge/privacy.ts";
import { nobodysSessionId } from "../../bridge/session.ts";
import type { Db } from "../database.ts";
import { markErased } from "../purge.ts";
import { dropNotifications } from "./decisions.ts";
import { openStates, stuckStates } from "./delivery-state.ts";
import { noteFormerChats } from "./former-chats.ts";
import { dropOldReceipts } from "./receipts.ts";

const dayMs = 24 * 60 * 60_000;
/** A notification may be repeated for 7 days: so long its ids have to be known. */
const shortestIdsMs = 8 * dayMs;
/** After so long WhatsApp gives up a message that it could not deliver: nothing can fail any more for which a text is needed. */
const doubtMs = 30 * dayMs;

type Step = Omit<SweepStep, "place"> & { readonly after: number };

/** Deletes what is settled or idle for longer than it is to be kept, a few rows at a time. */
export function sweep(db: Db, { place, ...step }: SweepStep): Swept {
  const stages = {
    deliveries: sweepDeliveries,
    notifications: sweepNotifications,
    sessions: sweepSessions,
  };
  const { isDone, last, ...counts } = stages[place.stage](db, { ...step, after: place.after });
  if (Object.values(counts).some((count) => count > 0)) markErased(db);
  if (place.stage === "sessions" && isDone) dropOldReceipts(db, step.now);
  const next = isDone ? following[place.stage] : place.stage;
  return {
    ...nothing,
    ...counts,
    next: next && { stage: next, after: isDone ? 0 : last },
  };
}

const nothing = { deliveries: 0, texts: 0, notifications: 0, sessions: 0 };

const following: Readonly<Record<SweepPlace["stage"], SweepPlace["stage"] | null>> = {
  deliveries: "notifications",
  notifications: "sessions",
  sessions: null,
};

interface StepDone extends Partial<Omit<Swept, "next">> {
  readonly last: number;
  readonly isDone: boolean;
}

interface SweptDelivery {
  readonly id: number;
  readonly state: DeliveryState;
  readonly createdAt: number;
  /** When somebody last had to do with it. */
  readonly at: number;
  readonly hasText: number;
}

const kept: ReadonlySet<DeliveryState> = new Set(["pending", "sending", "uncertain", "held"]);

/** In the order in which they came: behind the first that is young enough all are. */
function sweepDeliveries(db: Db, { after, limit, now, retentionMs }: Step): StepDone {
  const rows = db.read<SweptDelivery>(
    `SELECT id, state, created_at AS createdAt, outgoing IS NOT NULL AS hasText,
        max(created_at, coalesce(renewed_at, 0), coalesce(failed_at, 0)) AS at
      FROM deliveries WHERE id > ? ORDER BY id LIMIT ?`,
    [after, limit],
  );
  const settled = rows.filter(({ state }) => !kept.has(state));
  const isOld = (ms: number) => (row: SweptDelivery) => row.at < now - ms;
  const gone = settled.filter(isOld(Math.max(retentionMs, shortestIdsMs)));
  const emptied = settled.filter(
    (row) =>
      row.hasText === 1 &&
      !gone.includes(row) &&
      isOld(row.state === "sent" ? Math.min(doubtMs, retentionMs) : retentionMs)(row),
  );
  const texts = write(db, emptied, "UPDATE deliveries SET outgoing = NULL WHERE id IN");
  const deliveries = write(db, gone, "DELETE FROM deliveries WHERE id IN");
  const last = rows.at(-1);
  const youngest = now - Math.min(doubtMs, retentionMs);
  return { deliveries, texts, ...toEnd(rows, limit, (last?.createdAt ?? 0) >= youngest) };
}

interface SweptNotification {
  readonly id: number;
  readonly receivedAt: number;
  readonly state: string;
  readonly hasBody: number;
}

function sweepNotifications(db: Db, { after, limit, now, retentionMs }: Step): StepDone {
  const rows = db.read<SweptNotification>(
    `SELECT id, received_at AS receivedAt, state, body IS NOT NULL AS hasBody
      FROM notifications WHERE id > ? ORDER BY id LIMIT ?`,
    [after, limit],
  );
  const settled = rows.filter(({ state }) => state !== "recorded");
  const old = settled.filter(({ receivedAt }) => receivedAt < now - retentionMs);
  dropNotifications(
    db,
    old.flatMap(({ id, hasBody }) => (hasBody === 1 ? id : [])),
  );
  const idsBefore = now - Math.max(retentionMs, shortestIdsMs);
  const gone = old.filter(({ receivedAt }) => receivedAt < idsBefore);
  const notifications = write(db, gone, "DELETE FROM notifications WHERE id IN");
  const isYoung = (rows.at(-1)?.receivedAt ?? 0) >= now - retentionMs;
  return { notifications, ...toEnd(rows, limit, isYoung) };
}

/** A session goes once nothing happened in it for so long, and nothing in it waits or can be tried again. */
function sweepSessions(db: Db, { after, limit, now, retentionMs }: Step): StepDone {
  const rows = db.read<{ id: number; activity: number }>(
    `SELECT id, max(started_at, coalesce(last_received_at, 0), coalesce(last_sent_at, 0),
        coalesce(last_answered_at, 0)) AS activity
      FROM sessions WHERE id > ? ORDER BY id LIMIT ?`,
    [Math.max(after, nobodysSessionId), limit],
  );
  const before = now - retentionMs;
  const idle = rows.filter(({ id, activity }) => activity < before && isIdle(db, id, before));
  for (const { id } of idle) deleteSession(db, id, now);
  return { sessions: idle.length, ...toEnd(rows, limit, false) };
}

/** One that was merged goes with the one that goes on. */
function isIdle(db: Db, id: number, before: number): boolean {
  const busy = db.read(
    `SELECT 1 FROM merges WHERE session_id = ?1
      UNION ALL SELECT 1 FROM deliveries WHERE session_id = ?1 AND state IN ${openStates}
      UNION ALL SELECT 1 FROM deliveries WHERE session_id = ?1 AND state IN ${stuckStates}
        AND (state = 'held' OR outgoing IS NOT NULL)
      UNION ALL SELECT 1 WHERE (SELECT created_at FROM deliveries
        WHERE session_id = ?1 AND side = 'team' ORDER BY id DESC LIMIT 1) >= ?2
      UNION ALL SELECT 1 WHERE (SELECT created_at FROM deliveries
        WHERE session_id = ?1 AND side = 'customer' ORDER BY id DESC LIMIT 1) >= ?2
      UNION ALL SELECT 1 FROM merges m CROSS JOIN deliveries d ON d.session_id = m.session_id
        WHERE m.merged_into = ?1 AND d.state IN ${openStates}
      LIMIT 1`,
    [id, before],
  );
  return busy.length === 0;
}

function deleteSession(db: Db, id: number, now: number): void {
  const merged = db.read<{ id: number }>(
    "SELECT session_id AS id FROM merges WHERE merged_into = ?",
    [id],
  );
  const tids = db.read<{ tid: string }>("SELECT tid FROM chats WHERE session_id = ?", [id]);
  noteFormerChats(
    db,
    tids.map(({ tid }) => tid),
    now,
  );
  db.write("DELETE FROM chats WHERE session_id = ?", [id]);
  db.write("DELETE FROM identities WHERE session_id = ?", [id]);
  db.write("DELETE FROM merges WHERE merged_into = ?", [id]);
  for (const one of [id, ...merged.map((row) => row.id)]) {
    // What is left of them are ids, by which repeats are known.
    db.write("UPDATE deliveries SET session_id = NULL WHERE session_id = ?", [one]);
    db.write("DELETE FROM sessions WHERE id = ?", [one]);
  }
}

function write(db: Db, rows: readonly { readonly id: number }[], statement: string): number {
  if (rows.length === 0) return 0;
  return db.write(`${statement} (SELECT value FROM json_each(?))`, [
    JSON.stringify(rows.map(({ id }) => id)),
  ]);
}

function toEnd(
  rows: readonly { readonly id: number }[],
  limit: number,
  isYoung: boolean,
): Pick<StepDone, "last" | "isDone"> {
  return { last: rows.at(-1)?.id ?? 0, isDone: rows.length < limit || isYoung };
}
