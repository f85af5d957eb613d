import type { Clock, Health, Ledger, Log } from "../bridge/ports.ts";
import type { FeedAnswer, Teamwire } from "./api.ts";

/** What the event feed needs. */
export interface Feed {
  readonly client: Pick<Teamwire, "ownUid" | "events" | "history" | "isInChat">;
  readonly ledger: Pick<Ledger, "record" | "fact" | "setFact" | "openChats" | "chatGone">;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  /** From 0 up to 1: spreads the waits. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** A notification is on disk. Must not throw. */
  readonly onRecorded: () => void;
  /** The feed has answered, and what it brought is on disk. Must not throw. */
  readonly onAnswered: () => void;
  /** Called once, when a cursor is stored: only from then on may chats be made, else their first events were missed. */
  readonly onReady: () => void;
}

/** Puts an answer on disk and moves the cursor with it. @throws LedgerWriteError with the cursor where it was */
export async function storeAnswer(
  { ledger, clock, onRecorded, onAnswered }: Feed,
  { answer, after }: { readonly answer: FeedAnswer; readonly after: string | null },
): Promise<void> {
  const { body, cursor, hasEvents } = answer;
  if (hasEvents) {
    await ledger.record({ source: "teamwire", receivedAt: clock.now(), body, cursor });
    onRecorded();
  } else if (cursor !== after) {
    await ledger.setFact("feed-cursor", cursor);
  }
  onAnswered();
}
