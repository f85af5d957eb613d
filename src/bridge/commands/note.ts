import { toNotice } from "../texts/notice.ts";
import type { Asked } from "./command.ts";

/**
 * A remark for colleagues, with all that is attached to it. Like what is relayed it gets no answer, but for the first one
 * in a chat: whoever writes it wants to know for sure that it stays.
 */
export function note({ post, session, book, context: { texts, now } }: Asked): null {
  const concerned = { sourceId: post.id, sessionId: session.id, tid: post.tid };
  const notice = toNotice("note", concerned, {
    text: texts.text("note.stays", {}),
    createdAt: now,
  });
  book.add({ ...notice, sourceId: `note:${post.tid}` });
  return null;
}
