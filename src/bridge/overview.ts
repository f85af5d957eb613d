import type { Delivery } from "./delivery.ts";
import type { Customer } from "./identity.ts";
import type { Backlog, Source } from "./ports.ts";
import type { Session } from "./session.ts";

/** The lists of sessions that operators can look at, each with what matters most first. */
export const sessionViews = [
  /** By the customer's last message. */
  "recent",
  /** The customer waits for an answer and the window is open: the one that closes next. */
  "owed",
  /** The one that closes next. */
  "open",
  /** The one that closed last. */
  "closed",
  /** With deliveries on their way: the oldest of these. */
  "waiting",
  /** With something kept until the customer writes: the oldest of these. */
  "held",
  /** With something that failed: the newest of these. */
  "failed",
] as const;

export type SessionView = (typeof sessionViews)[number];

/** What operators see at a glance; without anything that was written, and with numbers in full. */
export interface Overview {
  readonly counts: OverviewCounts;
  readonly sessions: Readonly<Partial<Record<SessionView, readonly SeenSession[]>>>;
  /** What is on its way, the oldest first, then what is kept until the customer writes. */
  readonly waiting: readonly SeenDelivery[];
  /** The newest failure first. */
  readonly failed: readonly SeenDelivery[];
  /** Notifications of which nothing could be planned, the newest first. */
  readonly dead: readonly SeenNotification[];
  /** When the last message came in from customers, and the last from staff. */
  readonly lastFromCustomer: number | null;
  readonly lastFromTeam: number | null;
}

/** How many there are, however many are listed. */
export interface OverviewCounts extends Backlog {
  readonly sessions: number;
  readonly open: number;
  readonly owed: number;
  readonly held: number;
  readonly failed: number;
  readonly dead: number;
}

export interface SeenSession extends Pick<
  Session,
  "id" | "customer" | "lastReceivedAt" | "lastAnsweredAt" | "windowExpiresAt"
> {
  readonly pending: number;
  readonly held: number;
  readonly failed: number;
}

export interface SeenDelivery extends Pick<
  Delivery,
  | "id"
  | "sessionId"
  | "side"
  | "kind"
  | "state"
  | "attempts"
  | "nextAttemptAt"
  | "reason"
  | "createdAt"
  | "notificationId"
> {
  readonly failedAt: number | null;
  /** Null for what belongs to nobody. */
  readonly customer: Customer | null;
}

export interface SeenNotification {
  readonly id: number;
  readonly source: Source;
  readonly receivedAt: number;
  readonly reason: string | null;
}

/** A part of time, up to `until` and without it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** How much there was in a span of time. */
export interface Traffic extends Span {
  readonly fromCustomers: number;
  readonly fromTeam: number;
  readonly failures: number;
}

/** What only operators ask of the ledger. Cheap however much it holds, so that looking disturbs nothing. */
export interface OverviewLedger {
  /** @param asked.limit how many of each list */
  overview(asked: {
    readonly now: number;
    readonly views: readonly SessionView[];
    readonly limit: number;
  }): Promise<Overview>;
  /** Messages each way and failures. */
  traffic(asked: { readonly spans: readonly Span[] }): Promise<readonly Traffic[]>;
}
