import { isOfStaff, type Delivery, type NewDelivery } from "../delivery.ts";
import type { HeldPost } from "../held.ts";
import type { Outgoing } from "../message.ts";
import type { ChatConfig } from "../profile.ts";
import { toNotice, toNoticeIn, type Concerned } from "../texts/notice.ts";
import { toKindName } from "../texts/placeholder.ts";
import { toShort } from "../texts/split.ts";
import type { Texts } from "../texts/texts.ts";
import type { Book } from "./book.ts";
import type { PlanContext } from "./context.ts";

/** What is written so soon after something that is kept is known to be kept too. */
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
  return toNotice("held", concerned, { text, createdAt: now });
}

/** Whether staff know that what they write now is kept: they were told so a moment ago, and what was kept then still is. */
export function isKnownToBeHeld(held: readonly HeldPost[], now: number): boolean {
  const last = held.at(-1);
  return last !== undefined && now - last.writtenAt < oneNoticeMs;
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

/** The customer has written, so what is kept for them goes out, and staff hear it. @returns whether anything does */
export function releaseHeld(
  session: { readonly id: number },
  cause: string,
  { book, context: { texts, now } }: { readonly book: Book; readonly context: PlanContext },
): boolean {
  const posts = book.release(session, now);
  if (posts.length === 0) return false;
  const text = texts.text("held.released", { count: posts.length });
  book.add(toNoticeIn(session, { sourceId: `released:${cause}`, text, createdAt: now }));
  return true;
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
