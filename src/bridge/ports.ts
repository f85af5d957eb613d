import type {
  Delivery,
  DeliveryState,
  Lane,
  NewDelivery,
  Settled,
  Side,
  Taken,
} from "./delivery.ts";
import type { Verdict } from "./errors.ts";
import type { Figures } from "./figures.ts";
import type { CustomerIds } from "./identity.ts";
import type { Literal, LogFields } from "./log/fields.ts";
import type { Plain } from "./log/plain.ts";
import type { CustomerFile, Outgoing, Receipt, StaffFile } from "./message.ts";
import type { Pin } from "./place.ts";
import type { Attention, Known, Neglected, NeglectedPage, Plan, References } from "./planned.ts";
import type { Forgotten, SweepStep, Swept } from "./privacy.ts";
import type { Session } from "./session.ts";
import type { Template } from "./template.ts";

/** Time from outside. Window, retention and texts use the wall clock; retries and rates the monotonic one. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Where the program tells operators what it does: in words that stand in the source, and in fields that hold none of others. */
export interface Log {
  debug<const Message extends string>(message: Literal<Message>, fields?: LogFields): void;
  info<const Message extends string>(message: Literal<Message>, fields?: LogFields): void;
  warn<const Message extends string>(message: Literal<Message>, fields?: LogFields): void;
  error<const Message extends string>(message: Literal<Message>, fields?: LogFields): void;
}

/** What keeps `serve` from being whole; shown by `/readyz`, logged once when it comes and once when it goes. */
export interface Health {
  /** What is not `Plain`, such as somebody's name, is shown where people look and left out of the log. */
  degrade(
    id: string,
    trouble: { readonly detail: string | Plain; readonly remedy: string | Plain },
  ): void;
  recover(id: string): void;
}

/** Where the relay tells how it fares, for those who watch it; never throws, and nothing waits for it. */
export interface Meter {
  /** A notification was planned: all of it, what could be understood, or nothing. */
  planned(source: Source, result: "planned" | "partly" | "dead"): void;
  /** A side took a delivery, so long after the notification that it came from was recorded, or it was renewed. */
  accepted(side: Side, afterMs: number): void;
  /** An attempt came to nothing and is repeated; `file` is a file that cannot be fetched yet. */
  retried(side: Side, reason: Verdict | "file"): void;
}

/** The WhatsApp side. Every method throws `DeliveryError`. */
export interface WhatsApp {
  /**
   * Hands over one message.
   * @returns the id that receipts will name, and the ids by which WhatsApp calls the customer
   */
  send(
    to: CustomerIds,
    message: Outgoing,
    options: SendOptions,
  ): Promise<{ readonly messageId: string; readonly customer?: CustomerIds }>;
  /** Marks a customer's message, and those before it, as read. */
  markRead(messageId: string): Promise<void>;
  /** All approved templates, over all pages. Also tells whether our account is accepted. */
  templates(): Promise<readonly Template[]>;
}

/** What goes with a message beside what it says. */
export interface SendOptions {
  /** Ours: echoed in receipts where the API can do that. */
  readonly reference: string;
  /** The id of the message that this one quotes; one that WhatsApp no longer has is sent without the quote. */
  readonly replyTo?: string | null;
}

/** The team side. Every method throws `DeliveryError`. */
export interface Team {
  /**
   * Makes a group chat with the configured members and admins. Recipients that cannot be found are left out and told
   * to `Health`; if none is left it throws `transient` with a wait of 10 minutes.
   * @param chat.reference the same reference never makes a second chat
   */
  createChat(chat: { readonly title: string; readonly reference: string }): Promise<{
    readonly tid: string;
  }>;
  /** The chats that we are in. */
  chats(): Promise<readonly TeamChat[]>;
  /** A page of what was posted in a chat, the oldest first. @param after a `mid`; null for the first page */
  posts(tid: string, after: string | null): Promise<TeamPosts>;
  /** Gives a chat another title. */
  renameChat(tid: string, title: string): Promise<void>;
  /** Ends a chat for everybody: nothing can be written in it any more. */
  closeChat(tid: string): Promise<void>;
  /** Posts into a chat; the same reference in the same chat never makes a second post. */
  post(tid: string, post: TeamPost): Promise<{ readonly mid: string }>;
}

export interface TeamChat {
  readonly tid: string;
  readonly title: string;
  /** Null where the server does not tell. */
  readonly createdAt: number | null;
}

