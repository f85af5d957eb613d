import { createHash } from "node:crypto";

import { nobodysSessionId } from "../../bridge/session.ts";
import type { Db } from "../database.ts";

/** Keeps of chats no more than what it takes to answer in them; their ids cannot be read from it. */
export function noteFormerChats(db: Db, tids: readonly string[], at: number): void {
  if (tids.length === 0) return;
  // Answers in them need a lane of their own.
  db.write(
    `INSERT INTO sessions (id, config, customer, generation, started_at)
      SELECT ?1, '', '{}', 0, 0 WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE id = ?1)`,
    [nobodysSessionId],
  );
  for (const tid of tids) {
    db.write(
      "INSERT INTO former_chats (digest, ended_at) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
      [toDigest(tid), at],
    );
  }
}

/** Those of the chats that led to a session which was deleted. */
export function readFormerChats(db: Db, tids: readonly string[]): string[] {
  const unknown = db.read<{ tid: string }>(
    `SELECT DISTINCT value AS tid FROM json_each(?)
      WHERE NOT EXISTS (SELECT 1 FROM chats WHERE tid = value)`,
    [JSON.stringify(tids)],
  );
  return unknown
    .map(({ tid }) => tid)
    .filter((tid) => {
      const found = db.read("SELECT 1 FROM former_chats WHERE digest = ?", [toDigest(tid)]);
      return found.length > 0;
    });
}

/** Not bound to the store: a restored one has another id, and the chats are the same. */
function toDigest(tid: string): string {
  return createHash("sha256").update(`whatsapp-bot chat ${tid}`).digest("hex").slice(0, 32);
}
