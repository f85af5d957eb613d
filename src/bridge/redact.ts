import { redactPhones } from "./identity.ts";

/**
 * WhatsApp's message ids are base64, and the customer's number is at their beginning: in digits behind `wamid.`, in
 * half-bytes where the id has no such mark (On-Premise format).
 */
const messageId = /(wamid\.[\w+/=-]+|\b[Ag]B[EG]G[\w-]{8,})/;
const mark = "wamid.";
const shownCharacters = 12;

/** A text with WhatsApp's message ids in it cut to their last characters, which tell them apart and hold no number. */
export function shortenMessageIds(text: string): string {
  return mapPieces(text, (other) => other);
}

/** A text without phone numbers, also those in WhatsApp's message ids. */
export function redactText(text: string): string {
  return mapPieces(text, redactPhones);
}

/** A JSON value whose texts, numbers and names hold no phone number. Times stay, where the name says that they are such. */
export function redactJson(value: unknown, name: string = ""): unknown {
  if (typeof value === "string") return isTime(value, name) ? value : redactText(value);
  if (typeof value === "number") {
    const text = String(value);
    const redacted = isTime(text, name) || !Number.isInteger(value) ? text : redactText(text);
    return redacted === text ? value : redacted;
  }
  if (Array.isArray(value)) return value.map((element) => redactJson(element, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [redactText(key), redactJson(member, key)]),
  );
}

/** Seconds or milliseconds since 1970. */
function isTime(text: string, name: string): boolean {
  return /timestamp$/i.test(name) && /^1\d{9}(?:\d{3})?$/.test(text);
}

/** @param toOther for what is between the message ids */
function mapPieces(text: string, toOther: (piece: string) => string): string {
  return text
    .split(messageId)
    .map((piece, index) => (index % 2 === 1 ? shorten(piece) : toOther(piece)))
    .join("");
}

function shorten(id: string): string {
  const prefix = id.startsWith(mark) ? mark : "";
  const code = id.slice(prefix.length);
  return `${prefix}***${code.slice(Math.max(toNumberEnd(code), code.length - shownCharacters))}`;
}

/** Where the longest number, of 15 digits, ends: counted even where an id was cut off. */
function toNumberEnd(code: string): number {
  if (code.startsWith("HB")) return 24;
  return /^[Ag]B/.test(code) ? 15 : code.length >> 1;
}
