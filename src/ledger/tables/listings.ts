import type { DeliveryState, Side } from "../../bridge/delivery.ts";
import type { Customer } from "../../bridge/identity.ts";
import type { Source } from "../../bridge/ports.ts";
import { nobodysSessionId } from "../../bridge/session.ts";
import type { Database, Db, SqlValue } from "../database.ts";
import { openStates, stuckStates } from "./delivery-state.ts";
import { findSessions } from "./search.ts";
import { createTimes } from "./times.ts";

/** A part of a list, the newest first, and how many there are without a limit. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** The same, where the rows may be too many to hold all of them; they can be walked through once. */
export interface Walk<Row> {
  readonly rows: Iterable<Row>;
  readonly total: number;
}

/** As `sessions list --json` has it, but with the number in full: it has to be redacted before it is shown. */
export interface SessionRow {
  readonly id: number;
  readonly customer: {
    readonly name: string | null;
    readonly phone: string | null;
    readonly user_id: string | null;
    readonly username: string | null;
  };
  readonly chat: { readonly tid: string | null; readonly title: string | null };
  readonly config: string;
  readonly started_at: string;
  readonly last_received_at: string | null;
  readonly last_sent_at: string | null;
  readonly window_expires_at: string | null;
  readonly active: boolean;
  readonly pending: number;
  readonly held: number;
  readonly failed: number;
}

/** As `deliveries list --json` has it. */
export interface DeliveryRow {
  readonly id: number;
  readonly session_id: number | null;
  readonly to: Side;
  readonly kind: string;
  readonly source_id: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly reason: string | null;
  readonly created_at: string;
}

/** As `notifications list --json` has it. */
export interface NotificationRow {
  readonly id: number;
  readonly source: Source;
  readonly received_at: string;
  /** `planned` with a reason: something in it could not be understood, and its body is kept. */
  readonly state: "recorded" | "planned" | "dead" | "dropped";
  readonly reason: string | null;
}

/** Which sessions to list. */
export interface SessionFilter {
  readonly id?: number;
  readonly window?: "active" | "expired";
  /** A part of the customer's name, or the whole number. */
  readonly search?: string;
  /** 0 lists all. */
  readonly limit: number;
  readonly now: number;
}

/** Which deliveries to list. */
export interface DeliveryFilter {
  readonly states?: readonly DeliveryState[];
  readonly sessionId?: number;
  /** 0 lists all. */
  readonly limit: number;
}

interface RawSession {
  readonly id: number;
  readonly customer: string;
  readonly chat_tid: string | null;
  readonly title: string | null;
  readonly config: string;
  readonly started_at: number;
  readonly last_received_at: number | null;
  readonly last_sent_at: number | null;
  readonly window_expires_at: number | null;
  readonly active: number;
  readonly pending: number;
  readonly held: number;
  readonly failed: number;
}

interface RawDelivery extends Omit<DeliveryRow, "next_attempt_at" | "created_at"> {
  readonly next_attempt_at: number | null;
  readonly created_at: number;
}

/** The sessions, newest activity first. What is on its way counts as pending. */
export function listSessions(db: Pick<Db, "read">, filter: SessionFilter): Listing<SessionRow> {
  const { list, count } = toSessionQueries(db, filter);
  const [all] = db.read<{ total: number }>(count.sql, count.values);
  const rows = db.read<RawSession>(list.sql, list.values);
  return { rows: rows.map(createToSessionRow()), total: all?.total ?? 0 };
}

/** As `listSessions`, for very many. */
export function walkSessions(db: Database, filter: SessionFilter): Walk<SessionRow> {
  const { list, count } = toSessionQueries(db, filter);
  const [all] = db.read<{ total: number }>(count.sql, count.values);
  const toSessionRow = createToSessionRow();
  function* walk(): Generator<SessionRow, void, undefined> {
    for (const row of db.walk<RawSession>(list.sql, list.values)) yield toSessionRow(row);
  }
  return { rows: walk(), total: all?.total ?? 0 };
}

/** Without a look at any row, but at the few that were merged. */
const countAll = `SELECT (SELECT count(*) FROM sessions)
  - (SELECT count(*) FROM sessions WHERE id = ${nobodysSessionId})
  - (SELECT count(*) FROM merges m JOIN sessions s ON s.id = m.session_id) AS total`;

