import { isOfStaff, type Delivery, type NewDelivery } from "./delivery.ts";
import type { HeldPost } from "./held.ts";
import type { Outgoing } from "./message.ts";
import { toNotice, toNoticeIn, type Concerned } from "./notice.ts";
import type { ChatConfig } from "./profile.ts";
import { toShort } from "./split.ts";
import { toKindName } from "./texts/placeholder.ts";
import type { Texts } from "./texts/texts.ts";

/** Several that are kept within so short a time are told of once. */
const oneNoticeMs = 10 * 60_000;
const longestExcerpt = 80;

/** Whether a delivery may wait for the customer: what staff wrote freely, where the config wants that. */
export function mayBeHeld(
  delivery: Pick<Delivery, "side" | "kind" | "outgoing">,
  { outsideWindow }: Pick<ChatConfig, "outsideWindow">,
): boolean {
  const { outgoing } = delivery;
  return (
    outsideWindow === "hold" &&
    isOfStaff(delivery) &&
    outgoing !== null &&
    ["text", "file", "location"].includes(outgoing.kind)
  );
}

/** Why what is written now has to wait. */
export function toClosedText(
  windowExpiresAt: number | null,
  { texts, now }: { readonly texts: Texts; readonly now: number },
): string {
  return windowExpiresAt === null
    ? texts.text("held.not-open", {})
    : texts.text("held.closed", { time: texts.moment(windowExpiresAt, now) });
}

/** Tells staff that what they wrote waits for the customer, and what else they can do. */
export function toHeldNotice(concerned: Concerned, told: Told): NewDelivery {
  const { why, texts, now, number } = told;
  const text = `${why} ${toHeldWays(texts, number)}`;
  const notice = toNotice("held", concerned, { text, createdAt: now });
  const burst = Math.floor(now / oneNoticeMs);
  return { ...notice, sourceId: `held:${concerned.sessionId}:${burst}` };
}

/** What staff can do with what is kept. @param number by which they can name it, where that is known */
export function toHeldWays(texts: Texts, number: number | undefined): string {
  return number === undefined
    ? texts.text("held.ways.list", {})
    : texts.text("held.ways", { number });
}

/** Why what is written now is not sent, where nothing is kept. */
export function toRefusedText(windowExpiresAt: number | null, texts: Texts): string {
  return windowExpiresAt === null
    ? texts.text("window.not-open", {})
    : texts.text("window.closed", { time: texts.time(windowExpiresAt) });
}

interface Told {
  readonly why: string;
  readonly texts: Texts;
  readonly now: number;
  /** By which staff can name the post; absent where it is not known yet. */
  readonly number?: number;
}

/** Tells staff that what was kept goes out. */
export function toReleasedNotice(
  session: { readonly id: number },
  { messageId, posts, texts, now }: Released,
): NewDelivery {
  return toNoticeIn(session, {
    sourceId: `released:${messageId}`,
    text: texts.text("held.released", { count: posts.length }),
    createdAt: now,
  });
}

interface Released {
  /** The customer's. */
  readonly messageId: string;
  readonly posts: readonly HeldPost[];
  readonly texts: Texts;
  readonly now: number;
}

/** One line by which staff recognise what they wrote. */
export function toExcerpt({ parts }: HeldPost, texts: Texts): string {
  const words = parts.flatMap((part) => toWords(part, texts)).join(" · ");
  return toShort(words, longestExcerpt);
}

function toWords(part: Outgoing, texts: Texts): readonly string[] {
  if (part.kind === "file") return [part.file.name, ...(part.caption ? [part.caption] : [])];
  if (part.kind === "location") return [toKindName(texts, "location")];
  return part.kind === "text" ? [part.text] : [];
}
