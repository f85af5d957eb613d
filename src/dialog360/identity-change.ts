import type { CustomerIds } from "../bridge/identity.ts";
import type { IdentityChange } from "../bridge/message.ts";
import type { WireMessage, WireUserIdUpdate } from "./payload.ts";
import { hasId, toIds, toMessageIds } from "./sender.ts";
import { toTime } from "./time.ts";

const changes = ["user_changed_number", "customer_changed_number", "user_changed_user_id"];

/**
 * What a system message says of a customer's ids.
 * @returns null for other messages, and for one that does not say whose ids became which
 */
export function toIdentityChange(message: WireMessage): IdentityChange | null {
  const { system } = message;
  if (message.type !== "system" || !system || !changes.includes(system.type ?? "")) return null;
  const own = toMessageIds(message);
  const named = toIds(system.customer, system.previous_user_id ?? toPrevious(system), undefined);
  const isOfUser = system.type === "user_changed_user_id";
  // Only there is it told which of a user id's two values the sender's is.
  const before = isOfUser ? { ...own, ...named } : { ...named, ...own };
  const number = system.wa_id ?? system.new_wa_id;
  const after = toIds(number, system.user_id, system.parent_user_id);
  return toChange({ before, after }, { id: message.id, at: toTime(message.timestamp) });
}

/** What the field `user_id_update` says of a customer's user id. @returns null where it does not say which became which */
export function toUserIdChange(update: WireUserIdUpdate): IdentityChange | null {
  const { user_id: user, parent_user_id: parent, wa_id: number } = update;
  const before = toIds(undefined, user?.previous, parent?.previous);
  const after = toIds(number, user?.current, parent?.current);
  if (!user?.previous || !user.current) return null;
  return toChange({ before, after }, { id: null, at: toTime(update.timestamp) });
}

function toChange(
  { before, after }: { readonly before: CustomerIds; readonly after: CustomerIds },
  { id, at }: { readonly id: string | null; readonly at: number | null },
): IdentityChange | null {
  if (!hasId(before) || !hasId(after)) return null;
  const isOfUser = before.userId && after.userId && before.userId !== after.userId;
  const isOfNumber = before.phone && after.phone && before.phone !== after.phone;
  // The change of a user id is told as a message and as a field of its own: it is one.
  const ownId = isOfUser && !isOfNumber ? `user-id:${before.userId}>${after.userId}` : id;
  if (ownId === null) return null;
  return { kind: "identity", id: ownId, before, after, at, isMessage: id !== null };
}

/** Of a user id's change the old one may stand in the text alone. Only its end is WhatsApp's own: before it is a name. */
function toPrevious({ type, body }: NonNullable<WireMessage["system"]>): string | undefined {
  if (type !== "user_changed_user_id") return undefined;
  return body?.match(/ from ([A-Z]{2}\.\w+) to [A-Z]{2}\.\w+\.?$/)?.[1];
}
