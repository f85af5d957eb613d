import type { NewDelivery } from "../delivery.ts";
import type { Hours } from "../hours.ts";
import type { ChatConfig } from "../profile.ts";
import { isOwed, type Session } from "../session.ts";
import { toNoticeIn } from "../texts/notice.ts";
import type { Texts } from "../texts/texts.ts";
import { isWindowOpen } from "../window.ts";

const minuteMs = 60_000;
/** So long before the team goes it hears which windows end before it is there again. */
export const closingMs: number = 30 * minuteMs;

/** What warning depends on beside the session. */
export interface WarnContext {
  readonly config: Pick<ChatConfig, "windowWarningMinutes">;
  readonly hours: Hours;
  readonly texts: Texts;
  readonly now: number;
}

/** What there is to say of a window now, and when there may be more. */
export interface Warned {
  readonly notice: NewDelivery | null;
  /** Infinity for never. */
  readonly nextAt: number;
}

/**
 * Warns staff before the window of a customer ends who waits for an answer: at each of the configured times, or at the last
 * of those that are past. While nobody is there it is silent; of a window that ends meanwhile it tells before the team goes.
 * A warning has an id of its own, under which it is stored once.
 */
export function warn(session: Session, context: WarnContext): Warned {
  const { config, hours, now } = context;
  const { windowExpiresAt: end } = session;
  const isWanted = config.windowWarningMinutes.length > 0;
  if (end === null || !isWanted || !isWaiting(session, now)) {
    return { notice: null, nextAt: Infinity };
  }
  const { isOpen, until } = hours.periodAt(now);
  if (!isOpen) return { notice: null, nextAt: until };
  const warnings = [...toClosing(session, end, context), ...toCountdown(session, end, context)];
  const due = warnings.find(({ at }) => at <= now);
  return {
    notice: due ? toNoticeInChat(session, due, now) : null,
    nextAt: Math.min(until, ...warnings.map(({ at }) => at).filter((at) => at > now)),
  };
}

interface Warning {
  readonly at: number;
  readonly sourceId: string;
  readonly text: string;
}

/** Whether an answer is owed, and may be given in a chat. */
function isWaiting(session: Session, now: number): boolean {
  const { chat, windowExpiresAt } = session;
  return isOwed(session) && chat.tid !== null && isWindowOpen(windowExpiresAt, now);
}

/** The one before the team goes, if the window ends before it is there again. */
function toClosing(
  { id, lastAnsweredAt }: Session,
  end: number,
  { hours, texts, now }: WarnContext,
): readonly Warning[] {
  const { until: closesAt } = hours.periodAt(now);
  if (closesAt >= end) return [];
  const { until: opensAt } = hours.periodAt(closesAt);
  if (opensAt < end) return [];
  const time = texts.moment(end, now);
  const text = Number.isFinite(opensAt)
    ? texts.text("warning.closing", { time, opening: texts.moment(opensAt, now) })
    : texts.text("warning", { time });
  return [
    {
      at: closesAt - closingMs,
      sourceId: `closing:${id}:${closesAt}:${lastAnsweredAt ?? 0}`,
      text,
    },
  ];
}

/** Those at the configured times, the last one first. */
function toCountdown(
  { id }: Session,
  end: number,
  { config, texts, now }: WarnContext,
): readonly Warning[] {
  const text = texts.text("warning", { time: texts.moment(end, now) });
  return config.windowWarningMinutes
    .toSorted((one, other) => one - other)
    .map((minutes) => ({
      at: end - minutes * minuteMs,
      sourceId: `warning:${id}:${end}:${minutes}`,
      text,
    }));
}

/** It belongs to the chat as it is: none is made for it. */
function toNoticeInChat(
  session: Session,
  { sourceId, text }: Warning,
  createdAt: number,
): NewDelivery {
  const { tid } = session.chat;
  return toNoticeIn(session, { sourceId, text, createdAt, ...(tid && { tid }) });
}
