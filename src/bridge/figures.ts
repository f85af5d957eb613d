import type { DeliveryState, Side } from "./delivery.ts";

/** How the store's content stands, in numbers alone: for those who watch the relay from outside. */
export interface Figures {
  readonly deliveries: readonly DeliveryCount[];
  /** How many notifications wait to be planned. */
  readonly unplanned: number;
  /** Since when the oldest of each has waited, in milliseconds since 1970; null where nothing waits. */
  readonly waitingSince: Readonly<Record<"notifications" | Side, number | null>>;
  readonly windows: Readonly<Record<WindowState, number>>;
}

/** Deliveries of one side and kind in one state. */
export interface DeliveryCount {
  readonly side: Side;
  /** As of a delivery, but the kinds that WhatsApp does not hand over are one: `unsupported`. */
  readonly kind: string;
  readonly state: DeliveryState;
  /** How many ever came into this state, those that are deleted by now included. */
  readonly entered: number;
  /** How many are in it now. */
  readonly present: number;
}

/** `closing` has not long to go; `closed` includes sessions whose customer never wrote. */
export type WindowState = "open" | "closing" | "closed";
