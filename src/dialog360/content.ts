import { toFileName } from "../bridge/file-name.ts";
import type { Content, FileKind } from "../bridge/message.ts";
import { toMimeType } from "../bridge/mime-type.ts";
import { toContactCard } from "./contact-card.ts";
import { toFormFields } from "./form.ts";
import type { WireMedia, WireMessage } from "./payload.ts";
import type { WireInteractive, WireLocation, WireOrder } from "./payload/content.ts";
import { toWireName } from "./wire-name.ts";

/**
 * What a message holds. A kind that nobody has heard of, or that has nothing in it, is told by its own name.
 * @returns null for a text without a text
 */
export function toContent(message: WireMessage): Content | null {
  const type = message.type ?? "unknown";
  if (type === "text") {
    return message.text?.body ? { kind: "text", text: message.text.body } : null;
  }
  return toOther(type, message) ?? { kind: "unsupported", what: toKind(type, message) };
}

/** Edits, revocations, system and group messages are no sign that the customer wrote just now. */
export function opensWindow({ type, group_id }: WireMessage): boolean {
  return group_id === undefined && type !== "edit" && type !== "revoke" && type !== "system";
}

function toOther(type: string, message: WireMessage): Content | null {
  switch (type) {
    case "button":
      return toChoice(message.button?.text || message.button?.payload);
    case "interactive":
      return message.interactive ? toInteractive(message.interactive) : null;
    case "image":
    case "video":
    case "document":
    case "sticker":
      return toFile(type, message[type]);
    case "voice":
      return toFile("voice", message.voice);
    case "audio":
      return toFile(message.audio?.voice ? "voice" : "audio", message.audio);
    case "location":
      return message.location ? toLocation(message.location) : null;
    case "contacts":
      return message.contacts?.length
        ? { kind: "contacts", cards: message.contacts.map(toContactCard) }
        : null;
    case "order":
      return message.order ? toOrder(message.order) : null;
    case "reaction":
      return { kind: "reaction", emoji: message.reaction?.emoji || null };
    case "edit":
      return { kind: "edit", text: toNewText(message) };
    case "revoke":
      return { kind: "revoke" };
    case "request_welcome":
      return { kind: "welcome" };
    case "system":
      // Its body would be readable, but holds numbers.
      return { kind: "system", what: toWireName(message.system?.type) ?? "unknown" };
    default:
      return null;
  }
}

/** Of a message that WhatsApp does not hand over the innermost name says most. */
function toKind(type: string, { unsupported, interactive }: WireMessage): string {
  const names = [unsupported?.type, interactive?.type, type].map(toWireName);
  return names.find((name) => name !== undefined && name !== "unknown") ?? "unsupported";
}

/** Of a reply by button or list its text is all it is, or else our own id of the choice; of a form what was filled in. */
function toInteractive({ button_reply, list_reply, nfm_reply }: WireInteractive): Content | null {
  if (nfm_reply) {
    const fields = toFormFields(nfm_reply.response_json);
    if (fields.length > 0) return { kind: "form", fields };
    return { kind: "form", fields: nfm_reply.body ? [{ value: nfm_reply.body }] : [] };
  }
  if (button_reply) return toChoice(button_reply.title || button_reply.id);
  const words = [list_reply?.title, list_reply?.description].filter(Boolean).join("\n");
  return toChoice(words || list_reply?.id);
}

function toChoice(text: string | undefined): Content | null {
  return text ? { kind: "text", text } : null;
}

function toLocation({ latitude, longitude, name, address, url }: WireLocation): Content {
  const place = {
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
    ...(name && { name }),
    ...(address && { address }),
    ...(url && { url }),
  };
  return { kind: "location", place };
}

function toOrder({ product_items: items, text }: WireOrder): Content {
  return {
    kind: "order",
    items: (items ?? []).map((item) => ({
      product: item.product_retailer_id || "?",
      quantity: item.quantity ?? 1,
      ...(item.item_price !== undefined && { price: item.item_price }),
      ...(item.currency && { currency: item.currency }),
    })),
    ...(text && { text }),
  };
}

/** An edited file keeps its file: only the caption is new. */
function toNewText({ edit }: WireMessage): string | null {
  const edited = edit?.message;
  if (edited?.text) return edited.text.body || null;
  return (edited?.image ?? edited?.video ?? edited?.document)?.caption || null;
}

function toFile(kind: FileKind, media: WireMedia = noMedia): Content {
  const { id, url, sha256, filename, caption } = media;
  const mimeType = toMimeType(media.mime_type);
  const file = {
    kind,
    mediaId: id ?? null,
    mimeType,
    name: toFileName(filename, { mimeType, fallback: kind }),
    ...(url && { url }),
    ...(sha256 && { sha256 }),
  };
  return { kind: "file", file, ...(caption && { caption }) };
}

/** A kind of file without its object: WhatsApp does not hand it out. */
const noMedia: WireMedia = {
  id: undefined,
  url: undefined,
  mime_type: undefined,
  sha256: undefined,
  filename: undefined,
  caption: undefined,
  voice: undefined,
};
