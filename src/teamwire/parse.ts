import type { Event, Unreadable } from "../bridge/message.ts";
import { toAttached } from "./attachments.ts";
import {
  readBatch,
  readChatEvent,
  readClosedEvent,
  readEvent,
  readIds,
  readMessage,
  readPostEvent,
  readReadEvent,
  toJson,
} from "./payload.ts";

/** An element that could not be read yet, and its place in the notification. */
interface Element {
  readonly json: unknown;
  readonly where: string;
  /** The event's id, for a message that has none of its own. */
  readonly eventId?: string | undefined;
}

/**
 * What one recorded body tells: an answer of the event feed, or a page of a chat's history read to catch up.
 * An element that cannot be understood becomes `unreadable` and leaves its neighbours alone.
 * @throws NotJsonError
 */
export function parseNotification(body: Uint8Array): readonly Event[] {
  const batch = readBatch(toJson(body));
  if (!batch.ok) return [{ kind: "unreadable", where: "$", reason: "no events and no messages" }];
  if ("events" in batch.value) {
    return batch.value.events.map((json, at) => parseEvent({ json, where: `events[${at}]` }));
  }
  return batch.value.messages.map((json, at) => parseMessage({ json, where: `messages[${at}]` }));
}

function parseEvent(element: Element): Event {
  const event = readEvent(element.json);
  if (!event.ok) return toUnreadable(element, event.reason);
  const { type, id: eventId, message } = event.value;
  switch (type) {
    case "NEW_MESSAGE":
      return parseMessage({ json: message, where: `${element.where}.message`, eventId });
    case "MESSAGE_READ":
      return parseRead(element);
    case "MESSAGE_DELETED":
      return parseWithdrawal(element);
    case "CHAT_DELETED":
      return parseDeleted(element);
    case "CHAT_LEFT":
      return parseLeft(element);
    case "CHAT_IS_CLOSED_CHANGED":
      return parseClosed(element);
    default:
      return { kind: "aside", reason: `event ${toShownType(type)}` };
  }
}

function parseMessage(element: Element): Event {
  const message = readMessage(element.json);
  if (!message.ok) return toUnreadable(element, message.reason);
  const {
    mid,
    tid,
    from_user: author,
    msg,
    attachments,
    timestamp: writtenAt,
    deleted,
    reply_to: replyTo,
  } = message.value;
  if (deleted) return { kind: "withdrawal", id: mid, tid };
  return {
    kind: "post",
    id: mid,
    tid,
    author: {
      uid: author.uid,
      bot: author.is_bot,
      firstName: author.first_name,
      lastName: author.last_name,
    },
    ...(writtenAt !== null && { writtenAt }),
    text: msg,
    ...(replyTo !== null && { replyTo }),
    ...toAttached(attachments),
  };
}

function parseWithdrawal(element: Element): Event {
  const event = readPostEvent(element.json);
  if (!event.ok) return toUnreadable(element, event.reason);
  const { mid, tid } = event.value;
  return { kind: "withdrawal", id: mid, tid };
}

/** One that cannot be read is no loss that anybody would look for. */
function parseRead(element: Element): Event {
  const event = readReadEvent(element.json);
  if (!event.ok) return { kind: "aside", reason: "event MESSAGE_READ" };
  const { tid, mid, user } = event.value;
  return { kind: "seen", tid, mid, reader: { uid: user.uid, bot: user.is_bot } };
}

function parseDeleted(element: Element): Event {
  const event = readChatEvent(element.json);
  if (!event.ok) return toUnreadable(element, event.reason);
  return { kind: "chat", tid: event.value.tid, state: "gone" };
}

/**
 * The contract leaves open who left. An event that names nobody is about the one it is sent to, the bot; one that names
 * users is about the bot only if a bot is among them. A wrong "still there" costs nothing: the next post finds out.
 */
function parseLeft(element: Element): Event {
  const event = readChatEvent(element.json);
  if (!event.ok) return toUnreadable(element, event.reason);
  const { tid, users } = event.value;
  if (users.length === 0 || users.some(isBot)) return { kind: "chat", tid, state: "gone" };
  return { kind: "aside", reason: "a member left" };
}

function isBot(user: unknown): boolean {
  return typeof user === "object" && user !== null && "is_bot" in user && user.is_bot === true;
}

function parseClosed(element: Element): Event {
  const event = readClosedEvent(element.json);
  if (!event.ok) return toUnreadable(element, event.reason);
  const { tid, is_closed: closed } = event.value;
  return { kind: "chat", tid, state: closed ? "closed" : "open" };
}

function toUnreadable({ json, where, eventId }: Element, reason: string): Unreadable {
  const ids = readIds(json);
  const id = (ids.ok ? (ids.value.mid ?? ids.value.id) : undefined) ?? eventId;
  return { kind: "unreadable", where, reason, ...(id === undefined ? {} : { id }) };
}

/** A type goes to the log, so one that does not look like a type is not repeated. */
function toShownType(type: string): string {
  return /^[A-Z_]{1,40}$/.test(type) ? type : "of unknown type";
}
