import {
  toIdentityKeys,
  type Customer,
  type CustomerIds,
  type IdentityKey,
} from "../../bridge/identity.ts";
import { addIds } from "../../bridge/plan/same-person.ts";
import type { Known, SessionChange } from "../../bridge/planned.ts";
import type { Session } from "../../bridge/session.ts";
import type { Db } from "../database.ts";
import { survivorOf } from "./merges.ts";

interface SessionRow extends Omit<Session, "customer" | "chat"> {
  readonly customer: string;
  readonly tid: string | null;
  readonly title: string | null;
  readonly generation: number;
}

const select = `SELECT s.id, s.config, s.customer, s.chat_tid AS tid, c.title, s.generation,
    s.started_at AS startedAt, s.last_received_at AS lastReceivedAt,
    s.last_answered_at AS lastAnsweredAt,
    s.last_sent_at AS lastSentAt, s.window_expires_at AS windowExpiresAt
  FROM sessions s LEFT JOIN chats c ON c.tid = s.chat_tid`;

/** A session with its present chat, also one that was merged into another; null if there is none. */
export function readSession(db: Db, id: number): Session | null {
  const [row] = db.read<SessionRow>(`${select} WHERE s.id = ?`, [id]);
  return row ? toSession(row) : null;
}

/** Sessions with all that leads to them: ids of the customer, and chats that still exist. */
export function readKnownSessions(db: Db, ids: readonly number[]): Known["sessions"] {
  const list = [JSON.stringify(ids)];
  const sessions = db.read<SessionRow>(
    `${select} WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.id`,
    list,
  );
  const identities = db.read<IdentityKey & { sessionId: number }>(
    `SELECT session_id AS sessionId, kind, value FROM identities
      WHERE session_id IN (SELECT value FROM json_each(?))`,
    list,
  );
  const chats = db.read<{ sessionId: number; tid: string }>(
    `SELECT session_id AS sessionId, tid FROM chats
      WHERE session_id IN (SELECT value FROM json_each(?))`,
    list,
  );
  const identitiesBySession = Map.groupBy(identities, ({ sessionId }) => sessionId);
  const chatsBySession = Map.groupBy(chats, ({ sessionId }) => sessionId);
  return sessions.map((row) => ({
    session: toSession(row),
    identities: (identitiesBySession.get(row.id) ?? []).map(({ kind, value }) => ({ kind, value })),
    tids: (chatsBySession.get(row.id) ?? []).map(({ tid }) => tid),
  }));
}

/** The number of the next session; numbers of sessions that were deleted are not given again. */
export function nextSessionId(db: Db): number {
  const [row] = db.read<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'sessions'");
  return (row?.seq ?? 0) + 1;
}

/** Stores a new session, which has no chat yet. */
export function createSession(db: Db, session: Session): void {
  const { id, config, customer, chat, startedAt } = session;
  db.write(
    `INSERT INTO sessions (id, config, customer, generation, started_at,
        last_received_at, last_answered_at, last_sent_at, window_expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    [
      id,
      config,
      JSON.stringify(customer),
      chat.generation,
      startedAt,
      session.lastReceivedAt,
      session.lastAnsweredAt,
      session.lastSentAt,
      session.windowExpiresAt,
    ],
  );
  addIdentities(db, id, toIdentityKeys(customer));
}

/** Stores new facts. Times only move forward, and ids are only added; an id of another session stays there. */
export function changeSession(db: Db, change: SessionChange): void {
  const { sessionId, customer, identities, config } = change;
  if (customer) {
    db.write("UPDATE sessions SET customer = ?1 WHERE id = ?2 AND customer <> ?1", [
      JSON.stringify(customer),
      sessionId,
    ]);
  }
  addIdentities(db, sessionId, identities ?? []);
  for (const [column, time] of [
    ["last_received_at", change.lastReceivedAt],
    ["last_answered_at", change.lastAnsweredAt],
    ["window_expires_at", change.windowExpiresAt],
  ] as const) {
    if (time === undefined) continue;
    db.write(`UPDATE sessions SET ${column} = ?1 WHERE id = ?2 AND coalesce(${column}, -1) < ?1`, [
      time,
      sessionId,
    ]);
  }
  if (config !== undefined) {
    db.write(
      `UPDATE sessions SET config = ?1, chat_tid = NULL, generation = generation + 1
        WHERE id = ?2 AND config <> ?1`,
      [config, sessionId],
    );
  }
}

/** Stores further ids of a customer, unless they are another session's or contradict what is known. */
export function addCustomerIds(db: Db, sessionId: number, ids: CustomerIds): void {
  const session = readSession(db, sessionId);
  if (!session) return;
  const customer = addIds(session.customer, ids);
  const identities = toIdentityKeys(customer);
  const owners = identities.map(({ kind, value }) => {
    const [row] = db.read<{ id: number }>(
      "SELECT session_id AS id FROM identities WHERE kind = ? AND value = ?",
      [kind, value],
    );
    return row?.id ?? null;
  });
  const isNews = owners.includes(null);
  const isFree = owners.every((owner) => owner === null || owner === sessionId);
  if (isNews && isFree) changeSession(db, { sessionId, customer, identities });
}

/** Notes that something of ours went to the customer. */
export function moveLastSent(db: Db, merged: number, at: number): void {
  const sessionId = survivorOf(db, merged);
  db.write(
    "UPDATE sessions SET last_sent_at = ?1 WHERE id = ?2 AND coalesce(last_sent_at, -1) < ?1",
    [at, sessionId],
  );
}

/** The first session that has an id keeps it; one that is gone gets none. */
function addIdentities(db: Db, sessionId: number, keys: readonly IdentityKey[]): void {
  for (const { kind, value } of keys) {
    db.write(
      `INSERT INTO identities (kind, value, session_id) SELECT ?1, ?2, ?3
        WHERE EXISTS (SELECT 1 FROM sessions WHERE id = ?3) ON CONFLICT (kind, value) DO NOTHING`,
      [kind, value, sessionId],
    );
  }
}

function toSession({ customer: json, tid, title, generation, ...facts }: SessionRow): Session {
  const customer: Customer = JSON.parse(json);
  return { ...facts, customer, chat: { tid, title, generation } };
}
