import type { ContactCard, Labelled } from "../content.ts";
import { toFileName } from "../file-name.ts";
import type { CustomerFile } from "../message.ts";

/** Contacts as one file, which address books take in at once. */
export function toVcardFile(cards: readonly [ContactCard, ...ContactCard[]]): CustomerFile {
  const [{ name }] = cards;
  const mimeType = "text/vcard";
  return {
    kind: "document",
    mediaId: null,
    text: cards.map(toVcard).join(""),
    mimeType,
    name: toFileName(cards.length === 1 && name ? `${name}.vcf` : undefined, {
      mimeType,
      fallback: "contacts",
    }),
  };
}

/** A contact as a vCard 3.0 (RFC 2426), the version that every address book takes. */
export function toVcard(card: ContactCard): string {
  const { name, organisation, phones, emails, addresses, urls, birthday } = card;
  const { company, department, title } = organisation ?? {};
  const whole = name ?? phones[0]?.value ?? emails[0]?.value ?? company ?? "WhatsApp";
  const lines = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    // The parts of the name are not told apart, and a family name is where address books look first.
    toLine("N", whole, "", "", "", ""),
    toLine("FN", whole),
    (company || department) && toLine("ORG", company ?? "", ...(department ? [department] : [])),
    title && toLine("TITLE", title),
    ...phones.map((phone) => toLabelledLine("TEL", phone)),
    ...emails.map((email) => toLabelledLine("EMAIL", email)),
    ...addresses.map((address) => toLine("ADR", "", "", address, "", "", "", "")),
    ...urls.map((url) => toLine("URL", url)),
    birthday && toLine("BDAY", birthday),
    "END:VCARD",
  ];
  return lines.map((line) => (line ? `${fold(line)}\r\n` : "")).join("");
}

function toLabelledLine(property: string, { value, label = "" }: Labelled): string {
  const type = label.replace(/[^A-Za-z0-9-]/g, "");
  return toLine(type ? `${property};TYPE=${type}` : property, value);
}

function toLine(property: string, ...parts: readonly string[]): string {
  return `${property}:${parts.map(escape).join(";")}`;
}

function escape(text: string): string {
  return text.replace(/[\\;,]/g, String.raw`\$&`).replace(/\r\n|[\r\n]/g, String.raw`\n`);
}

const longestLine = 75;

/** A line has at most 75 bytes, its continuations with the space in front; no character is torn apart. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let folded = "";
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > longestLine) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
