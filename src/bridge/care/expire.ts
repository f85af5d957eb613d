import type { Delivery } from "../delivery.ts";
import { Held } from "../held.ts";
import { toExcerpt } from "../plan/hold.ts";
import type { Expiry } from "../planned.ts";
import { toNotice } from "../texts/notice.ts";
import type { Texts } from "../texts/texts.ts";

/** So long staff's messages are kept for a customer who does not write. */
export const keepMs: number = 7 * 24 * 60 * 60_000;
/** What was written within so long a time ends together, with one word to staff. */
export const togetherMs: number = 60 * 60_000;

/** Ends what was kept for too long; staff are told once for each chat, as a reply to the first of the posts. */
export function expire(
  kept: readonly Delivery[],
  { texts, now }: { readonly texts: Texts; readonly now: number },
): Expiry[] {
  const chats = Map.groupBy(kept, ({ sessionId, tid }) => `${sessionId}:${tid}`);
  return [...chats.values()].flatMap((deliveries) => {
    const [first] = deliveries;
    if (!first) return [];
    const posts = new Held(deliveries).of(first.sessionId ?? 0);
    const [excerpt = "", ...others] = posts.map((post) => toExcerpt(post, texts));
    const text =
      others.length === 0
        ? texts.text("held.expired", { text: excerpt })
        : texts.text("held.expired.many", { list: [excerpt, ...others].join("\n") });
    return {
      deliveryIds: deliveries.map(({ id }) => id),
      // Kept once more by /retry it ends once more.
      notice: toNotice("expired", { ...first, renewedAt: now }, { text, createdAt: now }),
    };
  });
}
