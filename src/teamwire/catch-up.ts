import { DeliveryError } from "../bridge/errors.ts";
import { plainIf, type Plain } from "../bridge/log/plain.ts";
import type { HistoryPage } from "./api.ts";
import { storeAnswer, type Feed } from "./feed.ts";

interface OpenChat {
  readonly tid: string;
  readonly lastMid: string | null;
}

/**
 * Goes on after the feed's cursor expired: every open chat's messages after the last known one are recorded, then the
 * feed is taken up from now. Cut off on its way it begins again, and what comes twice is recognised by its id.
 */
export async function catchUp(feed: Feed): Promise<void> {
  const { client, ledger, log, signal } = feed;
  // Taken first: what is posted while the chats are read comes after it.
  const answer = await client.events({ after: null, waitSeconds: 0, signal });
  const chats = await ledger.openChats();
  let pages = 0;
  for (const chat of chats) pages += await recordHistory(feed, chat);
  await storeAnswer(feed, { answer, after: null });
  log.warn("Feed cursor had expired: chats read instead", { chats: chats.length, pages });
}

/** @returns how many pages were recorded */
async function recordHistory(feed: Feed, { tid, lastMid }: OpenChat): Promise<number> {
  const { ledger, clock, log } = feed;
  let pages = 0;
  let after = lastMid;
  for (;;) {
    const page = await readPage(feed, { tid, after });
    if (page === "gone") {
      await ledger.chatGone(tid);
      return pages;
    }
    if (page === "unknown mid") {
      after = null;
      continue;
    }
    if (page === "refused") {
      log.warn("Chat cannot be read: its messages are refused", { chat: toLogged(tid) });
      return pages;
    }
    if (page.hasMessages) {
      await ledger.record({ source: "teamwire", receivedAt: clock.now(), body: page.body });
      feed.onRecorded();
      pages += 1;
    }
    if (!page.hasMore) return pages;
    if (page.lastMid === null || page.lastMid === after) {
      log.warn("Chat cannot be read further: a page does not lead on", { chat: toLogged(tid) });
      return pages;
    }
    after = page.lastMid;
  }
}

/** A refusal is about the chat, or about the message to begin after: the contract does not tell them apart. */
async function readPage(
  { client, signal }: Feed,
  { tid, after }: { readonly tid: string; readonly after: string | null },
): Promise<HistoryPage | "gone" | "unknown mid" | "refused"> {
  try {
    return await client.history(tid, { after, signal });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.verdict !== "gone" && error.verdict !== "permanent") throw error;
    if (!(await client.isInChat(tid, signal))) return "gone";
    return after === null ? "refused" : "unknown mid";
  }
}

/** Ids of Teamwire's chats are made by its server. */
function toLogged(tid: string): Plain {
  return plainIf(tid, /[A-Za-z0-9-]{1,64}/);
}
