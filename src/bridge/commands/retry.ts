import { isDoubted } from "../deliver/retry.ts";
import type { DeliveryState, Progress } from "../delivery.ts";
import { mayBeHeld, toClosedText, toHeldWays, toRefusedText } from "../plan/hold.ts";
import { isWindowOpen } from "../window.ts";
import type { Asked } from "./command.ts";

/** Sends again what failed of the message that it replies to; the notice that told so leads to the message too. */
export function retry(asked: Asked): string {
  const { post, book } = asked;
  const { texts } = asked.context;
  const parts = book.progress(post.replyTo).filter(({ side }) => side === "customer");
  if (parts.length === 0) return texts.text("retry.usage", {});
  const failed = parts.filter(({ state }) => state === "failed");
  if (failed.length === 0) return toIdleText(parts, asked);
  if (failed.some(({ outgoing }) => outgoing === null)) return texts.text("retry.gone", {});
  return sendAgain(failed, asked);
}

function sendAgain(
  failed: readonly Progress[],
  { session, book, context: { texts, config, now } }: Asked,
): string {
  const end = session.windowExpiresAt;
  const isTemplate = failed.every(({ outgoing }) => outgoing?.kind === "template");
  if (isTemplate || isWindowOpen(end, now)) {
    for (const { id } of failed) if (id !== null) book.renew(id, now);
    return texts.text(failed.some(isDoubted) ? "retry.again.doubted" : "retry.again", {});
  }
  if (!failed.every((part) => mayBeHeld(part, config))) return toRefusedText(end, texts);
  for (const part of failed) {
    const hold = { reason: "window closed", at: now };
    if (part.id !== null) book.hold(part, { deliveryId: part.id, ...hold });
  }
  const number = book.heldAs(session, failed[0]?.sourceId ?? "");
  return `${toClosedText(end, { texts, now })} ${toHeldWays(texts, number)}`;
}

/** Nothing of it failed. */
function toIdleText(parts: readonly Progress[], { context: { texts } }: Asked): string {
  if (parts.some(({ state }) => waiting.has(state))) return texts.text("retry.waiting", {});
  if (parts.some(({ state }) => state === "held")) return texts.text("retry.held", {});
  const state = parts[0]?.state ?? "sent";
  return texts.text("retry.nothing", { state: texts.text(`state.${state}`, {}) });
}

const waiting: ReadonlySet<DeliveryState> = new Set(["pending", "sending", "uncertain"]);
