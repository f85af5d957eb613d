import { toAnswer } from "../texts/notice.ts";
import type { Asked } from "./command.ts";
import { toHeldLines } from "./held.ts";

/**
 * Ends the chat behind its own answer. What is being sent still goes out, and what is kept stays kept; the customer's next
 * message makes another chat.
 */
export function close({ post, session, book, context }: Asked): null {
  const { texts, now } = context;
  const lines = toHeldLines(book.held(session), context);
  const kept = lines.length > 0 ? ["", texts.text("close.kept", {}), ...lines] : [];
  const text = [texts.text("close.done", {}), ...kept].join("\n");
  const concerned = { sourceId: post.id, sessionId: session.id, tid: post.tid };
  const answer = toAnswer(concerned, { text, createdAt: now });
  book.add(answer);
  book.add({ ...answer, part: 1, outgoing: { kind: "close", tid: post.tid, asked: post.id } });
  return null;
}
