/**
 * The shapes on 360dialog's wire as far as they are read, both generations in one: v1 (On-Premise) is v2 (Cloud API)
 * without the envelope. Everything is lenient: unknown fields are ignored, and an odd value counts as an absent one.
 */
import * as v from "valibot";

import {
  contactCard,
  context,
  interactive,
  location,
  order,
  reaction,
  referral,
} from "./payload/content.ts";
import { lenient, text, token } from "./payload/lenient.ts";

const anything = v.optional(v.unknown());
const list = v.array(v.unknown());
const errorCode = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits())]),
  v.transform(Number),
);

const providerError = v.object({
  code: lenient(errorCode),
  title: lenient(text),
  message: lenient(text),
});
const providerErrors = v.array(v.fallback(providerError, {}));

const media = v.object({
  id: lenient(token),
  url: lenient(text),
  mime_type: lenient(text),
  sha256: lenient(text),
  filename: lenient(text),
  caption: lenient(text),
  voice: lenient(v.boolean()),
});

const editedMessage = v.object({
  type: lenient(token),
  text: lenient(v.object({ body: text })),
  image: lenient(media),
  video: lenient(media),
  document: lenient(media),
});

/** A number change: the new number in `wa_id` (v1 also `new_wa_id`), the old one in `from` or `customer`. */
const systemChange = v.object({
  type: lenient(token),
  body: lenient(text),
  wa_id: lenient(token),
  new_wa_id: lenient(token),
  customer: lenient(token),
  user_id: lenient(token),
  previous_user_id: lenient(token),
  parent_user_id: lenient(token),
});

const message = v.object({
  id: token,
  from: lenient(token),
  from_user_id: lenient(token),
  from_parent_user_id: lenient(token),
  group_id: lenient(token),
  timestamp: lenient(token),
  type: lenient(token),
  text: lenient(v.object({ body: lenient(text) })),
  button: lenient(v.object({ text: lenient(text), payload: lenient(text) })),
  interactive: lenient(interactive),
  image: lenient(media),
  video: lenient(media),
  audio: lenient(media),
  voice: lenient(media),
  document: lenient(media),
  sticker: lenient(media),
  location: lenient(location),
  contacts: lenient(v.array(v.fallback(contactCard, {}))),
  reaction: lenient(reaction),
  order: lenient(order),
  edit: lenient(v.object({ original_message_id: lenient(token), message: lenient(editedMessage) })),
  revoke: lenient(v.object({ original_message_id: lenient(token) })),
  system: lenient(systemChange),
  unsupported: lenient(v.object({ type: lenient(token) })),
  context: lenient(context),
  referral: lenient(referral),
  errors: lenient(providerErrors),
  // Of an echo of the Business app alone: to whom it went.
  to: lenient(token),
  to_user_id: lenient(token),
  to_parent_user_id: lenient(token),
});

/** What a message may hold, under the name of its type. */
const kinds = [
  "text",
  "image",
  "video",
  "audio",
  "voice",
  "document",
  "sticker",
  "location",
  "contacts",
  "order",
  "interactive",
  "button",
  "reaction",
  "edit",
  "revoke",
  "system",
] as const;

const contact = v.object({
  wa_id: lenient(token),
  user_id: lenient(token),
  parent_user_id: lenient(token),
  profile: lenient(v.object({ name: lenient(text), username: lenient(text) })),
});

const replacedId = v.object({ previous: lenient(token), current: lenient(token) });

const userIdUpdate = v.object({
  wa_id: lenient(token),
  user_id: lenient(replacedId),
  parent_user_id: lenient(replacedId),
  timestamp: lenient(token),
});

const status = v.object({
  id: token,
  status: lenient(token),
  timestamp: lenient(token),
  type: lenient(token),
  errors: lenient(providerErrors),
  biz_opaque_callback_data: lenient(text),
});

const value = v.object({
  metadata: lenient(v.object({ phone_number_id: lenient(token) })),
  contacts: v.fallback(v.array(v.fallback(contact, {})), []),
  messages: anything,
  message_echoes: anything,
  statuses: anything,
  errors: anything,
  user_id_update: anything,
});

