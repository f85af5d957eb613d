import { isOfStaff, type Delivery, type DeliveryState, type NewDelivery } from "../delivery.ts";
import { toIdentityKeys } from "../identity.ts";
import type {
  Content,
  CustomerFile,
  CustomerMessage,
  Echo,
  ProviderError,
  Receipt,
  ReceiptState,
} from "../message.ts";
import { toPin } from "../place.ts";
import { toDisplayName } from "../session.ts";
import { isOfAll, isOfWindow, toFailureText } from "../texts/failure-text.ts";
import { toMessageText } from "../texts/message-text.ts";
import { toDeliveredNotice, toFailedNotice, toNotice } from "../texts/notice.ts";
import type { Texts } from "../texts/texts.ts";
import { isWindowOpen, toWindowEnd, toWrittenAt } from "../window.ts";
import type { Book } from "./book.ts";
import type { PlanContext } from "./context.ts";
import { planCourtesy } from "./courtesy.ts";
import { mayBeHeld, releaseHeld, toHeldNotice } from "./hold.ts";
import { placeSender, tellNumber } from "./identity-change.ts";
import { learn } from "./same-person.ts";
import { toVcardFile } from "./vcard.ts";

interface Planning {
  readonly book: Book;
  readonly context: PlanContext;
}

/** A customer's message becomes a post in the session's chat; a customer who is new gets a session. */
export function planMessage(
  message: CustomerMessage,
  receivedAt: number,
  planning: Planning,
): void {
  const { book, context } = planning;
  if (book.isRepeat(message.id)) return;
  const writtenAt = toWrittenAt(message.sentAt, receivedAt);
  const sender = { id: message.id, customer: message.from, writtenAt };
  const { session, customer: told } = placeSender(sender, planning);
  const isReaction = message.content.kind === "reaction";
  const isLatest = writtenAt >= (session.lastReceivedAt ?? 0);
  const customer = learn(session.customer, told, { writtenAt, isLatest });
  const changed = book.change(session, {
    customer,
    // What does not open the window is not what /info calls the last message: the two stand side by side.
    ...(message.opensWindow && {
      windowExpiresAt: latest(session.windowExpiresAt, toWindowEnd(writtenAt)),
    }),
    // A reaction is no message: it asks for nothing.
    ...(message.opensWindow &&
      !isReaction && { lastReceivedAt: latest(session.lastReceivedAt, writtenAt) }),
    ...(session.config !== context.config.key && { config: context.config.key }),
  });
  const oldPhone = session.customer.phone;
  if (oldPhone && oldPhone !== customer.phone) {
    tellNumber(changed, `number:${message.id}`, planning);
  }
  book.add(
    toDelivery(message, {
      sessionId: session.id,
      displayName: toDisplayName(customer),
      createdAt: receivedAt,
      texts: context.texts,
    }),
  );
  if (message.opensWindow && isWindowOpen(changed.windowExpiresAt, context.now)) {
    const isAnswered = releaseHeld(changed, message.id, planning);
    const wasOpen = isWindowOpen(session.windowExpiresAt, writtenAt);
    const facts = { messageId: message.id, session: changed, wasOpen, isAnswered };
    if (!isReaction) planCourtesy(facts, planning);
  }
}

/**
 * What was sent to a customer from the Business app is shown in that customer's chat. It opens no window, and is not the
 * customer's word: the bot posts it under its own name.
 */
export function planEcho(echo: Echo, receivedAt: number, { book, context }: Planning): void {
  // Some report what we sent ourselves, too.
  if (book.deliveryOf({ messageId: echo.id }, context.storeId) || book.isRepeat(echo.id)) return;
  const known = toIdentityKeys(echo.to).flatMap((key) => book.sessionOf(key) ?? []);
  const session =
    known[0] ??
    book.begin(echo.to, {
      config: context.config.key,
      startedAt: toWrittenAt(echo.sentAt, receivedAt),
    });
  // Somebody of ours wrote it: nobody owes an answer to what was written before.
  const writtenAt = toWrittenAt(echo.sentAt, receivedAt);
  book.change(session, { lastAnsweredAt: latest(session.lastAnsweredAt, writtenAt) });
  const { id: sessionId } = session;
  book.add(toDelivery(echo, { sessionId, createdAt: receivedAt, texts: context.texts }));
}

function toDelivery(
  message: CustomerMessage | Echo,
  facts: {
    readonly sessionId: number;
    readonly displayName?: string;
    readonly createdAt: number;
    readonly texts: Texts;
  },
): NewDelivery {
  const { id, content, concerns } = message;
  const { texts, displayName, sessionId, createdAt } = facts;
  const writtenAt = toWrittenAt(message.sentAt, createdAt);
  const file = toFile(content);
  const pin = content.kind === "location" ? toPin(content.place) : null;
  return {
    sessionId,
    side: "team",
    sourceId: id,
    part: 0,
    kind: toKind(message),
    ...(concerns && isAboutAnother.has(content.kind) && { standsFor: concerns }),
    outgoing: {
      kind: "post",
      text: toMessageText(texts, message),
      ...(file && { file }),
      ...(displayName && { displayName }),
      ...(concerns && { concerns }),
      ...(pin && { pin }),
    },
    state: "pending",
    reason: null,
    createdAt,
    tid: null,
    writtenAt,
  };
}