export interface TeamPosts {
  /** As it came in: a notification like an answer of the feed. */
  readonly body: Uint8Array;
  readonly posts: readonly { readonly mid: string; readonly uid: string; readonly text: string }[];
  readonly hasMore: boolean;
}

/** What is shown as one post; a server that knows references makes no second one for a `reference` used before. */
export interface TeamPost {
  readonly text: string;
  readonly displayName?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly pin?: Pin | undefined;
  /** A file that the team has already. */
  readonly file?: PostedFile | undefined;
  readonly reference: string;
}

/** Carries files from one side to the other, over this machine's disk. Every method throws `DeliveryError`. */
export interface Files {
  /** Brings a delivery's file here, unless it is here already. @returns its size @throws FileWaitsError, FileTooLargeError */
  fetch(deliveryId: number, file: CustomerFile | StaffFile): Promise<number>;
  /** Hands what was fetched to `side`, once however often it is asked. @returns its id there, and its size */
  upload(deliveryId: number, side: Side): Promise<{ readonly id: string; readonly size: number }>;
  /** A delivery is settled: nothing of its file is needed any more. */
  release(deliveryId: number): void;
}

export interface PostedFile extends Pick<CustomerFile, "kind" | "name" | "mimeType"> {
  readonly assetId: string;
  readonly size: number;
}

/** Where notifications come from. */
export type Source = "dialog360" | "teamwire";

/** A notification that waits to be planned. */
export interface RecordedNotification {
  readonly id: number;
  readonly source: Source;
  readonly receivedAt: number;
  readonly body: Uint8Array;
}

/** A customer's message that WhatsApp has to be told of: staff have read it, and all before it. */
export interface ReadMark {
  readonly sessionId: number;
  /** By which the message came into the chat. */
  readonly deliveryId: number;
  readonly messageId: string;
}

