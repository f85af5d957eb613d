/** How much of one person was erased from a store; the names are those of the receipt's JSON. */
export interface Erased {
  readonly sessions: number;
  /** Numbers and user ids that led to them. */
  readonly identities: number;
  readonly chats: number;
  readonly deliveries: number;
  /** Of the deliveries: what waited, and is dropped. */
  readonly pending: number;
  /** Of the deliveries: what was on its way, and may still arrive. */
  readonly sending: number;
  readonly held: number;
  readonly failed: number;
  /** Elements that could not be understood. */
  readonly dead_letters: number;
  /** Raw notifications that held nothing of anybody else's. */
  readonly notifications: number;
  /** Raw notifications of which only the person's part was erased. */
  readonly notifications_rewritten: number;
  /** Receipts that waited for their message. */
  readonly receipts: number;
  /** Former numbers and ids in what belongs to other sessions. */
  readonly elsewhere: number;
  /** Messages of other people that name a number of the person's: not erased, they are theirs. */
  readonly named: number;
}

/** What became of a copy beside the store. */
export interface ErasedCopy {
  readonly path: string;
  /** `deleted`: it could not be read, or was a left-over. */
  readonly result: "rewritten" | "deleted" | "untouched";
}

/** What came of erasing a person. */
export interface Forgotten {
  /** All that were this person's. */
  readonly sessionIds: readonly number[];
  /** All that were theirs: files on their way are named by these. */
  readonly deliveryIds: readonly number[];
  readonly erased: Erased;
  readonly copies: readonly ErasedCopy[];
}

/** Where a sweep through what is kept goes on. */
export interface SweepPlace {
  readonly stage: "deliveries" | "notifications" | "sessions";
  /** The last id that was looked at. */
  readonly after: number;
}

/** What a step of a sweep has to do. */
export interface SweepStep {
  readonly place: SweepPlace;
  readonly now: number;
  /** After how long what is settled or idle goes. */
  readonly retentionMs: number;
  /** How many rows it may look at. */
  readonly limit: number;
}

/** What a step of a sweep did. */
export interface Swept {
  /** Null at the end. */
  readonly next: SweepPlace | null;
  readonly deliveries: number;
  /** Texts of messages whose ids stay. */
  readonly texts: number;
  readonly notifications: number;
  readonly sessions: number;
}
