/** All by which one person may be recognised in what is kept. */
export interface Person {
  /** Digits only, all forms, former ones too unless they are somebody else's by now. */
  readonly phones: readonly string[];
  /** User ids and the parent's, former ones too. */
  readonly userIds: readonly string[];
  /** The chats that led to them. */
  readonly tids: readonly string[];
  /** Messages and posts of the conversation, by the ids that the two sides gave them. */
  readonly messageIds: readonly string[];
  /** Names prove nothing: they count only where a text is of no use to anybody else. */
  readonly names: readonly string[];
}

/** Finds one person in texts and ids. */
export interface Mentions {
  /** Whether a single value is an id of theirs. */
  isId(value: string): boolean;
  /** Whether a text holds a number of theirs, however it is written, or another id. */
  isIn(text: string): boolean;
}

/** WhatsApp's message ids are base64, and the customer's number is in them. */
const messageId = /wamid\.[\w+/=-]+|\b[Ag]B[EG]G[\w-]{8,}/g;
const written = /\+?\d(?:[\s().\-/]{0,2}\d){6,}/g;
/** A number without its country code is taken for the same one if it has so many digits. */
const fewestDigits = 9;

export function createMentions(person: Person): Mentions {
  const { phones } = person;
  const ids = new Set([...phones, ...person.userIds, ...person.tids, ...person.messageIds]);

  function isPhone(digits: string): boolean {
    const short = digits.replace(/^0+/, "");
    return phones.some(
      (phone) => digits.includes(phone) || (short.length >= fewestDigits && phone.endsWith(short)),
    );
  }

  function holdsPhone(id: string): boolean {
    const bytes = Buffer.from(id.replace(/^wamid\./, ""), "base64");
    // In digits, or in half-bytes (On-Premise format).
    const [digits, hex] = [bytes.toString("latin1"), bytes.toString("hex")];
    return phones.some((phone) => digits.includes(phone) || hex.includes(phone));
  }

  function isId(value: string): boolean {
    if (ids.has(value)) return true;
    if (/^\+?[\d\s().\-/]+$/.test(value)) return isPhone(value.replace(/\D/g, ""));
    return (value.match(messageId) ?? []).some(holdsPhone);
  }

  return {
    isId,
    isIn: (text) =>
      ids.has(text) ||
      person.userIds.some((id) => text.includes(id)) ||
      (text.match(messageId) ?? []).some((id) => ids.has(id) || holdsPhone(id)) ||
      (text.match(written) ?? []).some((number) => isPhone(number.replace(/\D/g, ""))),
  };
}
