import { isObject, isText } from "../json.ts";

/** What a customer does to a message that is there; it makes no bubble of its own. */
export interface Amendment {
  /** The message it is about. */
  readonly id: string;
  readonly change: {
    readonly text?: string;
    readonly edited?: true;
    readonly deleted?: true;
    /** Null takes it back. */
    readonly reaction?: string | null;
  };
}

/** @returns null for a message of its own */
export function toAmendment(message: {
  readonly type: string;
  readonly content: unknown;
}): Amendment | null {
  const { type, content } = message;
  if (!isObject(content)) return null;
  const original = content["original_message_id"];
  if (type === "reaction" && isText(content["message_id"])) {
    const reaction = isText(content["emoji"]) ? content["emoji"] : null;
    return { id: content["message_id"], change: { reaction } };
  }
  if (type === "revoke" && isText(original)) {
    return { id: original, change: { deleted: true, reaction: null } };
  }
  if (type === "edit" && isText(original)) {
    const text = readEditedText(content["message"]);
    return { id: original, change: { edited: true, ...(text !== null && { text }) } };
  }
  return null;
}

function readEditedText(message: unknown): string | null {
  if (!isObject(message) || !isText(message["type"])) return null;
  const inner = message[message["type"]];
  if (!isObject(inner)) return null;
  const shown = [inner["body"], inner["caption"]];
  return shown.find(isText) ?? null;
}
