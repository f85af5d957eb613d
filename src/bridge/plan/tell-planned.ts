import type { LogFields } from "../log/fields.ts";
import { plain, plainIf, type Plain } from "../log/plain.ts";
import { toTrace } from "../log/trace.ts";
import type { Event } from "../message.ts";
import type { Known, Plan } from "../planned.ts";
import type { Clock, Log, RecordedNotification } from "../ports.ts";
import type { ParsedNotification } from "./plan.ts";

/** What a batch was planned from, notifications and what they tell in the same order. */
interface Planned {
  readonly notifications: readonly RecordedNotification[];
  readonly batch: readonly ParsedNotification[];
  readonly known: Known;
}

/** Logs what came in and what becomes of it: at `debug` each message's first steps, louder what is not understood. */
export function tellPlanned(
  plan: Plan,
  { notifications, batch, known }: Planned,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): void {
  for (const [index, { events }] of batch.entries()) {
    const notification = notifications[index];
    if (!notification) continue;
    const { id, source, receivedAt } = notification;
    const at = { notification: id, source, ms: clock.now() - receivedAt };
    for (const event of events ?? []) {
      if (event.kind === "aside") tellAside(event, { notification: id, source }, log);
      const message = toMessage(event);
      if (message) log.debug("received", { ...message, ...at });
    }
  }
  for (const { id, state } of plan.notifications) {
    if (state === "dead") log.warn("notification cannot be planned", { notification: id });
  }
  for (const { sessionId, side, sourceId, part, state, notificationId, kind } of plan.deliveries) {
    if (kind === "unreadable") {
      log.warn("element cannot be understood", { notification: notificationId });
      continue;
    }
    const trace = toTrace(sourceId);
    log.debug("planned", { trace, session: sessionId, to: side, part, state });
  }
  const toMoved = (deliveryId: number): LogFields => {
    const delivery = known.deliveries.find(({ id }) => id === deliveryId);
    const trace = delivery && toTrace(delivery.sourceId);
    return { trace, session: delivery?.sessionId, delivery: deliveryId };
  };
  for (const { deliveryId, state } of plan.receipts) {
    const level = state === "failed" ? "warn" : "debug";
    log[level]("receipt", { ...toMoved(deliveryId), state });
  }
  for (const { deliveryId } of plan.holds) log.info("held", toMoved(deliveryId));
}

/** What has a way of its own through both directions; null for everything else. */
function toMessage(event: Event): { readonly trace: Plain; readonly kind: Plain } | null {
  if (event.kind === "message") return { trace: toTrace(event.id), kind: plain`message` };
  if (event.kind === "echo") return { trace: toTrace(event.id), kind: plain`echo` };
  return event.kind === "post" ? { trace: toTrace(event.id), kind: plain`post` } : null;
}

/** The parsers' own words, perhaps with a name that the wire has for something. */
const asideReason =
  /a member left|for another phone number id|nothing known in it|(?:event|field|receipt) (?:of (?:unknown type|no known (?:name|state))|[A-Za-z][A-Za-z0-9_]{0,63})/;

function tellAside(
  { reason }: Extract<Event, { kind: "aside" }>,
  at: { readonly notification: number; readonly source: RecordedNotification["source"] },
  log: Log,
): void {
  // The team's feed is full of them (who has read what); of 360dialog's each may be one that somebody misses.
  const level = at.source === "dialog360" ? "info" : "debug";
  log[level]("element set aside", { ...at, reason: plainIf(reason, asideReason) });
}
