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
}

/** A customer as one notification tells of them. */
export interface Customer extends CustomerIds {
  readonly name?: string;
  /** Without the leading `@`. */
  readonly username?: string;
}

/** One id of a customer as the ledger keys it. */
export interface IdentityKey {
  readonly kind: "phone" | "user" | "parent";
  readonly value: string;
}

/** All keys of a customer, the most specific first. */
export function toIdentityKeys(ids: CustomerIds): IdentityKey[] {
  const keys: IdentityKey[] = [];
  if (ids.userId) keys.push({ kind: "user", value: ids.userId });
  for (const value of [ids.phone, ...(ids.otherPhones ?? [])]) {
    if (value) keys.push({ kind: "phone", value });
  }
  if (ids.parentUserId) keys.push({ kind: "parent", value: ids.parentUserId });
  return keys;
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
