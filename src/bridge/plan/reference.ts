import type { Delivery } from "../delivery.ts";

/**
 * The reference under which a delivery is given to the other side: unique over all stores. Towards the customer each renewal
 * has one of its own, so that receipts of what failed before are not taken for it.
 */
export function toReference(
  storeId: string,
  { id, side, renewedAt }: Pick<Delivery, "id" | "side" | "renewedAt">,
): string {
  const renewal = side === "customer" && renewedAt !== null ? `.${renewedAt}` : "";
  return `${storeId}-${id}${renewal}`;
}

/** The same for every attempt at one chat, so that none makes a second one; another for the chat after it. */
export function toChatReference(
  storeId: string,
  session: { readonly id: number; readonly chat: { readonly generation: number } },
): string {
  return `${storeId}-chat-${session.id}.${session.chat.generation}`;
}

/** The delivery that an echoed reference names; null where it is not one of this store. */
export function toDeliveryId(reference: string | undefined, storeId: string): number | null {
  const id = reference?.startsWith(`${storeId}-`) ? reference.slice(storeId.length + 1) : "";
  return /^\d+(?:\.\d+)?$/.test(id) ? Number.parseInt(id, 10) : null;
}
