import type { Customer, CustomerIds } from "../bridge/identity.ts";
import type { WireContact, WireMessage } from "./payload.ts";

/** What a message's sender is sought in. */
export interface SenderContext {
  readonly contacts: readonly WireContact[];
  /** Whether the only contact is the only sender, though their ids have nothing in common; asked only then. */
  readonly isAlone: () => boolean;
}

/**
 * Who wrote a message: its own ids, and what the contact with one of them adds. Brazilian numbers differ by one digit
 * between `from` and `wa_id`, so a contact that is alone with one sender is that sender.
 * @returns null if there is no id that can be written to
 */
export function toSender(message: WireMessage, context: SenderContext): Customer | null {
  const own = toMessageIds(message);
  // A sender that is there and makes no sense is not replaced by a guess.
  if (!hasId(own) && message.from !== undefined) return null;
  return toCustomer(own, findContact(own, context));
}

/** To whom a message of the Business app went. @returns null if there is no id that can be written to */
export function toRecipient(
  message: WireMessage,
  contacts: readonly WireContact[],
): Customer | null {
  const own = toIds(message.to, message.to_user_id, message.to_parent_user_id);
  return toCustomer(own, findContact(own, { contacts, isAlone: () => false }));
}

function toCustomer(own: CustomerIds, contact: WireContact | undefined): Customer | null {
  const known = contact ? toContactIds(contact) : {};
  const ids = mergeIds(own, known);
  if (!hasId(ids)) return null;
  const name = contact?.profile?.name?.trim();
  const username = contact?.profile?.username?.trim().replace(/^@/, "");
  return { ...ids, ...(name && { name }), ...(username && { username }) };
}

/** Whether the messages have one sender between them; a malformed one (null) may be anybody's. */
export function haveOneSender(messages: readonly (WireMessage | null)[]): boolean {
  const senders = new Set(
    messages.map((message) => message && JSON.stringify(toMessageIds(message))),
  );
  return senders.size === 1;
}

/** The ids that a message itself says it is from. */
export function toMessageIds(message: WireMessage): CustomerIds {
  return toIds(message.from, message.from_user_id, message.from_parent_user_id);
}

/** The ids by which a contact is called. */
export function toContactIds(contact: WireContact): CustomerIds {
  return toIds(contact.wa_id, contact.user_id, contact.parent_user_id);
}

/** Providers put a BSUID in the place of a number, too: it is recognised by its form. */
export function toIds(
  number: string | undefined,
  user: string | undefined,
  parent: string | undefined,
): CustomerIds {
  const phone = number?.match(/^\+?(\d{5,20})$/)?.[1];
  const bsuid = number && isUserId(number) ? number : undefined;
  const isParent = bsuid !== undefined && /^[A-Z]{2}\.ENT\./.test(bsuid);
  const userId = user ?? (isParent ? undefined : bsuid);
  const parentUserId = parent ?? (isParent ? bsuid : undefined);
  return {
    ...(phone && { phone }),
    ...(userId && { userId }),
    ...(parentUserId && { parentUserId }),
  };
}

/** The form of a business-scoped user id, of Meta's description of them. */
function isUserId(id: string): boolean {
  return /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/.test(id);
}

/** Whether there is any. */
export function hasId({ phone, userId, parentUserId }: CustomerIds): boolean {
  return Boolean(phone ?? userId ?? parentUserId);
}

function findContact(
  own: CustomerIds,
  { contacts, isAlone }: SenderContext,
): WireContact | undefined {
  const same = (["userId", "phone", "parentUserId"] as const)
    .filter((key) => own[key] !== undefined)
    .map((key) => contacts.find((contact) => toContactIds(contact)[key] === own[key]))
    .find((contact) => contact !== undefined);
  if (same || contacts.length !== 1 || !isAlone()) return same;
  const [only] = contacts;
  const userId = only && toContactIds(only).userId;
  return own.userId && userId ? undefined : only;
}

function mergeIds(own: CustomerIds, known: CustomerIds): CustomerIds {
  const otherPhone = own.phone && known.phone !== own.phone ? known.phone : undefined;
  return { ...known, ...own, ...(otherPhone && { otherPhones: [otherPhone] }) };
}
