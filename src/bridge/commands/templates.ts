import { offerTemplates, toTemplateList } from "../plan/templates.ts";
import { toAnswer } from "../texts/notice.ts";
import type { Asked } from "./command.ts";

/** Lists what `/send` can send: as it is when the answer is posted, for 360dialog is asked anew before. */
export function templates({ post, session, book, context, known }: Asked): null {
  const text = toTemplateList(offerTemplates(known.templates, context), context.texts);
  const concerned = { sourceId: post.id, sessionId: session.id, tid: post.tid };
  book.add(toAnswer(concerned, { text, createdAt: context.now, lists: "templates" }));
  return null;
}
