import { isCommand } from "../commands/commands.ts";
import type { NewDelivery } from "../delivery.ts";
import { NotJsonError } from "../errors.ts";
import { toIdentityKeys } from "../identity.ts";
import type { ChatChange, Event, Receipt, Unreadable } from "../message.ts";
import type { Known, Plan, PlannedWithdrawal, References } from "../planned.ts";
import type { RecordedNotification, Source } from "../ports.ts";
import { toAnswerId } from "../texts/notice.ts";
import { Book } from "./book.ts";
import type { PlanContext } from "./context.ts";
import { planIdentityChange } from "./identity-change.ts";
import { toDeliveryId } from "./reference.ts";
import { planPost, planSeen, planWithdrawal } from "./to-customer.ts";
import { planEcho, planMessage, planReceipt } from "./to-team.ts";

/** A notification with what it tells; `null` if it is not JSON. */
export interface ParsedNotification {
  readonly id: number;
  readonly receivedAt: number;
  readonly events: readonly Event[] | null;
}

/** A receipt that waited for its message to become known. */
export interface ParkedReceipt {
  readonly id: number;
  readonly receipt: Receipt;
  readonly arrivedAt: number;
}

/** By source; each may throw `NotJsonError`, and anything else it throws is taken for a fault of the program. */
export type Parsers = Readonly<Record<Source, (body: Uint8Array) => readonly Event[]>>;

/** Reads a notification. A parser's own failure is a dead letter too: no body may stop those behind it. */
export function parseRecorded(
  notification: RecordedNotification,
  parsers: Parsers,
): ParsedNotification {
  const { id, receivedAt, source, body } = notification;
  try {
    return { id, receivedAt, events: parsers[source](body) };
  } catch (error) {
    if (error instanceof NotJsonError) return { id, receivedAt, events: null };
    return { id, receivedAt, events: [toFault("notification", error)] };
  }
}

/** What has to be known before these can be planned. */
export function toReferences(
  batch: readonly ParsedNotification[],
  parked: readonly ParkedReceipt[],
  storeId: string,
): References {
  const events = batch.flatMap((notification) => notification.events ?? []);
  const receipts = [
    ...events.filter((event) => event.kind === "receipt"),
    ...parked.map(({ receipt }) => receipt),
  ];
  return {
    identities: events.flatMap((event) => {
      if (event.kind === "echo") return toIdentityKeys(event.to);
      if (event.kind === "message") return toIdentityKeys(event.from);
      return event.kind === "identity" ? [event.before, event.after].flatMap(toIdentityKeys) : [];
    }),
    tids: events.flatMap((event) => ("tid" in event ? [event.tid] : [])),
    messageIds: [
      ...receipts.map(({ messageId }) => messageId),
      ...events.flatMap((event) => (event.kind === "echo" ? [event.id] : [])),
    ],
    deliveryIds: receipts.flatMap(({ reference }) => toDeliveryId(reference, storeId) ?? []),
    sourceIds: events.flatMap((event) => {
      if (event.kind === "post") return [event.id, toAnswerId(event.id)];
      return event.kind === "message" || event.kind === "echo" || event.kind === "identity"
        ? [event.id]
        : [];
    }),
    mids: events.flatMap((event) =>
      event.kind === "post" && event.replyTo !== undefined && isCommand(event.text)
        ? [event.replyTo]
        : [],
    ),
  };
}

/** Turns events into deliveries: pure, and harmless when done again. */
export function plan(
  batch: readonly ParsedNotification[],
  parked: readonly ParkedReceipt[],
  { known, context }: { known: Known; context: PlanContext },
): Plan {
  const book = new Book(known);
  const withdrawals: PlannedWithdrawal[] = [];
  const unknownReceipts: Plan["parked"][number][] = [];
  const chats: ChatChange[] = [];
  const lastMids: Plan["lastMids"][number][] = [];

  function take(event: Event, { id, receivedAt }: ParsedNotification): void {
    switch (event.kind) {
      case "message":
        return planMessage(event, receivedAt, { book, context });
      case "echo":
        return planEcho(event, receivedAt, { book, context });
      case "identity":
        return planIdentityChange(event, receivedAt, { book, context });
      case "receipt": {
        if (!planReceipt(event, receivedAt, { book, context })) {
          unknownReceipts.push({ receipt: event, arrivedAt: receivedAt });
        }
        return;
      }
      case "post":
        lastMids.push({ tid: event.tid, mid: event.id });
        return planPost(event, receivedAt, { book, context, known });
      case "withdrawal": {
        const planned = planWithdrawal(event, { book, context });
        if (planned) withdrawals.push(planned);
        return;
      }
      case "seen":
        return planSeen(event, { book, context, known });
      case "chat":
        chats.push(event);
        return;
      case "unreadable":
        return book.add(toDeadLetter(event, { id, receivedAt }));
      case "aside":
        return;
    }
  }

  for (const notification of batch) {
    for (const [index, event] of (notification.events ?? []).entries()) {
      try {
        take(event, notification);
      } catch (error) {
        book.add(toDeadLetter(toFault(`event ${index}`, error), notification));
      }
    }
  }
  for (const { receipt, arrivedAt } of parked) planReceipt(receipt, arrivedAt, { book, context });

  const planned = book.toPlan();
  const faulty = new Set(planned.deliveries.map(({ notificationId }) => notificationId));
  return {
    ...planned,
    notifications: batch.map(({ id, events }) => {
      if (!events) return { id, state: "dead", reason: "not JSON" };
      return { id, state: "planned", reason: faulty.has(id) ? "not all can be understood" : null };
    }),
    parked: unknownReceipts,
    unparked: parked.map(({ id }) => id),
    withdrawals,
    chats,
    lastMids,
  };
}

function toDeadLetter(
  event: Unreadable,
  { id, receivedAt }: { id: number; receivedAt: number },
): NewDelivery {
  return {
    sessionId: null,
    side: "team",
    sourceId: event.id ?? `notification:${id}:${event.where}`,
    part: 0,
    kind: "unreadable",
    outgoing: null,
    state: "failed",
    reason: `${event.where}: ${event.reason}`,
    createdAt: receivedAt,
    tid: null,
    notificationId: id,
  };
}

/** A failure of our own code, told without its message: that could hold content. */
function toFault(where: string, error: unknown): Unreadable {
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: "unreadable", where, reason: `internal error (${name})` };
}
