import type { CustomerIds } from "./identity.ts";
import type { Outgoing, ReceiptState } from "./message.ts";
import type { Session } from "./session.ts";

/** Who a delivery is for. */
export type Side = "team" | "customer";

/** The order within one lane is kept; lanes do not wait for each other. */
export interface Lane {
  readonly sessionId: number;
  readonly side: Side;
}

/** Every state that a delivery can be in. */
export const deliveryStates = [
  "pending",
  "held",
  "sending",
  "uncertain",
  "sent",
  "delivered",
  "read",
  "played",
  "failed",
  "deleted",
  "dropped",
] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** The kind of a file that follows its message: while it waits for its next attempt it does not hold its lane. */
export const lateFileKind = "late-file";

/** What the bot sends to customers by itself, in the words of the config. */
const courtesyKinds: ReadonlySet<string> = new Set(["greeting", "away"]);

/** Whether staff wrote it: they hear what became of it, and it may wait for the customer. */
export function isOfStaff({ side, kind }: Pick<NewDelivery, "side" | "kind">): boolean {
  return side === "customer" && !courtesyKinds.has(kind);
}

/** A delivery to be stored. The key (`side`, `sourceId`, `part`) makes storing it twice harmless. */
export interface NewDelivery {
  /** Null only for a dead letter that belongs to nobody. */
  readonly sessionId: number | null;
  readonly side: Side;
  /** What it came from: a WhatsApp message id, a `mid`, or one of our own ids for an answer or notice. */
  readonly sourceId: string;
  readonly part: number;
  /** `text`, `template`, `notice`, another kind of content, `greeting`, `away`, `echo`, `group message` or `unreadable`. */
  readonly kind: string;
  readonly outgoing: Outgoing | null;
  /** `failed` for what is a dead letter from the start, `held` for what waits for the customer. */
  readonly state: "pending" | "held" | "failed";
  readonly reason: string | null;
  readonly createdAt: number;
  /** The chat in which staff wrote what this relays; towards the team null until it is posted into one. */
  readonly tid: string | null;
  /** Of what cannot be understood: the notification that holds it. */
  readonly notificationId?: number;
  /** WhatsApp's id of the message that a reply to this post is about, where the post tells of another than its own. */
  readonly standsFor?: string;
  /** Who of the staff wrote what it came from; null where they have no name. */
  readonly author?: string | null;
  /** When that was written, where it was told. */
  readonly writtenAt?: number | null;
  /** Of what is held: the number by which staff name the post that it came from. */
  readonly heldAs?: number | null;
}

export interface Delivery extends Omit<
  NewDelivery,
  "state" | "notificationId" | "standsFor" | "author" | "writtenAt"
> {
  readonly notificationId: number | null;
  readonly id: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: number | null;
  /** When somebody had a failed one tried again by hand: patience is counted from then. */
  readonly renewedAt: number | null;
  /** When it last failed, of which staff were told. */
  readonly failedAt?: number | null;
  /** The other side's id once it has taken the delivery. */
  readonly remoteId: string | null;
}

/** What there is to tell of a part of a post, and when it came how far, where that was told. */
export interface Progress extends Pick<
  Delivery,
  | "sessionId"
  | "sourceId"
  | "kind"
  | "state"
  | "outgoing"
  | "reason"
  | "attempts"
  | "nextAttemptAt"
  | "createdAt"
  | "renewedAt"
  | "heldAs"
> {
  /** Null for one that is not stored yet. */
  readonly id: number | null;
  /** Of the post that was asked about: the one that it came from or became, or a notice about that. */
  readonly mid: string;
  /** `customer` for a post of staff, `team` for one that tells a customer's message. */
  readonly side: Side;
  readonly author: string | null;
  readonly writtenAt: number | null;
  readonly heldAt: number | null;
  /** Of a customer's message: whether WhatsApp was told that staff have read it. */
  readonly isMarked: boolean;
  readonly times: Readonly<Record<ReceiptState, number | null>>;
}

/** How an attempt ended, and of which renewal it was: a delivery that was renewed meanwhile has nothing to do with it. */
export type Settled = Outcome & { readonly renewedAt?: number | null };

/** How one attempt ended. */
export type Outcome =
  | {
      readonly kind: "sent";
      readonly deliveryId: number;
      readonly remoteId: string;
      /** The chat that it was posted into. */
      readonly tid?: string;
      /** The ids by which WhatsApp calls the customer. */
      readonly customer?: CustomerIds;
      readonly at: number;
      readonly notice?: NewDelivery;
    }
  | {
      readonly kind: "retry";
      readonly deliveryId: number;
      readonly nextAttemptAt: number;
      readonly reason: string;
      /** The other side may have taken it. */
      readonly uncertain: boolean;
      /** Nothing was asked of the other side: it does not count as an attempt. */
      readonly untried?: boolean;
    }
  | {
      readonly kind: "failed";
      readonly deliveryId: number;
      readonly reason: string;
      readonly at: number;
      readonly notice?: NewDelivery;
    }
  /** Staff took it back before it went out. */
  | { readonly kind: "dropped"; readonly deliveryId: number }
  /** It may not be sent before the customer writes. */
  | {
      readonly kind: "held";
      readonly deliveryId: number;
      readonly reason: string;
      readonly at: number;
      /** The window that was closed: if there is a later one by now, it goes out at once. */
      readonly windowExpiresAt: number | null;
      readonly notice: NewDelivery;
    }
  /** None was made yet; staff are told. */
  | { readonly kind: "late"; readonly deliveryId: number; readonly notice: NewDelivery };

/** The first open delivery of a lane. */
export interface Taken {
  readonly delivery: Delivery;
  readonly session: Session;
  /** Null if it is to be tried now; then it is marked `sending`. */
  readonly waitUntil: number | null;
  /** An attempt before may have been accepted. */
  readonly inDoubt: boolean;
  /** The other side's id of the message that it answers; null where it answers none that is to be found there. */
  readonly replyTo: string | null;
}
