import { toExcerpt } from "../hold.ts";
import type { Asked } from "./command.ts";

/** Lists what is kept until the customer writes. */
export function held({ session, book, context: { texts, now } }: Asked): string {
  const posts = book.held(session);
  if (posts.length === 0) return texts.text("held.nothing", {});
  const lines = posts.map((post) => {
    const time = texts.moment(post.writtenAt, now);
    return `${post.number}. ${time}: ${toExcerpt(post, texts)}`;
  });
  return [texts.text("held.title", {}), "", ...lines].join("\n");
}

/** Takes something back that is kept: by its number, or as a reply to it. */
export function cancel({ post, session, rest, book, context: { texts } }: Asked): string {
  const posts = book.held(session);
  if (posts.length === 0) return texts.text("held.nothing", {});
  const chosen = posts.find(({ number, postId }) =>
    rest === "" ? postId === post.replyTo : String(number) === rest,
  );
  if (!chosen) return texts.text("cancel.usage", {});
  book.cancel(session, chosen.postId);
  return texts.text("cancel.done", { text: toExcerpt(chosen, texts) });
}
