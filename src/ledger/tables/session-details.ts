import type { IdentityKey } from "../../bridge/identity.ts";
import type { Db } from "../database.ts";
import {
  listDeliveries,
  listSessions,
  toIso,
  type DeliveryRow,
  type SessionRow,
} from "./listings.ts";
import { survivorOf } from "./merges.ts";

/** As `sessions show --json` has it, but with numbers in full: they have to be redacted before it is shown. */
export interface SessionDetails extends SessionRow {
  /** Every id that leads to it, former ones too. */
  readonly ids: readonly IdentityKey[];
  /** The sessions that turned out to be of the same person. */
  readonly merged_from: readonly { readonly id: number; readonly at: string }[];
  readonly chats: readonly SessionChatRow[];
  /** The newest first, and no more than a page of them. */
  readonly deliveries: readonly DeliveryRow[];
  /** How many there are. */
  readonly deliveries_total: number;
}

/** A chat that leads to a session, its own or an earlier one. */
export interface SessionChatRow {
  readonly tid: string;
  readonly title: string;
  readonly state: "open" | "closed" | "gone";
}

/** One session with its newest deliveries; of one that was merged into another that other one. */
export function readSessionDetails(
  db: Db,
  asked: number,
  { now, deliveries: limit }: { readonly now: number; readonly deliveries: number },
): SessionDetails | null {
  const id = survivorOf(db, asked);
  const [session] = listSessions(db, { id, now, limit: 1 }).rows;
  if (!session) return null;
  const ids = db.read<IdentityKey>(
    "SELECT kind, value FROM identities WHERE session_id = ? ORDER BY kind, value",
    [id],
  );
  const merged = db.read<{ id: number; at: number }>(
    "SELECT session_id AS id, merged_at AS at FROM merges WHERE merged_into = ? ORDER BY session_id",
    [id],
  );
  const chats = db.read<SessionChatRow>(
    "SELECT tid, title, state FROM chats WHERE session_id = ? ORDER BY tid",
    [id],
  );
  const { rows, total } = listDeliveries(db, { sessionId: id, limit });
  return {
    ...session,
    ids,
    merged_from: merged.map((one) => ({ id: one.id, at: toIso(one.at) })),
    chats,
    deliveries: rows,
    deliveries_total: total,
  };
}
