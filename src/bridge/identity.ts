/** The ids under which WhatsApp knows a customer. A phone number is optional: people with a user name may write without one. */
export interface CustomerIds {
  /** Digits only, without `+` (WhatsApp's `wa_id`). */
  readonly phone?: string;
  /** Further numbers of the same person: in Brazil `from` and `wa_id` may differ by one digit. */
  readonly otherPhones?: readonly string[];
  /** Business-scoped user id (BSUID), `CC.…`, kept verbatim. */
  readonly userId?: string;
  /** The id shared by all businesses of one portfolio, `CC.ENT.…`. */
  readonly parentUserId?: string;
  /** Numbers that this person gave up: only what was written by then is still theirs, for numbers are given away again. */
  readonly formerPhones?: readonly FormerPhone[];
  /** User ids that were replaced; nobody else ever gets them. */
  readonly formerUserIds?: readonly string[];
}

/** Kept so that what is late still finds its writer, and nothing is sent to the number's next owner. */
export interface FormerPhone {
  readonly phone: string;
  /** Milliseconds since 1970 in UTC. */
  readonly until: number;
}

/** The ids with what is only shown: a name is chosen by the person, is not unique and proves nothing. */
export interface Customer extends CustomerIds {
  readonly name?: string;
  /** Without the leading `@`. */
  readonly username?: string;
}

/** By a key a session is found; at any time it leads to one session only. */
export interface IdentityKey {
  readonly kind: "phone" | "user" | "parent";
  readonly value: string;
}

/** All keys of a customer, the most specific first. */
export function toIdentityKeys(ids: CustomerIds): IdentityKey[] {
  const formerPhones = (ids.formerPhones ?? []).map(({ phone }) => phone);
  return [
    ...toUserIds(ids).map((value) => ({ kind: "user", value }) as const),
    ...[...toPhones(ids), ...formerPhones].map((value) => ({ kind: "phone", value }) as const),
    ...(ids.parentUserId ? [{ kind: "parent", value: ids.parentUserId } as const] : []),
  ];
}

/** The numbers that are a person's now, in all their forms. */
export function toPhones({ phone, otherPhones = [] }: CustomerIds): string[] {
  return phone ? [phone, ...otherPhones] : [...otherPhones];
}

/** All user ids that a person has or had. */
export function toUserIds({ userId, formerUserIds = [] }: CustomerIds): string[] {
  return userId ? [userId, ...formerUserIds] : [...formerUserIds];
}

/** A number as it may be shown: of 12 or more digits the first 6 and last 3, of 8 to 11 the first 3 and last 2. */
export function redactPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  if (digits.length >= 12) return `+${digits.slice(0, 6)}***${digits.slice(-3)}`;
  if (digits.length >= 8) return `+${digits.slice(0, 3)}***${digits.slice(-2)}`;
  return "***";
}

/** A text with every phone number in it redacted, also one written with spaces or signs between its digits. */
export function redactPhones(text: string): string {
  return text.replace(/\+?\d(?:[\s().\-/]{0,2}\d){6,}/g, (found) => redactPhone(found));
}
