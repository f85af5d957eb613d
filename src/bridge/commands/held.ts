import type { HeldPost } from "../held.ts";
import type { PlanContext } from "../plan/context.ts";
import { toExcerpt } from "../plan/hold.ts";
import type { Asked } from "./command.ts";

/** Lists what is kept until the customer writes. */
export function held({ session, book, context }: Asked): string {
  const { texts } = context;
  const lines = toHeldLines(book.held(session), context);
  if (lines.length === 0) return texts.text("held.nothing", {});
  return [texts.text("held.title", {}), "", ...lines].join("\n");
}

/** What is kept, a post a line. */
export function toHeldLines(
  posts: readonly HeldPost[],
  { texts, now }: Pick<PlanContext, "texts" | "now">,
): readonly string[] {
  return posts.map((post) => {
    const time = texts.moment(post.writtenAt, now);
    return `${post.number}. ${time}: ${toExcerpt(post, texts)}`;
  });
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
