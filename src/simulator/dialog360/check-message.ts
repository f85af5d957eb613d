import { isObject, isText, type JsonObject } from "../json.ts";
import { refuseParameter, type Generation, type Refusal } from "./answers.ts";

const longestText = 4096;
const longestReference = 512;
const userIdPattern = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const phonePattern = /^\+?\d{5,20}$/;
const types = [
  "text template image video audio document sticker",
  "location contacts interactive reaction",
].flatMap((line) => line.split(" "));
const commonFields = ["type", "to", "recipient_type", "context"];
const moreFields = {
  v1: ["preview_url"],
  v2: ["messaging_product", "recipient", "biz_opaque_callback_data"],
};

/** A message to a customer as the API was asked to send it. */
export interface SendRequest {
  readonly generation: Generation;
  /** The address as it was given. */
  readonly input: string;
  /** Digits only. */
  readonly phone?: string;
  readonly userId?: string;
  readonly type: string;
  /** The object under the type's name. */
  readonly content: JsonObject;
  /** Echoed in receipts (`biz_opaque_callback_data`). */
  readonly reference: string | null;
  readonly replyTo: string | null;
}

/** Checks all that can be told from the body alone; templates are checked against the list elsewhere. */
export function readSend(body: JsonObject, generation: Generation): SendRequest | Refusal {
  const refusal =
    checkProduct(body, generation) ??
    checkType(body, generation) ??
    checkFields(body, generation) ??
    checkAddress(body, generation) ??
    checkReference(body, generation) ??
    checkText(body, generation);
  return refusal ?? toSendRequest(body, generation);
}

function checkProduct(body: JsonObject, generation: Generation): Refusal | null {
  if (generation === "v1" || body["messaging_product"] === "whatsapp") return null;
  return refuseParameter("missing", "messaging_product must be 'whatsapp'", generation);
}

function checkType(body: JsonObject, generation: Generation): Refusal | null {
  const type = body["type"];
  if (typeof type !== "string" || !types.includes(type)) {
    return refuseParameter("invalid", "type is not a known message type", generation);
  }
  const content = body[type];
  if (isObject(content) || (type === "contacts" && Array.isArray(content))) return null;
  return refuseParameter("missing", `Parameter '${type}' is mandatory`, generation);
}

function checkFields(body: JsonObject, generation: Generation): Refusal | null {
  const known = [...commonFields, ...moreFields[generation], String(body["type"])];
  const unexpected = Object.keys(body).find((name) => !known.includes(name));
  if (unexpected)
    return refuseParameter("unexpected", `Unexpected key '${unexpected}'`, generation);
  const { recipient_type: recipientType = "individual", context } = body;
  if (recipientType !== "individual") {
    return refuseParameter("invalid", "recipient_type must be 'individual'", generation);
  }
  if (context !== undefined && !(isObject(context) && isText(context["message_id"]))) {
    return refuseParameter("invalid", "context wants a message_id", generation);
  }
  return null;
}

function checkAddress(body: JsonObject, generation: Generation): Refusal | null {
  const { to, recipient } = body;
  if (to !== undefined) {
    if (typeof to === "string" && phonePattern.test(to)) return null;
    return refuseParameter("invalid", "to must be a phone number", generation);
  }
  if (recipient === undefined) {
    return refuseParameter("missing", "The recipient's address is mandatory", generation);
  }
  if (typeof recipient === "string" && userIdPattern.test(recipient)) return null;
  return refuseParameter("invalid", "recipient must be a user id", generation);
}

function checkReference(body: JsonObject, generation: Generation): Refusal | null {
  const reference = body["biz_opaque_callback_data"];
  if (reference === undefined) return null;
  if (typeof reference === "string" && reference.length <= longestReference) return null;
  return refuseParameter("invalid", "biz_opaque_callback_data is no text or too long", generation);
}

function checkText(body: JsonObject, generation: Generation): Refusal | null {
  if (body["type"] !== "text" || !isObject(body["text"])) return null;
  const { body: text, preview_url: preview, ...others } = body["text"];
  const misplaced = Object.keys(others)[0] ?? (generation === "v1" && preview !== undefined);
  if (misplaced) {
    return refuseParameter("unexpected", "text has a key that does not belong there", generation);
  }
  for (const flag of [preview, body["preview_url"]]) {
    if (flag !== undefined && typeof flag !== "boolean") {
      return refuseParameter("invalid", "preview_url must be a boolean", generation);
    }
  }
  if (!isText(text) || text.trim() === "") {
    return refuseParameter("missing", "Parameter 'body' is mandatory for type 'text'", generation);
  }
  if (Array.from(text).length <= longestText) return null;
  return refuseParameter("invalid", `text.body is longer than ${longestText}`, generation);
}

function toSendRequest(body: JsonObject, generation: Generation): SendRequest {
  const { to, recipient, context, biz_opaque_callback_data: reference } = body;
  const type = String(body["type"]);
  const content = body[type];
  const address =
    typeof to === "string"
      ? { input: to, phone: to.replace("+", "") }
      : { input: String(recipient), userId: String(recipient) };
  return {
    ...address,
    generation,
    type,
    content: isObject(content) ? content : {},
    reference: typeof reference === "string" ? reference : null,
    replyTo: isObject(context) ? String(context["message_id"]) : null,
  };
}
