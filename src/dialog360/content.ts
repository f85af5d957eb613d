import type { Content } from "../bridge/message.ts";
import type { WireMedia, WireMessage } from "./payload.ts";
import { toWireName } from "./wire-name.ts";

/**
 * What a message holds. What is not relayed yet becomes a placeholder, a kind that nobody has heard of by its own name.
 * @returns null for a text without a text
 */
export function toContent(message: WireMessage): Content | null {
  if (message.group_id !== undefined) return { kind: "placeholder", what: "group message" };
  const type = message.type ?? (message.text ? "text" : "unknown");
  switch (type) {
    case "text":
      return message.text?.body ? { kind: "text", text: message.text.body } : null;
    case "button":
      return toChoice(message.button?.text) ?? { kind: "placeholder", what: "button" };
    case "interactive":
      return toInteractive(message);
    case "image":
    case "video":
    case "document":
    case "sticker":
      return toFile(type, message[type]);
    case "voice":
      return toFile("voice message", message.voice);
    case "audio":
      return toFile(message.audio?.voice ? "voice message" : "audio", message.audio);
    case "edit":
      return toEdit(message);
    default:
      return toPlaceholder(...describe(type, message));
  }
}

/** Edits, revocations, system and group messages are no sign that the customer wrote just now. */
export function opensWindow({ type, group_id }: WireMessage): boolean {
  return group_id === undefined && type !== "edit" && type !== "revoke" && type !== "system";
}

function describe(type: string, message: WireMessage): [what: string, label?: string | undefined] {
  switch (type) {
    case "location":
      return ["location", message.location?.name || message.location?.address];
    case "contacts":
      return ["contacts", toNames(message)];
    case "reaction":
      return ["reaction", message.reaction?.emoji || "removed"];
    case "order":
      return ["order", toCount(message.order?.product_items?.length)];
    case "revoke":
      return ["deleted message"];
    case "system":
      // Its body would be readable, but holds numbers.
      return ["system message", toWireName(message.system?.type)];
    default:
      return [toWireName(type) ?? "unknown", toWireName(message.unsupported?.type)];
  }
}

/** Of a reply by button or list its text is all it is. */
function toInteractive({ interactive }: WireMessage): Content {
  const chosen = interactive?.button_reply ?? interactive?.list_reply;
  const choice = toChoice(chosen?.title);
  if (choice) return choice;
  if (interactive?.nfm_reply) return toPlaceholder("form answer", interactive.nfm_reply.name);
  return toPlaceholder("interactive", toWireName(interactive?.type));
}

function toChoice(text: string | undefined): Content | null {
  return text ? { kind: "text", text } : null;
}

function toEdit({ edit }: WireMessage): Content {
  const edited = edit?.message;
  if (edited?.text) return toPlaceholder("edited message", edited.text.body);
  const caption = (edited?.image ?? edited?.video ?? edited?.document)?.caption;
  return toPlaceholder("edited message", toWireName(edited?.type), caption);
}

function toFile(what: string, media: WireMedia | undefined): Content {
  return toPlaceholder(what, media?.filename, media?.caption);
}

function toPlaceholder(what: string, label?: string, caption?: string): Content {
  return { kind: "placeholder", what, ...(label && { label }), ...(caption && { caption }) };
}

function toNames({ contacts }: WireMessage): string | undefined {
  return contacts
    ?.map(
      ({ name }) => name?.formatted_name ?? [name?.first_name, name?.last_name].join(" ").trim(),
    )
    .filter((name) => name !== "")
    .join(", ");
}

function toCount(items: number | undefined): string | undefined {
  if (items === undefined) return undefined;
  return items === 1 ? "1 item" : `${items} items`;
}
