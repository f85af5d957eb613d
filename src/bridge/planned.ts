import type { Delivery, NewDelivery, Progress } from "./delivery.ts";
import type { IdentityKey } from "./identity.ts";
import type { Receipt, ReceiptState } from "./message.ts";
import type { Session } from "./session.ts";
import type { NumberedTemplate } from "./template.ts";

/** What the planner asks the ledger about before it plans a batch. */
export interface References {
  readonly identities: readonly IdentityKey[];
  readonly tids: readonly string[];
  /** WhatsApp message ids that receipts name. */
  readonly messageIds: readonly string[];
  /** Our own delivery ids that receipts echo. */
  readonly deliveryIds: readonly number[];
  /** Ids of messages and posts: those with a delivery already are repeats. */
  readonly sourceIds: readonly string[];
  /** Posts that staff ask about. */
  readonly mids: readonly string[];
}

/** Asks about nothing: what is left of the answer is what does not depend on the question. */
export const noReferences: References = {
  identities: [],
  tids: [],
  messageIds: [],
  deliveryIds: [],
  sourceIds: [],
  mids: [],
};

/** What the ledger knows of what the planner asked. */
export interface Known {
  readonly sessions: readonly {
    readonly session: Session;
    readonly identities: readonly IdentityKey[];
    /** The session's own chat and all earlier ones: what staff wrote before one ended is still on its way. */
    readonly tids: readonly string[];
  }[];
  readonly deliveries: readonly Delivery[];
  /** Those of the asked source ids that have a delivery already, or are the `mid` of a post of ours. */
  readonly sourceIds: readonly string[];
  /** What the sessions keep until their customers write. */
  readonly held: readonly Delivery[];
  /** How far the parts of the posts have come that staff ask about. */
  readonly progress: readonly Progress[];
  /** Those of the asked chats whose session was deleted. */
  readonly formerTids: readonly string[];
  /** The bot's own user id in the team messenger, once it is known. */
  readonly ownUid: string | null;
  readonly templates: readonly NumberedTemplate[];
  /** Sessions made by the planner are numbered on from here; nobody else makes any. */
  readonly nextSessionId: number;
}

/** What planning a batch changes; stored in one transaction, and harmless when stored twice. */
export interface Plan {
  readonly notifications: readonly {
    readonly id: number;
    readonly state: "planned" | "dead";
    /** Why it, or something in it, cannot be planned: then its body is kept. */
    readonly reason: string | null;
  }[];
  /** New sessions, in the order of their ids. */
  readonly newSessions: readonly Session[];
  readonly sessionChanges: readonly SessionChange[];
  /** Ids that were another session's until now. */
  readonly claims: readonly Claim[];
  readonly merges: readonly Merge[];
  readonly deliveries: readonly NewDelivery[];
  readonly receipts: readonly PlannedReceipt[];
  readonly withdrawals: readonly PlannedWithdrawal[];
  /** What WhatsApp took and did not deliver, since the window was closed. */
  readonly holds: readonly PlannedHold[];
  /** What failed and staff want sent again. */
  readonly renewed: readonly { readonly deliveryId: number; readonly at: number }[];
  /** Posts that are kept and that staff do not want sent any more. */
  readonly cancelled: readonly string[];
  /** Customers who have written: what was kept for them goes out. */
  readonly released: readonly { readonly sessionId: number; readonly at: number }[];
  /** What staff have read: a post, or with null all that is in the session's chat. */
  readonly seen: readonly { readonly sessionId: number; readonly mid: string | null }[];
  /** Receipts of messages that are not known (yet): kept for 10 minutes. */
  readonly parked: readonly { readonly receipt: Receipt; readonly arrivedAt: number }[];
  /** Parked receipts that are done with. */
  readonly unparked: readonly number[];
  readonly chats: readonly { readonly tid: string; readonly state: "gone" | "closed" | "open" }[];
  /** The last post seen in each chat, for catching up after the feed's cursor expired. */
  readonly lastMids: readonly { readonly tid: string; readonly mid: string }[];
}

/** New facts of a session; times only ever move forward. */
export interface SessionChange {
  readonly sessionId: number;
  readonly customer?: Session["customer"];
  readonly identities?: readonly IdentityKey[];
  readonly lastReceivedAt?: number;
  readonly lastAnsweredAt?: number;
  readonly windowExpiresAt?: number;
  /** Another config: the session's chat is left and the next delivery makes a new one. */
  readonly config?: string;
}

/** An id that leads to another session from now on: a number that was given to somebody else. */
export interface Claim {
  readonly sessionId: number;
  readonly identity: IdentityKey;
}

/**
 * Two sessions that turned out to be of one person: whatever leads to the one leads to the other from now on. What may have
 * been accepted already stays where it is until that is settled, and what would follow it waits.
 */
export interface Merge {
  readonly sessionId: number;
  /** The session that goes on. */
  readonly into: number;
  readonly at: number;
}

/** A receipt that moves a delivery. */
export interface PlannedReceipt {
  readonly deliveryId: number;
  readonly state: ReceiptState;
  readonly messageId: string;
  readonly reason: string | null;
  /** The receipt's own time, or its arrival. */
  readonly at: number;
}

/** A message that goes back to those that are kept. */
export interface PlannedHold {
  readonly deliveryId: number;
  readonly reason: string;
  readonly at: number;
}

/** A post of staff that they took back: what it became is not sent any more, as far as that is still possible. */
export interface PlannedWithdrawal {
  readonly postId: string;
  readonly at: number;
  /** What staff are told where it is too late. */
  readonly notices: Readonly<Record<"sent" | "sending", NewDelivery>>;
}

/** Windows come in pages, the first to end first: this names the last one of a page. */
export interface NeglectedPage {
  readonly windowExpiresAt: number;
  readonly sessionId: number;
}

/** What time alone may make due. */
export interface Neglected {
  /** Sessions whose customer has the last word, and whose window ends soon. */
  readonly owed: readonly Session[];
  /** What is kept for too long, with what was written soon after it. */
  readonly kept: readonly Delivery[];
  /** Where the next page of the windows begins; null after the last one. */
  readonly next: NeglectedPage | null;
}

/** What came of looking at it. */
export interface Attention {
  readonly notices: readonly NewDelivery[];
  readonly expired: readonly Expiry[];
  readonly at: number;
}

/** Messages that are kept no longer, unless they have gone out meanwhile, and what staff are told of it. */
export interface Expiry {
  readonly deliveryIds: readonly number[];
  readonly notice: NewDelivery;
}
