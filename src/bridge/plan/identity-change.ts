import {
  redactPhone,
  toIdentityKeys,
  toPhones,
  toUserIds,
  type Customer,
  type CustomerIds,
} from "../identity.ts";
import type { IdentityChange } from "../message.ts";
import type { Session } from "../session.ts";
import { toNoticeIn } from "../texts/notice.ts";
import { clockToleranceMs, isWindowOpen, toWrittenAt } from "../window.ts";
import type { Book } from "./book.ts";
import type { PlanContext } from "./context.ts";
import { releaseHeld } from "./hold.ts";
import { hadPhone, mayBeMerged, maySharePerson, replaceIds, withoutPhones } from "./same-person.ts";

interface Planning {
  readonly book: Book;
  readonly context: PlanContext;
}

/** Who wrote, and when. */
export interface Sender {
  /** The message's own id. */
  readonly id: string;
  readonly customer: Customer;
  readonly writtenAt: number;
}

/** The session of who wrote a message, with the ids that are theirs. */
export interface Placed {
  readonly session: Session;
  readonly customer: Customer;
}

/**
 * Finds the session of whoever wrote a message, or begins one. Sessions that the message shows to be one person's become
 * one; of a session whose number is somebody else's by now the number is taken away, since an answer would reach that one.
 */
export function placeSender(sender: Sender, planning: Planning): Placed {
  const { customer, writtenAt } = sender;
  const { book, context } = planning;
  const owners = findOwners(customer, writtenAt, book);
  let mine = owners.find((owner) => maySharePerson(owner.customer, customer));
  let theirs = customer;
  for (const other of owners) {
    if (!mine || other === mine) continue;
    const isSame = maySharePerson(other.customer, customer);
    if (isSame && mayBeMerged(mine.customer, other.customer)) {
      mine = mergeSessions([mine, other], writtenAt, planning);
    }
  }
  for (const other of owners) {
    const owned = toPhones(theirs).filter((value) => isOwner(other, value, book));
    if (other.id === mine?.id || owned.length === 0) continue;
    if (writtenAt >= (other.lastReceivedAt ?? 0))
      disown(other, { phones: owned, cause: sender.id }, planning);
    // A late message says nothing of whose the number is now.
    else theirs = withoutPhones(theirs, owned);
  }
  if (mine) return { session: mine, customer: theirs };
  const facts = { config: context.config.key, startedAt: writtenAt };
  return { session: book.begin(theirs, facts), customer: theirs };
}

/**
 * WhatsApp replaced ids of a customer: the session stays, the old ids stay beside the new ones, and staff are told. It opens
 * no window: the customer wrote nothing.
 */
export function planIdentityChange(
  event: IdentityChange,
  receivedAt: number,
  planning: Planning,
): void {
  const { book, context } = planning;
  if (book.isRepeat(event.id)) return;
  const at = toWrittenAt(event.at, receivedAt);
  // Who began to write from the old number after the change has it now.
  const before = findOwners(event.before, at, book).find(
    ({ customer, startedAt }) =>
      hasUser(customer, event.before) || startedAt <= at + clockToleranceMs,
  );
  const after = findSuccessor(event, { before, at }, planning);
  const known = before ?? after;
  if (!known && !event.isMessage) return;
  const facts = { config: context.config.key, startedAt: at };
  const first = known ?? book.begin(event.after, facts);
  const ids = withNumbers(event, { before: first, after });
  const replaced = book.change(first, { customer: replaceIds(first.customer, ids, at) });
  const session = before && after ? mergeSessions([replaced, after], at, planning) : replaced;
  const { phone } = session.customer;
  const isOfNumber = event.before.phone !== undefined && event.after.phone === phone;
  const isAnother = phone !== first.customer.phone || isOfNumber;
  if (phone && isAnother) tellNumber(session, event.id, planning);
  else if (event.isMessage || session.customer.userId !== first.customer.userId) {
    tell(session, { sourceId: event.id, text: context.texts.text("identity.user", {}) }, planning);
  }
}

/**
 * The ids of a change with the numbers that go with them. A user id changes with the number, so one that is not told is the
 * one under which the new id is known already.
 */
function withNumbers(
  { before, after }: IdentityChange,
  sessions: { readonly before: Session; readonly after: Session | undefined },
): Pick<IdentityChange, "before" | "after"> {
  const next = sessions.after && toPhoneFields(sessions.after.customer);
  if (toPhones(after).length > 0 || !next?.phone || sessions.after === sessions.before) {
    return { before, after };
  }
  const known = toPhones(before).length > 0 ? before : sessions.before.customer;
  return { before: { ...before, ...toPhoneFields(known) }, after: { ...after, ...next } };
}

