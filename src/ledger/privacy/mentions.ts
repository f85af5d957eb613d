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
const messageId = /wamid\.[\w+/=-]+|\b[Ag]B[EG][D-I][\w-]{8,}/g;
const written = /\+?\d(?:[\s().\-/]{0,2}\d){6,}/g;
/** A number without its country code is taken for the same one if it has so many digits. */
const fewestDigits = 9;
/** No number has more digits, zeros in front of it counted. */
const mostDigits = 18;

/** One number may begin with all of another's digits (an extension does): only whole ones count. */
export function createMentions(person: Person): Mentions {
  const { phones } = person;
  const ids = new Set([...phones, ...person.userIds, ...person.tids, ...person.messageIds]);

  function isPhone(digits: string): boolean {
    const short = digits.replace(/^0+/, "");
    return phones.some(
      (phone) => short === phone || (short.length >= fewestDigits && phone.endsWith(short)),
    );
  }

  function isWritten(text: string): boolean {
    return (text.match(written) ?? []).some((run) => isInRun(run, isPhone));
  }

  function holdsPhone(id: string): boolean {
    return toHidden(id).some((digits) => phones.includes(digits));
  }

  function isId(value: string): boolean {
    if (ids.has(value)) return true;
    if (/^\+?[\d\s().\-/]+$/.test(value)) {
      return phones.includes(value.replace(/\D/g, "").replace(/^0+/, ""));
    }
    return (value.match(messageId) ?? []).some(holdsPhone);
  }

  return {
    isId,
    isIn: (text) =>
      ids.has(text) ||
      person.userIds.some((id) => text.includes(id)) ||
      (text.match(messageId) ?? []).some((id) => ids.has(id) || holdsPhone(id)) ||
      isWritten(text),
  };
}

/** Whether groups of digits are a number: what stands before or behind it may be something else. */
function isInRun(run: string, isPhone: (digits: string) => boolean): boolean {
  const groups = run.match(/\d+/g) ?? [];
  return groups.some((_, from) => {
    let digits = "";
    for (let next = from; next < groups.length; next += 1) {
      digits += groups[next];
      if (digits.length > mostDigits) return false;
      if (isPhone(digits)) return true;
    }
    return false;
  });
}

/** The numbers in a message id: in digits, or in so many half-bytes as it says (On-Premise format). */
function toHidden(id: string): string[] {
  const bytes = Buffer.from(id.replace(/^wamid\./, ""), "base64");
  if (id.startsWith("wamid.")) return bytes.toString("latin1").match(/\d+/g) ?? [];
  const length = (bytes[2] ?? 0) & 0x7f;
  return [bytes.toString("hex", 3, 3 + length).replace(/f$/, "")];
}
