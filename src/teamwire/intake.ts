import { DeliveryError, LedgerWriteError } from "../bridge/errors.ts";
import { plain } from "../bridge/log/plain.ts";
import type { FeedAnswer } from "./api.ts";
import { catchUp } from "./catch-up.ts";
import { CursorExpiredError } from "./errors.ts";
import { storeAnswer, type Feed } from "./feed.ts";

const healthId = "teamwire";
const longestWaitSeconds = 55;
/** Failures in a row before operators are told. */
const patience = 3;
/** An answer that brings nothing new should have taken the whole wait; one that comes at once must not be asked for in a loop. */
const shortestRoundMs = 1000;

/**
 * Reads the event feed and records it until `signal` aborts. Own user id and cursor are kept as facts of the ledger; the
 * cursor moves only together with what was recorded. Failures are waited out, however long they last.
 */
export async function runFeed(feed: Feed): Promise<void> {
  const { client, ledger, clock, health, signal } = feed;
  let isReady = false;
  let knowsItself = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const cursor = await ledger.fact("feed-cursor");
      if (cursor !== null && !isReady) {
        isReady = true;
        feed.onReady();
      }
      if (!knowsItself) await ledger.setFact("own-uid", await client.ownUid(signal));
      knowsItself = true;
      if (cursor === null) await begin(feed);
      else await follow(feed, { cursor, waitSeconds: failures > 0 ? 0 : longestWaitSeconds });
      if (failures > 0) health.recover(healthId);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      reportTrouble(feed, { error, failures });
      await clock.sleep(toWaitMs(error, { failures, random: feed.random() }), signal);
    }
  }
}

/** The first call of a new store: from now on. */
async function begin(feed: Feed): Promise<void> {
  const position = { after: null, waitSeconds: 0, signal: feed.signal };
  await storeAnswer(feed, { answer: await feed.client.events(position), after: null });
}

async function follow(
  feed: Feed,
  { cursor, waitSeconds }: { cursor: string; waitSeconds: number },
): Promise<void> {
  const { client, clock, signal } = feed;
  const startedAt = clock.monotonic();
  const answer = await unlessExpired(client.events({ after: cursor, waitSeconds, signal }));
  if (answer === null) return catchUp(feed);
  await storeAnswer(feed, { answer, after: cursor });
  const pauseMs = shortestRoundMs - (clock.monotonic() - startedAt);
  if (answer.cursor === cursor && waitSeconds > 0 && pauseMs > 0)
    await clock.sleep(pauseMs, signal);
}

/** Null if the server no longer knows the cursor. */
async function unlessExpired(asked: Promise<FeedAnswer>): Promise<FeedAnswer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CursorExpiredError) return null;
    throw error;
  }
}

function reportTrouble(
  { health, log }: Feed,
  { error, failures }: { error: unknown; failures: number },
): void {
  if (error instanceof LedgerWriteError) {
    log.warn("Feed answer not recorded, to be asked for again", { failures });
    return;
  }
  // Anything else is a bug, and waiting does not mend it.
  if (!(error instanceof DeliveryError)) throw error;
  log.debug("Feed interrupted", {
    verdict: error.verdict,
    code: error.provider?.code ?? null,
    reason: error.why,
    failures,
  });
  if (error.verdict === "account") {
    health.degrade(healthId, {
      detail: plain`Teamwire refuses the credentials`,
      remedy: plain`Correct TW_API_APPID and TW_API_SECRET (Teamwire Dashboard > App Integrations)`,
    });
  } else if (failures >= patience) {
    const why = error.why ?? plain`answered ${error.provider?.code ?? 0}`;
    health.degrade(healthId, {
      detail: plain`Teamwire's events cannot be read: ${why}`,
      remedy: plain`Check TW_API_HOST and the way there; what arrives meanwhile is kept`,
    });
  }
}

/** A random time from the upper half of 2, 4, 8 … 60 seconds, and at least what the server asked for. */
function toWaitMs(
  error: unknown,
  { failures, random }: { failures: number; random: number },
): number {
  const longestMs = Math.min(1000 * 2 ** failures, 60_000);
  const askedMs = error instanceof DeliveryError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max((longestMs * (1 + random)) / 2, askedMs);
}