interface Query {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

// Sorting takes the ids alone along, and what is open or stuck is counted once: both are few.
function toSessionQueries(
  db: Pick<Db, "read">,
  { id, window, search, limit, now }: SessionFilter,
): Readonly<Record<"list" | "count", Query>> {
  const isActive = "coalesce(s.window_expires_at, 0) > ?1";
  const isChosen = { active: isActive, expired: `NOT (${isActive})`, all: "?1 = ?1" }[
    window ?? "all"
  ];
  const asked = id === undefined ? null : [id];
  const found = search === undefined ? asked : findSessions(db, search);
  const where = `+s.id > ${nobodysSessionId} AND ${isChosen} ${found ? "AND s.id IN (SELECT value FROM json_each(?3))" : ""}
    AND NOT EXISTS (SELECT 1 FROM merges m WHERE m.session_id = s.id)`;
  const values = [now, toLimit(limit), ...(found ? [JSON.stringify(found)] : [])];
  const list = `WITH
    p AS (SELECT s.id, max(s.started_at, coalesce(s.last_received_at, 0),
        coalesce(s.last_sent_at, 0)) AS activity
      FROM sessions s WHERE ${where} ORDER BY activity DESC, s.id DESC LIMIT ?2),
    open AS MATERIALIZED (SELECT session_id, count(*) AS pending
      FROM deliveries WHERE state IN ${openStates} GROUP BY session_id),
    stuck AS MATERIALIZED (SELECT session_id, sum(state = 'held') AS held,
        sum(state = 'failed') AS failed
      FROM deliveries WHERE state IN ${stuckStates} GROUP BY session_id)
    SELECT s.id, s.customer, s.chat_tid, c.title, s.config, s.started_at, s.last_received_at,
      s.last_sent_at, s.window_expires_at, ${isActive} AS active, coalesce(open.pending, 0) AS pending,
      coalesce(stuck.held, 0) AS held, coalesce(stuck.failed, 0) AS failed
    FROM p CROSS JOIN sessions s ON s.id = p.id LEFT JOIN chats c ON c.tid = s.chat_tid
      LEFT JOIN open ON open.session_id = s.id LEFT JOIN stuck ON stuck.session_id = s.id
    `;
  const count = `SELECT count(*) AS total FROM sessions s WHERE ${where} AND ?2 = ?2`;
  if (!window && !found)
    return { list: { sql: list, values }, count: { sql: countAll, values: [] } };
  return { list: { sql: list, values }, count: { sql: count, values } };
}

/** The deliveries, the newest first; without their content. */
export function listDeliveries(
  db: Db,
  { states, sessionId, limit }: DeliveryFilter,
): Listing<DeliveryRow> {
  const where = `(?1 IS NULL OR state IN (SELECT value FROM json_each(?1)))
    AND (?2 IS NULL OR session_id = ?2)`;
  const filter = [states ? JSON.stringify(states) : null, sessionId ?? null];
  const rows = db.read<RawDelivery>(
    `SELECT id, nullif(session_id, ${nobodysSessionId}) AS session_id, side AS "to", kind, source_id, state, attempts, next_attempt_at,
        reason, created_at
      FROM deliveries WHERE ${where} ORDER BY id DESC LIMIT ?3`,
    [...filter, toLimit(limit)],
  );
  const [all] = db.read<{ total: number }>(
    `SELECT count(*) AS total FROM deliveries WHERE ${where}`,
    filter,
  );
  return {
    rows: rows.map((row) => ({
      ...row,
      next_attempt_at: toTime(row.next_attempt_at),
      created_at: toIso(row.created_at),
    })),
    total: all?.total ?? 0,
  };
}

/** The raw notifications, the newest first; without their bodies. */
export function listNotifications(db: Db, { limit }: { limit: number }): Listing<NotificationRow> {
  const rows = db.read<Omit<NotificationRow, "received_at"> & { received_at: number }>(
    "SELECT id, source, received_at, state, reason FROM notifications ORDER BY id DESC LIMIT ?",
    [toLimit(limit)],
  );
  const [all] = db.read<{ total: number }>("SELECT count(*) AS total FROM notifications");
  return {
    rows: rows.map((row) => ({ ...row, received_at: toIso(row.received_at) })),
    total: all?.total ?? 0,
  };
}

function createToSessionRow(): (row: RawSession) => SessionRow {
  const toText = createTimes();
  const toTextOrNull = (time: number | null): string | null =>
    time === null ? null : toText(time);
  return (row) => {
    const customer: Customer = JSON.parse(row.customer);
    return {
      id: row.id,
      customer: {
        name: customer.name ?? null,
        phone: customer.phone ?? null,
        user_id: customer.userId ?? null,
        username: customer.username ?? null,
      },
      chat: { tid: row.chat_tid, title: row.title },
      config: row.config,
      started_at: toText(row.started_at),
      last_received_at: toTextOrNull(row.last_received_at),
      last_sent_at: toTextOrNull(row.last_sent_at),
      window_expires_at: toTextOrNull(row.window_expires_at),
      active: row.active === 1,
      pending: row.pending,
      held: row.held,
      failed: row.failed,
    };
  };
}

/** SQLite takes a negative limit as none. */
function toLimit(limit: number): number {
  return limit > 0 ? limit : -1;
}

/** As the JSON of the commands has times: ISO 8601 in UTC, null where there is none. */
export function toTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : toIso(milliseconds);
}

/** As the JSON of the commands has times: ISO 8601 in UTC. */
export function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