function toPhoneFields({ phone, otherPhones }: CustomerIds): CustomerIds {
  return { ...(phone && { phone }), ...(otherPhones && { otherPhones }) };
}

/** Tells staff that the customer has another number. */
export function tellNumber(session: Session, sourceId: string, planning: Planning): void {
  const { phone } = session.customer;
  if (!phone) return;
  const { texts } = planning.context;
  const text = texts.text("identity.number", { phone: redactPhone(phone) });
  tell(session, { sourceId, text }, planning);
}

/** The session that the new ids lead to already, if it is this customer's; a number of anybody else's is taken from there. */
function findSuccessor(
  { id: cause, after }: IdentityChange,
  { before, at }: { readonly before: Session | undefined; readonly at: number },
  planning: Planning,
): Session | undefined {
  const { book } = planning;
  const others = findOwners(after, at, book).filter(({ id }) => id !== before?.id);
  // What was written from a number before it changed hands was written by its owner of that time.
  const found =
    others.find(({ customer }) => hasUser(customer, after)) ??
    others.find(
      ({ customer, startedAt }) =>
        startedAt >= at - clockToleranceMs && maySharePerson(customer, after),
    );
  for (const other of others) {
    const phones = toPhones(after).filter((value) => isOwner(other, value, book));
    if (other.id !== found?.id) disown(other, { phones, cause }, planning);
  }
  return found;
}

function hasUser(customer: CustomerIds, { userId }: CustomerIds): boolean {
  return userId !== undefined && toUserIds(customer).includes(userId);
}

/** The sessions to which the ids lead, by the most specific id first; not by a number that was given up before. */
function findOwners(customer: CustomerIds, writtenAt: number, book: Book): Session[] {
  const found = new Map<number, Session>();
  for (const key of toIdentityKeys(customer)) {
    const session = book.sessionOf(key);
    if (!session || (key.kind === "phone" && !hadPhone(session.customer, key.value, writtenAt)))
      continue;
    found.set(session.id, session);
  }
  return [...found.values()];
}

function isOwner({ id }: Session, phone: string, book: Book): boolean {
  return book.sessionOf({ kind: "phone", value: phone })?.id === id;
}

/** Makes one session of two and says so in both chats. @returns the one that goes on */
function mergeSessions(
  two: readonly [Session, Session],
  at: number,
  { book, context }: Planning,
): Session {
  const [into, other] = sortByUse(two, context.config.key);
  const merged = book.merge(into, other, at);
  const { texts } = context;
  if (other.chat.tid) {
    const away = { sourceId: `merged.away:${other.id}`, tid: other.chat.tid };
    tell(merged, { ...away, text: texts.text("merged.away", {}) }, { book, context });
    const here = { sourceId: `merged.here:${other.id}`, text: texts.text("merged.here", {}) };
    tell(merged, here, { book, context });
  }
  if (isWindowOpen(merged.windowExpiresAt, context.now)) {
    releaseHeld(merged, `merge:${other.id}`, { book, context });
  }
  return merged;
}

/** First the session that goes on: the one in whose chat staff answered last, for there they will look for the next message. */
function sortByUse(
  [one, other]: readonly [Session, Session],
  config: string,
): readonly [Session, Session] {
  const toRank = ({ chat, lastSentAt, lastReceivedAt, ...session }: Session): number[] => [
    chat.tid && session.config === config ? 1 : 0,
    lastSentAt ?? 0,
    lastReceivedAt ?? 0,
    -session.id,
  ];
  const ranks = toRank(other);
  const difference = toRank(one)
    .map((rank, index) => rank - (ranks[index] ?? 0))
    .find((rank) => rank !== 0);
  return (difference ?? 0) >= 0 ? [one, other] : [other, one];
}

/** Numbers are somebody else's now: nothing goes there from this session any more, and staff are told. */
function disown(
  session: Session,
  { phones, cause }: { readonly phones: readonly string[]; readonly cause: string },
  planning: Planning,
): void {
  const { customer } = session;
  const lost = phones.filter((phone) => toPhones(customer).includes(phone));
  const [phone] = lost;
  if (!phone) return;
  const { book, context } = planning;
  const changed = book.change(session, { customer: withoutPhones(customer, lost) });
  const text = context.texts.text("identity.lost", { phone: redactPhone(phone) });
  tell(changed, { sourceId: `lost:${cause}:${session.id}`, text }, planning);
}

function tell(
  session: Session,
  notice: { readonly sourceId: string; readonly text: string; readonly tid?: string },
  { book, context: { now } }: Planning,
): void {
  book.add(toNoticeIn(session, { ...notice, createdAt: now }));
}
