import { isObject, isText, type JsonObject } from "../json.ts";
import type { SendRequest } from "./check-message.ts";
import type { PhoneMessage } from "./conversations.ts";
import { toTemplateCard } from "./template-card.ts";
import type { SimulatedTemplate } from "./templates.ts";

/** A text, or the wire's own object under its type's name, such as `{ type: "image", image: { … } }`. */
export type CustomerContent = string | (JsonObject & { readonly type: string });

/** What a customer writes, as their own phone shows it. */
export function toCustomerMessage(
  content: CustomerContent,
  facts: Pick<PhoneMessage, "id" | "at" | "replyTo">,
): PhoneMessage {
  const wire = typeof content === "string" ? { type: "text", text: { body: content } } : content;
  const inner = Object.entries(wire).find(([name]) => name === wire.type)?.[1] ?? {};
  return {
    ...facts,
    from: "customer",
    type: wire.type,
    text: toBubble(wire.type, inner),
    ...fresh,
    reference: null,
    content: inner,
  };
}

/** What the business sends, as the customer's phone shows it. */
export function toBusinessMessage(
  send: SendRequest & { readonly id: string; readonly at: number },
  templates: readonly SimulatedTemplate[],
): PhoneMessage {
  const { id, at, type, content, reference, replyTo } = send;
  const template = type === "template" ? toTemplateCard(send, templates) : null;
  const shown = template ?? { text: toBubble(type, content) };
  return { id, at, type, replyTo, reference, content, from: "business", ...fresh, ...shown };
}

/** Of a message that was just written. */
const fresh = {
  card: null,
  edited: false,
  deleted: false,
  reaction: null,
  state: "accepted",
  error: null,
} as const;

/** The types that carry a file; of the words only a caption belongs to them. */
export const fileTypes: readonly string[] = [
  "image",
  "video",
  "audio",
  "voice",
  "document",
  "sticker",
];

function toBubble(type: string, content: unknown): string {
  if (type === "location") return `📍 ${toPlace(content)}`;
  if (type === "contacts") return toNames(content);
  if (!isObject(content)) return `[${type}]`;
  if (fileTypes.includes(type)) return isText(content["caption"]) ? content["caption"] : "";
  const shown = [content["body"], content["text"], content["emoji"]];
  return shown.find(isText) ?? `[${type}]`;
}

function toPlace(content: unknown): string {
  if (!isObject(content)) return "";
  const { name, address, latitude, longitude } = content;
  const words = [name, address].filter(isText);
  return words.length > 0 ? words.join(", ") : `${String(latitude)}, ${String(longitude)}`;
}

function toNames(cards: unknown): string {
  const names = (Array.isArray(cards) ? cards : []).map((card: unknown) => {
    const name = isObject(card) && isObject(card["name"]) ? card["name"]["formatted_name"] : null;
    return `👤 ${isText(name) ? name : "?"}`;
  });
  return names.join("\n");
}
