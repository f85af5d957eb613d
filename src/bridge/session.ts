import { redactPhone, type Customer } from "./identity.ts";

/** The pairing of a customer with a chat, with its window. Times are milliseconds since 1970 in UTC. */
export interface Session {
  readonly id: number;
  /** The config whose staff have the chat. */
  readonly config: string;
  readonly customer: Customer;
  readonly chat: SessionChat;
  readonly startedAt: number;
  readonly lastReceivedAt: number | null;
  /** When staff last wrote to the customer, whatever became of it. */
  readonly lastAnsweredAt: number | null;
  readonly lastSentAt: number | null;
  readonly windowExpiresAt: number | null;
}

/** The session that is nobody's: answers in chats whose own session was deleted go out in its lane. */
export const nobodysSessionId = 0;

/** The one chat in which the customer is written about now; earlier ones still lead to the session. */
export interface SessionChat {
  /** Null until it is made, and again once staff closed or deleted it. */
  readonly tid: string | null;
  readonly title: string | null;
  /** Counts the chats of this session: a part of the reference under which the next one is made. */
  readonly generation: number;
}

/** Whether the customer has the last word, and so waits for an answer. */
export function isOwed({
  lastReceivedAt,
  lastAnsweredAt,
}: Pick<Session, "lastReceivedAt" | "lastAnsweredAt">): boolean {
  return lastReceivedAt !== null && lastReceivedAt > (lastAnsweredAt ?? -Infinity);
}

const longestName = 80;

/** The chat's title, the one place where a number stands in full. */
export function toChatTitle(prefix: string, customer: Customer): string {
  const name = toShortName(customer);
  const number = customer.phone ? `+${customer.phone}` : "";
  const handle = customer.username ? `@${customer.username}` : "";
  const who = name || number || "WhatsApp user";
  const more = number || handle;
  return toPlain(`${prefix} ${who}${more && more !== who ? ` (${more})` : ""}`);
}

/** The number at the end of a title; null where there is none. */
export function toTitlePhone(title: string): string | null {
  return title.match(/\+(\d+)\)?$/)?.[1] ?? null;
}

/** The customer as posts name them; without a name the redacted number. */
export function toDisplayName(customer: Customer): string {
  const name = toShortName(customer);
  if (name) return name;
  if (customer.username) return `@${customer.username}`;
  return customer.phone ? redactPhone(customer.phone) : "WhatsApp user";
}

/** The customer's name on one line, at most 80 characters; empty if unknown. */
export function toShortName(customer: Customer): string {
  const name = toPlain(customer.name ?? "");
  if (name.length <= longestName) return name;
  const graphemes = new Intl.Segmenter().segment(name);
  return Array.from(graphemes, ({ segment }) => segment)
    .slice(0, longestName)
    .join("")
    .trim();
}

/** Control characters and runs of white space become one space; what turns the direction around is left out. */
function toPlain(text: string): string {
  return text
    .replace(/\p{Bidi_Control}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}
