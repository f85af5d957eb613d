import { NotJsonError } from "../bridge/errors.ts";
import type { Aside, Event, Unreadable } from "../bridge/message.ts";
import { opensWindow, toContent } from "./content.ts";
import { toIdentityChange, toUserIdChange } from "./identity-change.ts";
import {
  readError,
  readMessage,
  readStatus,
  readUserIdUpdate,
  readValue,
  type WireValue,
} from "./payload.ts";
import { toProviderError, toReceipt } from "./receipt.ts";
import {
  haveOneSender,
  indexContacts,
  toRecipient,
  toSender,
  type Contacts,
  type SenderContext,
} from "./sender.ts";
import { toWireName } from "./wire-name.ts";
import { toWritten } from "./written.ts";

export interface ParseOptions {
  /** If set, elements for another number of the same account are put aside; v1 never names the number. */
  readonly phoneNumberId: string | null;
}

interface Place extends ParseOptions {
  readonly where: string;
}

/**
 * Everything that a notification tells, in its order. The generation is told from the body (v2 has an envelope), never
 * from the host. Each element stands alone: one that is malformed becomes `unreadable` and touches no other.
 * @throws NotJsonError if the body is not a JSON object
 */
export function parseNotification(body: Uint8Array, options: ParseOptions): readonly Event[] {
  const notification = toObject(body);
  const entries = notification["entry"] ?? null;
  if (entries === null) return parseValue(notification, { ...options, where: "" });
  return toList(entries, "entry", (entry, where) => parseEntry(entry, { ...options, where }));
}

function toObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // No cause: the engine's message quotes the body.
    throw new NotJsonError("Parse a notification: not JSON");
  }
  if (!isObject(parsed)) throw new NotJsonError("Parse a notification: not a JSON object");
  return parsed;
}

function parseEntry(entry: unknown, place: Place): Event[] {
  if (!isObject(entry)) return [toUnreadable(place.where, "an entry that is no object")];
  const changes = entry["changes"] ?? null;
  if (changes === null) return parseValue(entry, place);
  return toList(changes, `${place.where}.changes`, (change, where) =>
    parseChange(change, { ...place, where }),
  );
}

/** Those of the Business app hold its messages in `message_echoes`, and are the same otherwise. */
const messageFields: ReadonlySet<unknown> = new Set([
  "messages",
  "smb_message_echoes",
  "message_echoes",
]);

function parseChange(change: unknown, place: Place): Event[] {
  if (!isObject(change)) return [toUnreadable(place.where, "a change that is no object")];
  const field = change["field"];
  if (field === "user_id_update") {
    return parseUserIdUpdate(change["value"], { ...place, where: `${place.where}.value` });
  }
  if (typeof field === "string" && !messageFields.has(field)) {
    return [toAside(`field ${toWireName(field) ?? "of no known name"}`)];
  }
  return parseValue(change["value"], { ...place, where: `${place.where}.value` });
}

/** A change's value in v2, the whole notification in v1; without its envelope the first may lie in an entry, too. */
function parseValue(input: unknown, { where, phoneNumberId }: Place): Event[] {
  const value = readValue(input);
  if (!isObject(input) || !value) return [toUnreadable(where, "a value that is no object")];
  const events = parseElements(value, where && `${where}.`);
  if (events.length === 0 && Object.keys(input).length > 0) return [toAside("nothing known in it")];
  return isForUs(value, phoneNumberId) ? events : events.map(() => forAnother);
}

/** One update or several. */
function parseUserIdUpdate(input: unknown, { where, phoneNumberId }: Place): Event[] {
  const value = readValue(input);
  if (!value) return [toUnreadable(where, "a value that is no object")];
  if (!isForUs(value, phoneNumberId)) return [forAnother];
  return [value.user_id_update].flat().map((element) => {
    const update = readUserIdUpdate(element);
    const change = update && toUserIdChange(update);
    return change ?? toUnreadable(`${where}.user_id_update`, "a user id's change without both ids");
  });
}

function isForUs({ metadata }: WireValue, phoneNumberId: string | null): boolean {
  const number = metadata?.phone_number_id;
  return phoneNumberId === null || number === undefined || number === phoneNumberId;
}

const forAnother: Aside = { kind: "aside", reason: "for another phone number id" };

function parseElements(value: WireValue, where: string): Event[] {
  const messages = Array.isArray(value.messages) ? value.messages : [];
  let isAlone: boolean | undefined;
  const context: SenderContext = {
    contacts: indexContacts(value.contacts),
    // Receipts and echoes bring contacts along, too: those of the recipients.
    isAlone: () =>
      (isAlone ??=
        value.statuses === undefined &&
        value.message_echoes === undefined &&
        haveOneSender(messages.map(readMessage))),
  };
  return [
    ...toList(value.messages, `${where}messages`, (element, place) => [
      parseMessage(element, place, context),
    ]),
    ...toList(value.message_echoes, `${where}message_echoes`, (element, place) => [
      parseEcho(element, place, context.contacts),
    ]),
    ...toList(value.statuses, `${where}statuses`, (element, place) => [
      parseStatus(element, place),
    ]),
    // Beside a message they tell of that message, whose placeholder is enough.
    ...(messages.length > 0
      ? []
      : toList(value.errors, `${where}errors`, (element, place) => [parseError(element, place)])),
  ];
}

function parseMessage(element: unknown, where: string, context: SenderContext): Event {
  const message = readMessage(element);
  if (!message) return toUnreadable(where, "a message without an id");
  const change = toIdentityChange(message);
  if (change) return change;
  const from = toSender(message, context);
  if (!from)
    return toUnreadable(where, "a message without a sender who can be answered", message.id);
  const content = toContent(message);
  if (!content) return toUnreadable(where, "a text message without a text", message.id);
  return {
    kind: "message",
    ...toWritten(message, content),
    from,
    ...(message.group_id !== undefined && { inGroup: true }),
    opensWindow: opensWindow(message),
  };
}

function parseEcho(element: unknown, where: string, contacts: Contacts): Event {
  const message = readMessage(element);
  if (!message) return toUnreadable(where, "an echo without an id");
  const to = toRecipient(message, contacts);
  if (!to) return toUnreadable(where, "an echo without a recipient", message.id);
  const content = toContent(message);
  if (!content) return toUnreadable(where, "a text message without a text", message.id);
  return { kind: "echo", ...toWritten(message, content), to };
}

function parseStatus(element: unknown, where: string): Event {
  const status = readStatus(element);
  return status ? toReceipt(status) : toUnreadable(where, "a receipt without an id");
}

function parseError(element: unknown, where: string): Event {
  const { code, title } = toProviderError(readError(element));
  return toUnreadable(where, `error ${code ?? "without a code"}: ${title}`);
}

function toList(
  input: unknown,
  where: string,
  toEvents: (element: unknown, where: string) => Event[],
): Event[] {
  if (input === undefined || input === null) return [];
  if (!Array.isArray(input)) return [toUnreadable(where, "no list")];
  return input.flatMap((element, index) => toEvents(element, `${where}[${index}]`));
}

function toUnreadable(where: string, reason: string, id?: string): Unreadable {
  return { kind: "unreadable", where, reason, ...(id && { id }) };
}

function toAside(reason: string): Aside {
  return { kind: "aside", reason };
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}
