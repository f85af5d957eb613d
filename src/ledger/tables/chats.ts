import type { ChatChange } from "../../bridge/message.ts";
import type { Db } from "../database.ts";
import { noteFormerChats } from "./former-chats.ts";
import { survivorOf } from "./merges.ts";

/** A chat that was made for a session. */
export interface NewChat {
  readonly sessionId: number;
  readonly generation: number;
  readonly tid: string;
  readonly title: string;
  /** The config whose staff are in it. */
  readonly config: string;
}

/**
 * Gives a session its chat, unless another generation has begun; then it is only known as one that leads to it. Of a session
 * that was merged meanwhile it leads to the one that goes on, whose chat it becomes if that has none.
 * @returns false if the chat is another session's, or the session was deleted meanwhile
 */
export function storeChat(db: Db, { sessionId, generation, tid, title, config }: NewChat): boolean {
  const owner = survivorOf(db, sessionId);
  if (db.read("SELECT 1 FROM sessions WHERE id = ?", [owner]).length === 0) {
    noteFormerChats(db, [tid], 0);
    return false;
  }
  db.write(
    `INSERT INTO chats (tid, session_id, config, title, state) VALUES (?, ?, ?, ?, 'open')
      ON CONFLICT (tid) DO NOTHING`,
    [tid, owner, config, title],
  );
  const found = db.read("SELECT 1 FROM chats WHERE tid = ? AND session_id = ?", [tid, owner]);
  if (found.length === 0) return false;
  db.write(`UPDATE sessions SET chat_tid = ?1, config = ?2 WHERE id = ?3 AND generation = ?4`, [
    tid,
    config,
    sessionId,
    generation,
  ]);
  if (owner !== sessionId) {
    db.write("UPDATE sessions SET chat_tid = ? WHERE id = ? AND chat_tid IS NULL AND config = ?", [
      tid,
      owner,
      config,
    ]);
  }
  return true;
}

/** Notes the title that a chat has now. */
export function renameChat(db: Db, { tid, title }: { tid: string; title: string }): void {
  db.write("UPDATE chats SET title = ?1 WHERE tid = ?2 AND title <> ?1", [title, tid]);
}

/**
 * Notes what became of a chat. A session loses one that can no longer be written to, and the next delivery makes
 * another; it gets one back that staff opened again, unless it has another by then or another config.
 */
export function changeChat(db: Db, { tid, state }: Omit<ChatChange, "kind">): void {
  const changed = db.write("UPDATE chats SET state = ?1 WHERE tid = ?2 AND state <> ?1", [
    state,
    tid,
  ]);
  if (changed === 0) return;
  if (state === "open") {
    db.write(
      `UPDATE sessions SET chat_tid = ?1 WHERE chat_tid IS NULL
        AND EXISTS (SELECT 1 FROM chats c
          WHERE c.tid = ?1 AND c.session_id = sessions.id AND c.config = sessions.config)
        AND id = (SELECT session_id FROM chats WHERE tid = ?1)`,
      [tid],
    );
    return;
  }
  db.write(
    `UPDATE sessions SET chat_tid = NULL, generation = generation + 1
      WHERE id = (SELECT session_id FROM chats WHERE tid = ?1) AND chat_tid = ?1`,
    [tid],
  );
}

/** Notes the last post that was seen in a chat. */
export function moveLastMid(db: Db, { tid, mid }: { tid: string; mid: string }): void {
  db.write("UPDATE chats SET last_mid = ?1 WHERE tid = ?2 AND last_mid IS NOT ?1", [mid, tid]);
}

export function readOpenChats(db: Db): { tid: string; lastMid: string | null }[] {
  return db.read("SELECT tid, last_mid AS lastMid FROM chats WHERE state = 'open' ORDER BY tid");
}

/** The sessions to which these chats lead, their own and earlier ones: what was written before a chat ended still counts. */
export function sessionsOfChats(db: Db, tids: readonly string[]): number[] {
  return db
    .read<{ id: number }>(
      `SELECT DISTINCT session_id AS id FROM chats
        WHERE tid IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(tids)],
    )
    .map(({ id }) => id);
}
