/** The reference under which a delivery is given to the other side: unique over all stores. */
export function toReference(storeId: string, deliveryId: number): string {
  return `${storeId}-${deliveryId}`;
}

/** The reference under which a session's chat is made. */
export function toChatReference(
  storeId: string,
  session: { readonly id: number; readonly chat: { readonly generation: number } },
): string {
  return `${storeId}-chat-${session.id}.${session.chat.generation}`;
}

/** The delivery that an echoed reference names; null where it is not one of this store. */
export function toDeliveryId(reference: string | undefined, storeId: string): number | null {
  const id = reference?.startsWith(`${storeId}-`) ? reference.slice(storeId.length + 1) : "";
  return /^\d+$/.test(id) ? Number(id) : null;
}
