import type { Customer, CustomerIds } from "../bridge/identity.ts";
import type { WireContact, WireMessage } from "./payload.ts";

/** What a message's sender is sought in. */
export interface SenderContext {
  readonly contacts: Contacts;
  /** Whether the only contact is the only sender, though their ids have nothing in common; asked only then. */
  readonly isAlone: () => boolean;
}

/** The contacts of a notification, found by any of their ids: thousands of them may stand beside thousands of messages. */
export interface Contacts {
  readonly all: readonly WireContact[];
  readonly byId: ReadonlyMap<string, WireContact>;
}

const idKinds = ["userId", "phone", "parentUserId"] as const;

/** Of contacts that share an id the first has it. */
export function indexContacts(contacts: readonly WireContact[]): Contacts {
  const byId = new Map<string, WireContact>();
  for (const contact of contacts) {
    for (const key of listKeys(toContactIds(contact))) {
      if (!byId.has(key)) byId.set(key, contact);
    }
  }
  return { all: contacts, byId };
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
export function toRecipient(message: WireMessage, contacts: Contacts): Customer | null {
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

/** Whether a customer can be found by them: former ids do not count. */
export function hasId({ phone, userId, parentUserId }: CustomerIds): boolean {
  return Boolean(phone ?? userId ?? parentUserId);
}

function findContact(
  own: CustomerIds,
  { contacts, isAlone }: SenderContext,
): WireContact | undefined {
  const same = listKeys(own)
    .map((key) => contacts.byId.get(key))
    .find((contact) => contact !== undefined);
  if (same || contacts.all.length !== 1 || !isAlone()) return same;
  const [only] = contacts.all;
  const userId = only && toContactIds(only).userId;
  return own.userId && userId ? undefined : only;
}

/** The ids as keys, the most telling first. */
function listKeys(ids: CustomerIds): string[] {
  return idKinds.flatMap((kind) => (ids[kind] === undefined ? [] : `${kind}:${ids[kind]}`));
}

function mergeIds(own: CustomerIds, known: CustomerIds): CustomerIds {
  const otherPhone = own.phone && known.phone !== own.phone ? known.phone : undefined;
  return { ...known, ...own, ...(otherPhone && { otherPhones: [otherPhone] }) };
}
