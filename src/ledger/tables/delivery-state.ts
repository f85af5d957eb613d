import type { DeliveryState, Side } from "../../bridge/delivery.ts";
import type { ReceiptState } from "../../bridge/message.ts";

/** The states of a delivery that still has to be handed over; its lane waits for it. In SQL, as the index has it. */
export const openStates = "('pending', 'sending', 'uncertain')";

/** The states of a delivery that the other side may have taken; in SQL. */
export const inDoubtStates = "('sending', 'uncertain')";

/** The states of a delivery that waits for somebody; in SQL, as the index has it, which serves no query that says less. */
export const stuckStates = "('held', 'failed')";

const ranks: Readonly<Record<DeliveryState, number>> = {
  pending: 0,
  held: 0,
  sending: 0,
  uncertain: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  played: 4,
  failed: 5,
  dropped: 5,
  deleted: 6,
};

/** Whether a delivery moves on to `next`: only ever forward, and to `failed` only while nobody has it. */
export function movesOn(state: DeliveryState, next: ReceiptState): boolean {
  // What is kept was sent once, in vain: only that the customer has it is news.
  if (state === "held" && next === "sent") return false;
  if (next === "failed") return ranks[state] <= ranks.sent;
  return ranks[state] < ranks[next];
}

/** Whether the delivery has not been handed over yet, as far as we know. */
export function isOpen(state: DeliveryState): boolean {
  return ranks[state] === 0;
}

/** Whether nothing can come any more for which the content would be needed. */
export function isSettled(state: ReceiptState, side: Side): boolean {
  if (state === "failed") return false;
  return side === "team" || state !== "sent";
}
