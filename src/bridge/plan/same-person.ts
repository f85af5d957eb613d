import { toPhones, toUserIds, type Customer, type CustomerIds } from "../identity.ts";
import { clockToleranceMs } from "../window.ts";

/**
 * Whether nothing speaks against it that these ids are one person's. A wrong yes shows one person what was meant for
 * another; a wrong no only makes a second chat. So differing user ids are a no, whatever else is alike: the number was
 * given to somebody else.
 */
export function maySharePerson(one: CustomerIds, other: CustomerIds): boolean {
  return mayBeAlike(toUserIds(one), toUserIds(other));
}

/** Whether two records that a message ties together are one person's; two numbers that have nothing in common are a no too. */
export function mayBeMerged(one: CustomerIds, other: CustomerIds): boolean {
  return maySharePerson(one, other) && mayBeAlike(toPhones(one), toPhones(other));
}

/** Whether a number was still this customer's when something was written. */
export function hadPhone(customer: Customer, phone: string, writtenAt: number): boolean {
  if (toPhones(customer).includes(phone)) return true;
  const isFormer = customer.formerPhones?.some((former) => former.phone === phone);
  return !isFormer || hadThen(customer, [phone], writtenAt);
}

/**
 * A customer with what a message tells. Ids and names that are not told again stay. A number that has nothing in common
 * with the known one replaces it, unless the message is a late one.
 */
export function learn(
  before: Customer,
  told: Customer,
  { writtenAt, isLatest }: { readonly writtenAt: number; readonly isLatest: boolean },
): Customer {
  const { phone: _phone, otherPhones: _others, userId, ...rest } = told;
  const known = { ...before, ...rest, ...toUserIdField(before.userId ?? userId) };
  const phones = toPhones(told);
  if (phones.length === 0) return known;
  if (mayBeAlike(toPhones(before), phones))
    return withPhones(known, [...toPhones(before), ...phones]);
  return isLatest && !hadThen(before, phones, writtenAt)
    ? withPhones(giveUpPhones(known, writtenAt), phones)
    : withFormer(known, phones, writtenAt);
}

/** A customer with the ids by which WhatsApp's answer to a message called them: nothing that is known changes. */
export function addIds(customer: Customer, told: CustomerIds): Customer {
  if (!maySharePerson(customer, told)) return customer;
  const known = { ...customer, ...toUserIdField(customer.userId ?? told.userId) };
  // A number given up is not taken up again for an answer that was long under way.
  const former = (customer.formerPhones ?? []).map(({ phone }) => phone);
  const phones = toPhones(told).filter((phone) => !former.includes(phone));
  return phones.length === 0 ? known : withPhones(known, [...toPhones(customer), ...phones]);
}

/** A customer of whom WhatsApp says that ids were replaced. A change that comes out of its order changes nothing current. */
export function replaceIds(
  customer: Customer,
  ids: { readonly before: CustomerIds; readonly after: CustomerIds },
  at: number,
): Customer {
  const { before, after } = ids;
  const isUser = !customer.userId || !before.userId || customer.userId === before.userId;
  const userId = isUser ? (after.userId ?? customer.userId ?? before.userId) : customer.userId;
  const users = [customer, before, after].flatMap(toUserIds);
  const parentUserId = after.parentUserId ?? customer.parentUserId ?? before.parentUserId;
  return {
    ...replacePhones(customer, ids, at),
    ...toUserIdField(userId, users),
    ...(parentUserId && { parentUserId }),
  };
}

/** The one customer of two records. What only one of them knows is kept; of two names the first one's. */
export function joinCustomers(one: Customer, other: Customer): Customer {
  const former = [...(one.formerPhones ?? []), ...(other.formerPhones ?? [])];
  const gone = new Set(former.map(({ phone }) => phone));
  const phones = [...toPhones(one), ...toPhones(other)].filter((phone) => !gone.has(phone));
  const joined = {
    ...other,
    ...one,
    ...toUserIdField(one.userId ?? other.userId, [...toUserIds(one), ...toUserIds(other)]),
    ...(former.length > 0 && { formerPhones: former }),
  };
  return withPhones(joined, phones);
}

/** A customer whose numbers are somebody else's from now on. */
export function withoutPhones(customer: Customer, lost: readonly string[]): Customer {
  return withPhones(
    customer,
    toPhones(customer).filter((phone) => !lost.includes(phone)),
  );
}

function replacePhones(
  customer: Customer,
  { before, after }: Parameters<typeof replaceIds>[1],
  at: number,
): Customer {
  const [current, old, next] = [toPhones(customer), toPhones(before), toPhones(after)];
  if (next.length === 0) {
    // Another user id means another number. One that is not told is asked for by nobody: the user id reaches them.
    const isNew = after.userId !== undefined && after.userId !== customer.userId;
    const isKnown = customer.formerPhones?.some(
      ({ until }) => Math.abs(at - until) <= clockToleranceMs,
    );
    return isNew && !isKnown ? giveUpPhones(customer, at) : customer;
  }
  if (current.length === 0 || overlap(current, old)) {
    return withFormer(withPhones(giveUpPhones(customer, at), next), old, at);
  }
  return old.length === 0 ? customer : withFormer(customer, [...old, ...next], at);
}

function withPhones(customer: Customer, phones: readonly string[]): Customer {
  const { phone: _phone, otherPhones: _others, formerPhones, ...rest } = customer;
  const [phone, ...otherPhones] = new Set(phones);
  const former = formerPhones?.filter((one) => !phones.includes(one.phone)) ?? [];
  return {
    ...rest,
    ...(phone && { phone }),
    ...(otherPhones.length > 0 && { otherPhones }),
    ...(former.length > 0 && { formerPhones: former }),
  };
}

function giveUpPhones(customer: Customer, until: number): Customer {
  return withFormer(withPhones(customer, []), toPhones(customer), until);
}

function withFormer(customer: Customer, phones: readonly string[], until: number): Customer {
  const known = new Set([
    ...toPhones(customer),
    ...(customer.formerPhones ?? []).map(({ phone }) => phone),
  ]);
  const news = [...new Set(phones)].filter((phone) => !known.has(phone));
  if (news.length === 0) return customer;
  const added = news.map((phone) => ({ phone, until }));
  return { ...customer, formerPhones: [...(customer.formerPhones ?? []), ...added] };
}

function toUserIdField(
  userId: string | undefined,
  all: readonly string[] = [],
): Pick<Customer, "userId" | "formerUserIds"> {
  const former = [...new Set(all)].filter((one) => one !== userId);
  return {
    ...(userId && { userId }),
    ...(former.length > 0 && { formerUserIds: former }),
  };
}

/** Whether one of the numbers is a former one that was given up only after something was written. */
function hadThen(customer: Customer, phones: readonly string[], writtenAt: number): boolean {
  return (customer.formerPhones ?? []).some(
    ({ phone, until }) => phones.includes(phone) && writtenAt <= until + clockToleranceMs,
  );
}

/** Whether two lists of ids have something in common, or one of them says nothing. */
function mayBeAlike(some: readonly string[], others: readonly string[]): boolean {
  return some.length === 0 || others.length === 0 || overlap(some, others);
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.includes(one));
}