/** What tells something of an earlier message, which is what an answer to it is about. */
const isAboutAnother: ReadonlySet<Content["kind"]> = new Set(["reaction", "edit", "revoke"]);

function toFile(content: Content): CustomerFile | null {
  if (content.kind === "file") return content.file;
  if (content.kind !== "contacts") return null;
  const [first, ...others] = content.cards;
  return first ? toVcardFile([first, ...others]) : null;
}

/** What operators see of it. Echoes and group messages are no part of the talk with the customer, whatever they hold. */
function toKind(message: CustomerMessage | Echo): string {
  if (message.kind === "echo") return "echo";
  if (message.inGroup) return "group message";
  const { content } = message;
  if (content.kind === "file") return content.file.kind;
  // With a word in front: our own kinds are told apart by their names.
  return content.kind === "unsupported" ? `unsupported ${content.what}` : content.kind;
}

/**
 * A receipt moves its delivery; a failure is told on the very post that failed. What failed because the window was closed
 * is kept instead. @returns whether its message is known
 */
export function planReceipt(
  receipt: Receipt,
  arrivedAt: number,
  { book, context }: Planning,
): boolean {
  const delivery = book.deliveryOf(receipt, context.storeId);
  if (!delivery) return false;
  const error = receipt.error ?? null;
  // What is kept since it failed does not fail when WhatsApp says so again.
  if (receipt.state === "failed" && delivery.state === "held") return true;
  if (receipt.state === "failed" && mayFail.has(delivery.state)) {
    if (error && isOfWindow(error) && mayBeHeld(delivery, context.config)) {
      holdAgain(delivery, { error, arrivedAt }, { book, context });
      return true;
    }
    const told = { text: toFailureText(context.texts, error), isOfAll: isOfAll(error) };
    const notice = toFailedNotice(delivery, { ...told, createdAt: arrivedAt }, context.texts);
    if (isOfStaff(delivery)) book.add(notice);
  }
  if (delivery.outgoing?.kind === "template") {
    const { number } = delivery.outgoing;
    const tell = (kind: "accepted" | "delivered"): void => {
      const text = context.texts.text(`send.${kind}`, { number });
      book.add(toNotice(kind, delivery, { text, createdAt: arrivedAt }));
    };
    // A receipt may come before WhatsApp's own answer, or be all that is left of it after a crash.
    if (taken.has(receipt.state) && onItsWay.has(delivery.state)) tell("accepted");
    if (arrived.has(receipt.state)) tell("delivered");
  }
  const isFirst = arrived.has(receipt.state) && !isThere.has(delivery.state);
  const isTold = delivery.outgoing?.kind === "template";
  if (isFirst && !isTold && delivery.renewedAt !== null && delivery.failedAt) {
    book.add(toDeliveredNotice(delivery, arrivedAt, context.texts));
  }
  book.move({
    deliveryId: delivery.id,
    state: receipt.state,
    messageId: receipt.messageId,
    reason: error && toErrorText(error),
    at: receipt.at ?? arrivedAt,
  });
  return true;
}

/** What WhatsApp took and did not deliver, for it counts the window as closed, waits for the customer like what is written then. */
function holdAgain(
  delivery: Delivery,
  { error, arrivedAt }: { readonly error: ProviderError; readonly arrivedAt: number },
  { book, context: { texts, now } }: Planning,
): void {
  book.hold(delivery, { deliveryId: delivery.id, reason: toErrorText(error), at: arrivedAt });
  const number = book.heldAs({ id: delivery.sessionId ?? 0 }, delivery.sourceId);
  book.add(toHeldNotice(delivery, { why: texts.text("held.refused", {}), texts, now, number }));
}

function toErrorText({ code, title }: ProviderError): string {
  return `${code ?? "?"} ${title}`;
}

/** A delivery that reached the customer, or failed before, cannot fail any more. */
const mayFail: ReadonlySet<DeliveryState> = new Set(["pending", "sending", "uncertain", "sent"]);

/** Of a delivery in such a state nobody was told yet that WhatsApp has it. */
const onItsWay: ReadonlySet<DeliveryState> = new Set(["pending", "sending", "uncertain"]);

const taken: ReadonlySet<ReceiptState> = new Set(["sent", "delivered", "read", "played"]);

const arrived: ReadonlySet<ReceiptState> = new Set(["delivered", "read", "played"]);

/** The customer has a delivery in such a state. */
const isThere: ReadonlySet<DeliveryState> = new Set([...arrived, "deleted"]);

function latest(before: number | null, now: number): number {
  return Math.max(before ?? now, now);
}