const sendAnswer = v.object({
  contacts: v.fallback(v.array(v.fallback(contact, {})), []),
  messages: v.array(v.object({ id: token })),
});

const refusal = v.object({
  error: anything,
  errors: lenient(list),
  meta: lenient(
    v.object({
      success: lenient(v.boolean()),
      http_code: lenient(v.number()),
      httpCode: lenient(v.number()),
      developer_message: lenient(text),
      developerMessage: lenient(text),
    }),
  ),
});

const webhookAnswer = v.object({
  url: lenient(v.pipe(v.string(), v.nonEmpty())),
  headers: v.fallback(v.record(v.string(), v.string()), {}),
});

const templateComponent = v.object({
  type: lenient(v.pipe(v.string(), v.toUpperCase())),
  format: lenient(v.pipe(v.string(), v.toUpperCase())),
  text: lenient(text),
  buttons: lenient(
    v.array(
      v.object({
        type: lenient(v.pipe(v.string(), v.toUpperCase())),
        text: lenient(text),
        url: lenient(v.string()),
      }),
    ),
  ),
});

const template = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  language: v.pipe(v.string(), v.nonEmpty()),
  namespace: lenient(v.pipe(v.string(), v.nonEmpty())),
  status: v.pipe(v.string(), v.toLowerCase()),
  components: v.array(templateComponent),
});

const templatePage = v.object({
  /** 360dialog's own shape. */
  waba_templates: lenient(list),
  total: lenient(v.number()),
  /** The Graph API's shape. */
  data: lenient(list),
  paging: lenient(
    v.object({
      cursors: lenient(v.object({ after: lenient(v.string()) })),
      next: lenient(v.string()),
    }),
  ),
});

export type WireMessage = v.InferOutput<typeof message>;
export type WireMedia = v.InferOutput<typeof media>;
export type WireContact = v.InferOutput<typeof contact>;
export type WireUserIdUpdate = v.InferOutput<typeof userIdUpdate>;
export type WireStatus = v.InferOutput<typeof status>;
export type WireError = v.InferOutput<typeof providerError>;
export type WireRefusal = v.InferOutput<typeof refusal>;
export type WireWebhook = v.InferOutput<typeof webhookAnswer>;
export type WireTemplate = v.InferOutput<typeof template>;
export type WireTemplatePage = v.InferOutput<typeof templatePage>;
/** A change's `value` in v2, the whole notification in v1; the elements of its lists are still unread. */
export type WireValue = v.InferOutput<typeof value>;

/** @returns null for what is not an object */
export function readValue(input: unknown): WireValue | null {
  return read(value, input);
}

/**
 * A message that does not tell its type has that of what it holds.
 * @returns null for what is not an object with an id
 */
export function readMessage(input: unknown): WireMessage | null {
  const found = read(message, input);
  return found && { ...found, type: found.type ?? kinds.find((kind) => found[kind]) };
}

/** @returns null for what is not an object with an id */
export function readStatus(input: unknown): WireStatus | null {
  return read(status, input);
}

/** An error of any place, empty if it is not even an object. */
export function readError(input: unknown): WireError {
  return read(providerError, input) ?? {};
}

/** The id of the message that was taken, and whom it goes to; null if the answer names none. */
export function readSent(input: unknown): { id: string; contact: WireContact | undefined } | null {
  const answer = read(sendAnswer, input);
  const id = answer?.messages[0]?.id;
  return id === undefined ? null : { id, contact: answer?.contacts[0] };
}

/** @returns null for what is not an object */
export function readUserIdUpdate(input: unknown): WireUserIdUpdate | null {
  return read(userIdUpdate, input);
}

/** The parts of an answer in which a refusal may lie. */
export function readRefusal(input: unknown): WireRefusal {
  return read(refusal, input) ?? {};
}

/** @returns null for what is not an object */
export function readWebhook(input: unknown): WireWebhook | null {
  return read(webhookAnswer, input);
}

/** @returns null for what is no template */
export function readTemplate(input: unknown): WireTemplate | null {
  return read(template, input);
}

/** @returns null for what is not an object */
export function readTemplatePage(input: unknown): WireTemplatePage | null {
  return read(templatePage, input);
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> | null {
  const result = v.safeParse(schema, input);
  return result.success ? result.output : null;
}
