import { textPlaceholders, type TextId } from "./catalogue.ts";
import type { Texts } from "./texts.ts";

/**
 * What stands in the chat for a file that is not there: its kind and name, and its caption.
 * @param why the text that says so
 */
export function toPlaceholderText(
  texts: Texts,
  { what, label, caption }: NotRelayed,
  why: "file.later" | "file.lost",
): string {
  const kind = toKindName(texts, what);
  const line = texts.text(why, { what: label ? `${kind}: ${label}` : kind });
  return caption ? `${line}\n${caption}` : line;
}

/** WhatsApp's name of a kind in the team's language; one that is not known stays as it is. */
export function toKindName(texts: Texts, what: string): string {
  const id = `kind.${what}` as const;
  return isKindId(id) ? texts.text(id, {}) : what;
}

export interface NotRelayed {
  /** WhatsApp's name of the kind, such as `image`. */
  readonly what: string;
  readonly label?: string | undefined;
  readonly caption?: string | undefined;
}

type KindId = Extract<TextId, `kind.${string}`>;

function isKindId(id: `kind.${string}`): id is KindId {
  return Object.hasOwn(textPlaceholders, id);
}
