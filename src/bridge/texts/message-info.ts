import { isDoubted } from "../deliver/retry.ts";
import type { DeliveryState, Progress } from "../delivery.ts";
import type { ReceiptState } from "../message.ts";
import { toFailureText } from "./failure-text.ts";
import type { Texts } from "./texts.ts";

/** Tells the story of a post from its parts: of several it has come as far as the last of them. */
export function toMessageInfo(parts: readonly Progress[], texts: Texts): string {
  const [first] = parts;
  if (!first) return texts.text("info.nothing", {});
  if (first.side === "team") return toReceivedInfo(first, texts);
  const states = new Set(parts.map(({ state }) => state));
  const lowest = order.find((state) => states.has(state)) ?? first.state;
  const isUnsure = lowest === "failed" && parts.some(isDoubted);
  const state = texts.text(`state.${isUnsure ? "uncertain" : lowest}`, {});
  const title = texts.text("info.message", { state });
  const details = parts.length > 1 ? toPartLines(parts, texts) : toReasonLines(first, texts);
  return [title, ...toStory(parts, texts), ...details].join("\n");
}

function toReceivedInfo(message: Progress, texts: Texts): string {
  const { kind, writtenAt, createdAt, times, isMarked } = message;
  const facts = {
    written: toTime(writtenAt, texts),
    received: texts.time(createdAt),
    posted: toTime(times.sent, texts),
  };
  if (kind === "echo") return texts.text("info.app", facts);
  const marked = texts.text(isMarked ? "yes" : "no", {});
  return texts.text("info.received", { ...facts, marked });
}

/** Who wrote it, what happened to it since, and what will. */
function toStory(parts: readonly Progress[], texts: Texts): readonly string[] {
  const [first] = parts;
  if (!first) return [];
  const { author, writtenAt, createdAt } = first;
  const time = texts.time(writtenAt ?? createdAt);
  const begin = author
    ? texts.text("info.by", { name: author, time })
    : texts.text("info.written", { time });
  const attempts = Math.max(...parts.map((part) => part.attempts));
  const next = latestOf(
    parts.map(({ state, nextAttemptAt }) => (state === "pending" ? nextAttemptAt : null)),
  );
  return [
    begin,
    ...toSteps(parts).flatMap(({ id, at }) =>
      at === null
        ? []
        : texts.text("info.time", { state: texts.text(id, {}), time: texts.time(at) }),
    ),
    ...(attempts > 1 ? [texts.text("info.attempts", { count: attempts })] : []),
    ...(next === null ? [] : [texts.text("info.next", { time: texts.time(next) })]),
  ];
}

/** What happened, in the order that the state tells: WhatsApp's clock is another than ours, so times do not. */
function toSteps(parts: readonly Progress[]): readonly Step[] {
  const held: Step = { id: "info.held", at: latestOf(parts.map(({ heldAt }) => heldAt)) };
  const renewedAt = latestOf(parts.map((part) => part.renewedAt));
  const failed = toStep(parts, "failed");
  const isHeld = parts.some(({ state }) => state === "held");
  const isFailed = parts.some(({ state }) => state === "failed");
  const earlier = [...(isFailed ? [] : [failed]), ...(isHeld ? [] : [held])];
  return [
    ...earlier.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0)),
    { id: "info.renewed", at: renewedAt },
    ...(["sent", "delivered", "read", "played"] as const).map((state) => toStep(parts, state)),
    ...(isHeld ? [held] : []),
    ...(isFailed && !parts.some(isDoubted) ? [failed] : []),
    toStep(parts, "deleted"),
  ];
}

interface Step {
  readonly id: "info.held" | "info.renewed" | `state.${ReceiptState}`;
  /** Null where it did not happen, or nobody told. */
  readonly at: number | null;
}

function toStep(parts: readonly Progress[], state: ReceiptState): Step {
  return { id: `state.${state}`, at: toReached(parts, state) };
}

function toPartLines(parts: readonly Progress[], texts: Texts): readonly string[] {
  return parts.flatMap((part, index) => {
    const which = texts.text("part", { part: index + 1, count: parts.length });
    const state = texts.text(`state.${isDoubted(part) ? "uncertain" : part.state}`, {});
    const at = isReceiptState(part.state) ? part.times[part.state] : null;
    const told = at === null ? state : texts.text("info.time", { state, time: texts.time(at) });
    return [`${which} ${told}`, ...toReasonLines(part, texts)];
  });
}

/** Why it was not delivered, in the words that staff were told. */
function toReasonLines({ state, reason }: Progress, texts: Texts): readonly string[] {
  if (state !== "failed") return [];
  if (isDoubted({ state, reason })) return [texts.text("failed.uncertain", {})];
  const [, code, title = ""] = /^(\d+|\?) (.*)$/.exec(reason ?? "") ?? [];
  if (code === undefined) return [texts.text("info.told", {})];
  return [toFailureText(texts, { code: code === "?" ? null : Number(code), title })];
}

function toTime(at: number | null, texts: Texts): string {
  return at === null ? texts.text("none", {}) : texts.time(at);
}

/** When the last of all parts came so far; null if one has not, or nobody told. */
function toReached(parts: readonly Progress[], state: ReceiptState): number | null {
  const times = parts.map((part) => part.times[state]);
  // One part that failed is news, whatever became of the others.
  return state === "failed" || !times.includes(null) ? latestOf(times) : null;
}

function latestOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

function isReceiptState(state: DeliveryState): state is ReceiptState {
  return receiptStates.some((one) => one === state);
}

/** From the least that can be said of a message to the most. */
const order: readonly DeliveryState[] = [
  "failed",
  "dropped",
  "held",
  "pending",
  "sending",
  "uncertain",
  "sent",
  "delivered",
  "read",
  "played",
  "deleted",
];

const receiptStates = ["sent", "delivered", "read", "played", "failed", "deleted"] as const;
