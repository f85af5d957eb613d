import type { JsonObject } from "../json.ts";
import type { Conversation, PhoneMessage, SimulatedCustomer } from "./conversations.ts";

/** How webhook bodies look: the Cloud API's envelope, the flat one of v1, or the sandbox's (an envelope with a shared number). */
export type WebhookShape = "v2" | "v1" | "sandbox";

/** What a receipt tells. */
export type ReceiptStatus = "sent" | "delivered" | "read" | "played" | "failed" | "deleted";

export interface ReceiptFacts {
  readonly message: PhoneMessage;
  readonly status: ReceiptStatus;
  /** Milliseconds. */
  readonly at: number;
  readonly error?: { readonly code: number; readonly title: string; readonly details?: string };
}

/** The body that tells of a customer's message. */
export function toMessageNotification(
  { customer }: Conversation,
  message: PhoneMessage,
  shape: WebhookShape,
): JsonObject {
  const content = {
    id: message.id,
    timestamp: toSeconds(message.at),
    type: message.type,
    [message.type]: message.content,
    ...(message.replyTo ? { context: { id: message.replyTo } } : {}),
  };
  if (shape === "v1") {
    if (!customer.phone) throw new Error("In v1 nobody writes without a phone number.");
    return {
      contacts: [{ profile: { name: customer.name ?? "" }, wa_id: customer.phone }],
      messages: [{ from: customer.phone, ...content }],
    };
  }
  const from = compact({
    from: customer.phone,
    from_user_id: customer.userId,
    from_parent_user_id: customer.parentUserId,
  });
  return wrap({ contacts: [toContact(customer)], messages: [{ ...from, ...content }] }, shape);
}

/** The body that tells how far a message of the business has come. */
export function toReceiptNotification(
  { customer }: Conversation,
  facts: ReceiptFacts,
  shape: WebhookShape,
): JsonObject {
  const { message, status, at, error } = facts;
  const common = { id: message.id, status, timestamp: toSeconds(at) };
  if (shape === "v1") {
    const errors = error ? { errors: [{ code: error.code, title: error.title }] } : {};
    return {
      statuses: [
        {
          ...common,
          type: "message",
          ...compact({ recipient_id: customer.phone }),
          message: compact({ recipient_id: customer.phone }),
          ...errors,
        },
      ],
    };
  }
  const failed = status === "failed";
  const entry = {
    ...common,
    ...compact({
      recipient_id: customer.phone,
      recipient_user_id: failed && customer.phone ? undefined : customer.userId,
      biz_opaque_callback_data: message.reference ?? undefined,
    }),
    ...(error ? { errors: [toGraphError(error)] } : {}),
    ...(failed ? {} : { pricing: toPricing(message) }),
  };
  return wrap({ ...(failed ? {} : { contacts: [toContact(customer)] }), statuses: [entry] }, shape);
}

function wrap(value: JsonObject, shape: "v2" | "sandbox"): JsonObject {
  const metadata =
    shape === "sandbox"
      ? { display_phone_number: "551146733492", phone_number_id: "851682941371819" }
      : { display_phone_number: "12025550100", phone_number_id: "100000000000001" };
  const change = {
    value: { messaging_product: "whatsapp", metadata, ...value },
    field: "messages",
  };
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "200000000000002", changes: [change] }],
  };
}

function toContact(customer: SimulatedCustomer): JsonObject {
  return {
    profile: compact({
      name: customer.name ?? "",
      username: customer.username && `@${customer.username}`,
    }),
    ...compact({
      wa_id: customer.phone,
      user_id: customer.userId,
      parent_user_id: customer.parentUserId,
    }),
  };
}

function toGraphError({ code, title, details = title }: NonNullable<ReceiptFacts["error"]>) {
  return { code, title, message: title, error_data: { details } };
}

function toPricing({ type }: PhoneMessage): JsonObject {
  return type === "template"
    ? { billable: true, pricing_model: "PMP", type: "regular", category: "utility" }
    : { billable: true, pricing_model: "PMP", type: "regular", category: "service" };
}

function toSeconds(at: number): string {
  return String(Math.floor(at / 1000));
}

function compact(fields: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
