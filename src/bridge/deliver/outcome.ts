import { isOfStaff, type Delivery, type Outcome, type Taken } from "../delivery.ts";
import { DeliveryError, FileWaitsError, NoNumberError, toReason } from "../errors.ts";
import { mayBeHeld, toClosedText, toHeldNotice, toRefusedText } from "../plan/hold.ts";
import type { ChatConfig } from "../profile.ts";
import { isOfAll, toFailureText } from "../texts/failure-text.ts";
import { toFailedNotice, toNotice } from "../texts/notice.ts";
import type { Texts } from "../texts/texts.ts";
import type { Waited } from "./lanes.ts";
import { doubtMark, lateMs, toDeadline, toWaitMs } from "./retry.ts";

/** What judging an attempt depends on. */
export interface Circumstances {
  readonly now: number;
  readonly texts: Texts;
  readonly config: Pick<ChatConfig, "outsideWindow">;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** What a failed attempt means for the delivery: another one later, or the end, of which staff hear. */
export function toOutcome(taken: Taken, failure: DeliveryError, around: Circumstances): Outcome {
  const { delivery } = taken;
  const { texts, now } = around;
  if (failure.verdict === "permanent" || failure.verdict === "window") {
    if (failure.verdict === "window" && !taken.inDoubt && mayBeHeld(delivery, around.config)) {
      return toHeld(taken, failure, around);
    }
    const isOurs = failure.verdict === "window" && !failure.provider;
    const isPlain = !isOurs && !taken.inDoubt;
    const text = isPlain ? toPlainText(failure, texts) : toEndText(taken, around);
    const told = { text, isOfAll: !isPlain || isOfAll(failure.provider) };
    const reason = toDoubted(toReason(failure), taken.inDoubt);
    return toFailed(delivery, { reason, ...told, now, texts });
  }
  const nextAttemptAt = now + toWait(taken, failure, around);
  const deadline = toDeadlineOf(taken);
  // A receipt may still tell that it was taken.
  const mayBeTold = failure.uncertain && delivery.side === "customer" && now < deadline;
  if (nextAttemptAt < deadline || mayBeTold) return toRetry(taken, failure, nextAttemptAt);
  const isInDoubt = taken.inDoubt || failure.uncertain;
  if (!isInDoubt && mayBeHeld(delivery, around.config)) return toHeld(taken, failure, around);
  const text = toEndText({ ...taken, inDoubt: isInDoubt }, around, failure);
  const reason = toDoubted(`given up: ${toReason(failure)}`, isInDoubt);
  return toFailed(delivery, { reason, text, isOfAll: true, now, texts });
}

/** Another attempt at `nextAttemptAt` (milliseconds since 1970); a doubt about an earlier one stays. */
export function toRetry(taken: Taken, failure: DeliveryError, nextAttemptAt: number): Outcome {
  const uncertain = failure.uncertain || taken.inDoubt;
  const { id: deliveryId } = taken.delivery;
  const retry = {
    kind: "retry",
    deliveryId,
    nextAttemptAt,
    reason: toReason(failure),
    uncertain,
  } as const;
  return failure instanceof FileWaitsError ? { ...retry, untried: true } : retry;
}

/** Milliseconds until the next attempt. */
export function toWait(
  { delivery }: Taken,
  { verdict, retryAfterMs, uncertain }: DeliveryError,
  { random }: Circumstances,
): number {
  // The pace knows when this customer, or anybody, may get the next one: then it goes out at once.
  if (verdict === "pair") return 0;
  if (verdict === "throttled" || verdict === "account") return Math.ceil(retryAfterMs ?? 0);
  const inDoubt = uncertain && delivery.side === "customer";
  return toWaitMs(delivery.attempts, { retryAfterMs, uncertain: inDoubt, random });
}

/**
 * While a delivery waits: past its time it is given up, also when nothing may be sent for now; and staff are told once when
 * what they wrote takes long.
 */
export function toWaited(
  taken: Taken,
  until: number,
  { now, texts, config }: Omit<Circumstances, "random">,
): Waited {
  const { delivery } = taken;
  const deadline = toDeadlineOf(taken);
  // A receipt may still tell of one in doubt, until its own wait is over.
  const isDecided = delivery.state === "pending" || (delivery.nextAttemptAt ?? 0) <= now;
  if (isDecided && now >= deadline && !taken.inDoubt && mayBeHeld(delivery, config)) {
    const late = new DeliveryError("no attempt was possible in time", { verdict: "window" });
    return { outcome: toHeld(taken, late, { now, texts }), lookAgainAt: now };
  }
  if (isDecided && now >= deadline) {
    const last = delivery.reason ?? "no attempt was possible in time";
    const reason = toDoubted(`given up: ${last}`, taken.inDoubt);
    const told = { text: toEndText(taken, { now, texts }), isOfAll: true };
    const outcome = toFailed(delivery, { reason, ...told, now, texts });
    return { outcome, lookAgainAt: now };
  }
  const lateAt = (delivery.renewedAt ?? delivery.createdAt) + lateMs;
  const isStaffs = isOfStaff(delivery);
  const notice = toNotice("late", delivery, { text: texts.text("late", {}), createdAt: now });
  const dates = [deadline, ...(isStaffs ? [lateAt] : [])].filter((date) => date > now);
  return {
    outcome: isStaffs && now >= lateAt ? { kind: "late", deliveryId: delivery.id, notice } : null,
    lookAgainAt: Math.min(until, ...dates),
  };
}

/** Free text that cannot go before the customer writes: it is kept, and staff hear it. */
function toHeld(
  { delivery, session: { windowExpiresAt } }: Taken,
  failure: DeliveryError,
  { now, texts }: Pick<Circumstances, "now" | "texts">,
): Outcome {
  const isClosed = windowExpiresAt === null || windowExpiresAt <= now;
  const why = isClosed
    ? toClosedText(windowExpiresAt, { texts, now })
    : texts.text("held.refused", {});
  return {
    kind: "held",
    deliveryId: delivery.id,
    reason: toReason(failure),
    at: now,
    windowExpiresAt,
    notice: toHeldNotice(delivery, { why, texts, now }),
  };
}

/** An end without success, of which staff hear who wrote it. */
export function toFailed(delivery: Delivery, failed: Failed): Extract<Outcome, { kind: "failed" }> {
  const { reason, text, isOfAll: ofAll, now, texts } = failed;
  const told = { text, isOfAll: ofAll, createdAt: now };
  const notice = isOfStaff(delivery) ? toFailedNotice(delivery, told, texts) : null;
  return { kind: "failed", deliveryId: delivery.id, reason, at: now, ...(notice && { notice }) };
}

interface Failed {
  readonly reason: string;
  /** What staff are told. */
  readonly text: string;
  /** Whether it is true of all parts of their post. */
  readonly isOfAll: boolean;
  readonly now: number;
  readonly texts: Texts;
}

function toDeadlineOf({ delivery, session }: Taken): number {
  return toDeadline({
    side: delivery.side,
    kind: delivery.kind,
    since: delivery.renewedAt ?? delivery.createdAt,
    windowExpiresAt: session.windowExpiresAt,
  });
}

function toPlainText(failure: DeliveryError, texts: Texts): string {
  if (failure instanceof NoNumberError) return texts.text("failed.no-number", {});
  return toFailureText(texts, failure.provider);
}

function toDoubted(reason: string, inDoubt: boolean): string {
  return inDoubt ? `${doubtMark}${reason}` : reason;
}

/** Nobody may say "was not" of what an attempt may have delivered. Else the last failure tells, or that the window closed. */
function toEndText(
  { inDoubt, delivery, session: { windowExpiresAt } }: Taken,
  { now, texts }: Pick<Circumstances, "now" | "texts">,
  last?: DeliveryError,
): string {
  if (inDoubt) return texts.text("failed.uncertain", {});
  if (last?.provider?.code) return toPlainText(last, texts);
  const isClosed = windowExpiresAt !== null && windowExpiresAt <= now;
  return isClosed && delivery.kind !== "template"
    ? toRefusedText(windowExpiresAt, texts)
    : texts.text("failed.expired", {});
}