/** The durable record. Every method that changes something resolves after the change is on disk, or throws `LedgerWriteError`. */
export interface Ledger {
  /** Identifies this store; a part of every reference given to the other sides. */
  readonly storeId: string;
  /** Puts a raw notification on disk, and moves the feed's cursor with it if there is one. */
  record(notification: {
    readonly source: Source;
    readonly receivedAt: number;
    readonly body: Uint8Array;
    readonly cursor?: string;
  }): Promise<void>;
  fact(name: Fact): Promise<string | null>;
  setFact(name: Fact, value: string): Promise<void>;
  /** What waits to be planned, oldest first: notifications, and parked receipts whose delivery is known by now. */
  recorded(limit: number): Promise<{
    readonly notifications: readonly RecordedNotification[];
    readonly receipts: readonly {
      readonly id: number;
      readonly receipt: Receipt;
      readonly arrivedAt: number;
    }[];
  }>;
  known(references: References): Promise<Known>;
  /** Stores a plan. @returns the lanes that have something to do now, and the deliveries that staff took back */
  plan(
    plan: Plan,
  ): Promise<{ readonly lanes: readonly Lane[]; readonly dropped: readonly number[] }>;
  /** Every lane with an open delivery. */
  lanes(): Promise<readonly Lane[]>;
  /** How much waits to be planned and to be delivered. */
  backlog(): Promise<Backlog>;
  /** What the store holds, in numbers. @param asked.closingBefore a window that ends by then is `closing` */
  figures(asked: { readonly now: number; readonly closingBefore: number }): Promise<Figures>;
  /** The `mid` of the last post of ours that a session's chat is known to have. */
  lastPost(chat: { readonly sessionId: number; readonly tid: string }): Promise<string | null>;
  /**
   * The first open delivery of a lane; one that is due is marked `sending`, unless `openAt` is in the future. A delivery
   * found `sending` was cut off by the end of the process and is in doubt: towards the team it is due at once (what came of
   * it can be looked up), towards the customer it becomes `uncertain` until `resendAt`, and for longer while notifications
   * that came in by then are not planned: its receipt may be among them.
   * @param when.openAt when the lane may be tried at all
   * @param when.resendAt when it may be tried again towards a customer who may have the message
   */
  take(
    lane: Lane,
    when: { readonly now: number; readonly openAt: number; readonly resendAt: number },
  ): Promise<Taken | null>;
  /** The session to which a delivery goes, as it is now; null if staff have taken it back meanwhile. */
  addressee(deliveryId: number): Promise<Session | null>;
  /** Stores how an attempt ended. @returns whether parked receipts wait for it, and lanes that a notice woke */
  settle(outcome: Settled): Promise<{ readonly parked: boolean; readonly lanes: readonly Lane[] }>;
  /** Stores the chat of a session, unless another generation has begun. @returns false if it is another session's */
  chatMade(chat: {
    readonly sessionId: number;
    readonly generation: number;
    /** The config whose staff were invited; from now on the session's. */
    readonly config: string;
    readonly tid: string;
    readonly title: string;
  }): Promise<boolean>;
  /** Notes a chat's new title. */
  chatRenamed(chat: { readonly tid: string; readonly title: string }): Promise<void>;
  /** Notes that a chat can no longer be written to. */
  chatGone(tid: string): Promise<void>;
  /** The chats that are open, each with the last post seen in it. */
  openChats(): Promise<readonly { readonly tid: string; readonly lastMid: string | null }[]>;
  /** Numbers new templates, marks vanished ones. */
  storeTemplates(templates: readonly Template[]): Promise<void>;
  /** The newest message of each customer that staff have read and WhatsApp was not told of. */
  readMarks(): Promise<readonly ReadMark[]>;
  /** WhatsApp was told, or will not be. */
  endMark(mark: ReadMark): Promise<void>;
  /**
   * What time alone may make due: a page of the windows that end from `now` until `endsBefore`, and with the first page what
   * is kept since `keptSince` or longer.
   */
  neglected(asked: {
    /** Null for the first page. */
    readonly after: NeglectedPage | null;
    readonly now: number;
    readonly endsBefore: number;
    readonly keptSince: number;
    /** What of the same session is kept since at most so much later belongs to it. */
    readonly togetherMs: number;
  }): Promise<Neglected>;
  /** Stores what came of it. @returns the lanes that have something to do now */
  attend(attention: Attention): Promise<readonly Lane[]>;
  /** What an operator may look at before deciding; unknown ids are left out. */
  deliveries(ids: readonly number[]): Promise<readonly Delivery[]>;
  /** Lets deliveries begin anew, and drops others, unless they have moved on since they were looked at. */
  decide(decision: Decision): Promise<Decided>;
  /** Makes everything that waits for its next attempt due. @returns the lanes */
  hasten(side: Side): Promise<readonly Lane[]>;
  /** Has notifications planned again; what could not be understood in them is forgotten. @returns those that were */
  replay(ids: readonly number[]): Promise<readonly number[]>;
  /** Gives up notifications and what could not be understood in them. @returns those that were */
  dropNotifications(ids: readonly number[]): Promise<readonly number[]>;
  /**
   * Erases a person from the copies beside the store and from the store itself; `purge` then takes them out of the bytes of
   * its files. What was erased stays so also where it ends half way; then it is to be asked for again.
   * @returns null if there is no session of that id
   */
  forget(person: { readonly sessionId: number; readonly at: number }): Promise<Forgotten | null>;
  /** A step of the way through all that is kept: deletes what is too old. */
  sweep(step: SweepStep): Promise<Swept>;
  /** Resolves once no file of the store holds anything that was erased before. */
  purge(): Promise<void>;
  /** Ends cleanly: everything into the one file, the lock released. */
  close(): Promise<void>;
}

/** How many wait now, what is tried again included: the measure by which notifications are refused. */
export interface Backlog {
  readonly notifications: number;
  readonly toTeam: number;
  readonly toCustomer: number;
}

/** What an operator wants to become of deliveries. */
export interface Decision {
  /** Open or failed ones that are to be tried as if for the first time. */
  readonly renewed: readonly number[];
  readonly dropped: readonly {
    readonly id: number;
    /** The state that the notice is true of. */
    readonly state: DeliveryState;
    /** What staff are told; null where they know. */
    readonly notice: NewDelivery | null;
  }[];
  readonly at: number;
}

/** What became of it. */
export interface Decided {
  /** The ids of those that had not moved on. */
  readonly done: readonly number[];
  /** Those that have something to do now. */
  readonly lanes: readonly Lane[];
}

/**
 * What the ledger keeps beside notifications, sessions and deliveries: the feed's cursor, the bot's own user id, when it
 * was last found out that the disk can be written, when WhatsApp last sent a notification.
 */
export type Fact = "feed-cursor" | "own-uid" | "written-at" | "notified-at";
