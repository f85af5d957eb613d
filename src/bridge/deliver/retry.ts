import { isOfStaff, type Side } from "../delivery.ts";

const minute = 60_000;
const shortestWaitMs = 5_000;
const longestWaitMs = 10 * minute;
/** How long a receipt may take to tell that a message in doubt was accepted after all. */
export const doubtMs = minute;
/** Of a file; Meta's advice, for more than 20 errors an hour close an account for half an hour. */
export const mostFileTries = 5;
const teamPatienceMs = 7 * 24 * 60 * minute;
const templatePatienceMs = 24 * 60 * minute;
/** Of a greeting, which would come into the middle of the conversation later on. */
const courtesyPatienceMs = 30 * minute;

/** How the reason of an end begins where nobody knows whether the customer has the message. */
export const doubtMark = "in doubt: ";

/** Whether a message that was given up may have been delivered all the same. */
export function isDoubted({ state, reason }: { state: string; reason: string | null }): boolean {
  return state === "failed" && reason !== null && reason.startsWith(doubtMark);
}

/** After so long staff are told that what they wrote is still on its way. */
export const lateMs = 10 * minute;

/**
 * The wait before the next attempt: 5 s doubling to 10 min, with full jitter above the shortest, never less than the
 * other side asked for, and 60 s where it may have taken the message all the same.
 */
export function toWaitMs(
  attempts: number,
  facts: { retryAfterMs: number | null; uncertain: boolean; random: () => number },
): number {
  const ceiling = Math.min(longestWaitMs, shortestWaitMs * 2 ** Math.min(attempts, 20));
  const wait = shortestWaitMs + facts.random() * (ceiling - shortestWaitMs);
  // The ledger stores whole milliseconds only.
  return Math.ceil(Math.max(wait, facts.retryAfterMs ?? 0, facts.uncertain ? doubtMs : 0));
}

/**
 * When trying ends: towards the team after 7 days, for free text with the window, for a template after a day, and soon
 * for what the bot says by itself.
 */
export function toDeadline(facts: {
  side: Side;
  kind: string;
  since: number;
  windowExpiresAt: number | null;
}): number {
  if (facts.side === "team") return facts.since + teamPatienceMs;
  if (facts.kind === "template") return facts.since + templatePatienceMs;
  const windowEnd = facts.windowExpiresAt ?? facts.since;
  return isOfStaff(facts) ? windowEnd : Math.min(windowEnd, facts.since + courtesyPatienceMs);
}
