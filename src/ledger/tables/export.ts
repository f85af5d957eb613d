import type { DeliveryState, Side } from "../../bridge/delivery.ts";
import type { IdentityKey } from "../../bridge/identity.ts";
import type { Outgoing } from "../../bridge/message.ts";
import type { Db } from "../database.ts";
import { readOwn } from "../privacy/bodies.ts";
import { readPerson } from "../privacy/person.ts";
import { toContent } from "./details.ts";
import { listSessions, toIso, toTime, type NotificationRow, type SessionRow } from "./listings.ts";
import type { SessionChatRow } from "./session-details.ts";

/** All that a store keeps on one person, as `sessions export` has it: numbers are in full. */
export interface PersonExport {
  readonly sessions: readonly SessionExport[];
  /** Every id that leads to them, former ones too. */
  readonly ids: readonly IdentityKey[];
  /** The person's record as it is stored: name, ids, former ids. */
  readonly records: readonly unknown[];
  readonly chats: readonly SessionChatRow[];
  /** The oldest first. */
  readonly deliveries: readonly DeliveryExport[];
  /** Raw notifications that are still kept, without what is others' in them. */
  readonly notifications: readonly (NotificationRow & { readonly body: unknown })[];
  /** Receipts that wait for their message. */
  readonly receipts: readonly unknown[];
}

/** A session with those that turned out to be of the same person. */
export interface SessionExport extends SessionRow {
  readonly last_answered_at: string | null;
  readonly merged_from: readonly { readonly id: number; readonly at: string }[];
}

/** A message on its way from or to the person, and how far it has come. */
export interface DeliveryExport {
  readonly id: number;
  readonly session_id: number;
  readonly to: Side;
  readonly kind: string;
  readonly source_id: string;
  readonly remote_id: string | null;
  readonly chat: string | null;
  readonly part: number;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly attempts: number;
  /** The member of staff who wrote it, where that is known. */
  readonly author: string | null;
  readonly created_at: string;
  readonly written_at: string | null;
  readonly held_at: string | null;
  readonly sent_at: string | null;
  readonly delivered_at: string | null;
  readonly read_at: string | null;
  readonly played_at: string | null;
  readonly failed_at: string | null;
  readonly deleted_at: string | null;
  readonly withdrawn_at: string | null;
  readonly renewed_at: string | null;
  /** Null once it is erased: as soon as the other side has it. */
  readonly text: string | null;
  /** What it carries, in full. */
  readonly content: unknown;
}

/** Reads all of the person of a session; null if there is none of that id. */
export function exportPerson(db: Db, sessionId: number, now: number): PersonExport | null {
  const person = readPerson(db, sessionId);
  if (!person) return null;
  const list = [JSON.stringify(person.sessionIds)];
  const ids = db.read<IdentityKey>(
    `SELECT kind, value FROM identities WHERE session_id IN ${among} ORDER BY kind, value`,
    list,
  );
  const records = db.read<{ customer: string }>(
    `SELECT customer FROM sessions WHERE id IN ${among} ORDER BY id`,
    list,
  );
  const chats = db.read<SessionChatRow>(
    `SELECT tid, title, state FROM chats WHERE session_id IN ${among} ORDER BY tid`,
    list,
  );
  const receipts = db
    .read<{ id: string; receipt: string }>("SELECT message_id AS id, receipt FROM parked_receipts")
    .filter(({ id }) => person.messageIds.includes(id));
  return {
    sessions: person.sessionIds.flatMap((id) => readSessionExport(db, id, now)),
    ids,
    records: records.map(({ customer }) => JSON.parse(customer)),
    chats,
    deliveries: readDeliveryExports(db, person.sessionIds),
    notifications: db
      .read<NotificationRow & { received_at: number; body: Uint8Array }>(
        `SELECT id, source, received_at, state, reason, body FROM notifications
          WHERE body IS NOT NULL ORDER BY id`,
      )
      .flatMap((row) => {
        const body = readOwn(row.body, person);
        return body === null ? [] : [{ ...row, received_at: toIso(row.received_at), body }];
      }),
    receipts: receipts.map(({ receipt }) => JSON.parse(receipt)),
  };
}

const among = "(SELECT value FROM json_each(?1))";

function readSessionExport(db: Db, id: number, now: number): SessionExport[] {
  const [row] = listSessions(db, { id, now, limit: 1 }).rows;
  if (!row) return [];
  const [more] = db.read<{ at: number | null }>(
    "SELECT last_answered_at AS at FROM sessions WHERE id = ?",
    [id],
  );
  const merged = db.read<{ id: number; at: number }>(
    "SELECT session_id AS id, merged_at AS at FROM merges WHERE merged_into = ? ORDER BY session_id",
    [id],
  );
  return [
    {
      ...row,
      last_answered_at: toTime(more?.at ?? null),
      merged_from: merged.map((one) => ({ id: one.id, at: toIso(one.at) })),
    },
  ];
}

const times = [
  "created_at",
  "written_at",
  "held_at",
  "sent_at",
  "delivered_at",
  "read_at",
  "played_at",
  "failed_at",
  "deleted_at",
  "withdrawn_at",
  "renewed_at",
] as const;

type Times = Readonly<Record<(typeof times)[number], number | null>>;

function readDeliveryExports(db: Db, sessionIds: readonly number[]): DeliveryExport[] {
  return db
    .read<
      Omit<DeliveryExport, keyof Times | "text" | "content"> & Times & { outgoing: string | null }
    >(
      `SELECT id, session_id, side AS "to", kind, source_id, remote_id, tid AS chat, part, state, reason,
          attempts, author, outgoing, ${times.join(", ")}
        FROM deliveries WHERE session_id IN ${among} ORDER BY id`,
      [JSON.stringify(sessionIds)],
    )
    .map(({ outgoing: json, ...row }) => {
      const content: Outgoing | null = json === null ? null : JSON.parse(json);
      return {
        ...row,
        created_at: toIso(row.created_at ?? 0),
        written_at: toTime(row.written_at),
        held_at: toTime(row.held_at),
        sent_at: toTime(row.sent_at),
        delivered_at: toTime(row.delivered_at),
        read_at: toTime(row.read_at),
        played_at: toTime(row.played_at),
        failed_at: toTime(row.failed_at),
        deleted_at: toTime(row.deleted_at),
        withdrawn_at: toTime(row.withdrawn_at),
        renewed_at: toTime(row.renewed_at),
        text: content && toContent(db, content),
        content,
      };
    });
}
