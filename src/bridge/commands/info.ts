import { redactPhone } from "../identity.ts";
import { toShortName } from "../session.ts";
import { toMessageInfo } from "../texts/message-info.ts";
import { isWindowOpen } from "../window.ts";
import type { Asked } from "./command.ts";

/** Tells of the message that it replies to, or else of the conversation. */
export function info(asked: Asked): string {
  const { post, book, context } = asked;
  if (post.replyTo === undefined) return toConversationInfo(asked);
  return toMessageInfo(book.progress(post.replyTo), context.texts);
}

function toConversationInfo({ session, context: { texts, now } }: Asked): string {
  const { customer, startedAt, lastReceivedAt, lastSentAt, windowExpiresAt } = session;
  const none = texts.text("none", {});
  return texts.text("info", {
    started: texts.time(startedAt),
    name: toShortName(customer) || (customer.username ? `@${customer.username}` : none),
    phone: customer.phone ? redactPhone(customer.phone) : none,
    received: lastReceivedAt === null ? none : texts.time(lastReceivedAt),
    sent: lastSentAt === null ? none : texts.time(lastSentAt),
    active: texts.text(isWindowOpen(windowExpiresAt, now) ? "yes" : "no", {}),
  });
}
