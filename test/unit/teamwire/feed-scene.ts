import assert from "node:assert/strict";

import { DeliveryError } from "../../../src/bridge/errors.ts";
import type { Clock } from "../../../src/bridge/ports.ts";
import type { FeedAnswer, FeedPosition, HistoryPage } from "../../../src/teamwire/api.ts";
import type { Feed } from "../../../src/teamwire/feed.ts";
import { runFeed } from "../../../src/teamwire/intake.ts";
import {
  createFakeHealth,
  createFakeLog,
  FakeLedger,
  type FakeHealth,
  type FakeLog,
} from "./fakes.ts";

export const transient = new DeliveryError("away", { verdict: "transient" });

export type Step = FeedAnswer | Error;

/** What a test sets before, and looks at after, `run`. */
export interface Scene {
  readonly ledger: FakeLedger;
  readonly health: FakeHealth;
  readonly log: FakeLog;
  /** `after` and `wait` of each call of the feed. */
  readonly asked: [string | null, number][];
  readonly sleeps: number[];
  /** The ledger's facts each time the feed said that it is ready. */
  readonly readyAt: [string, string][][];
  /** Expected calls of the history (`tid after`) with their answers. */
  readonly pages: [string, HistoryPage | Error][];
  readonly chatsThere: Set<string>;
  readonly cursorsWhileReading: (string | undefined)[];
  /** So many writes fail after the feed's first call. */
  failWritesAfterStart: number;
  abortInSleep: boolean;
  recorded(): number;
  run(): Promise<void>;
}

/** An answer of the feed with posts of these ids. */
export function answer(cursor: string, mids: readonly string[] = []): FeedAnswer {
  const events = mids.map((mid) => ({ id: mid, type: "NEW_MESSAGE", message: toMessage(mid) }));
  const body = new TextEncoder().encode(JSON.stringify({ events, cursor }));
  return { body, cursor, hasEvents: events.length > 0 };
}

/** A page of a chat's history. */
export function page(mids: readonly string[], { hasMore = false } = {}): HistoryPage {
  const messages = mids.map(toMessage);
  const body = new TextEncoder().encode(JSON.stringify({ messages, has_more: hasMore }));
  return { body, posts: [], hasMessages: mids.length > 0, lastMid: mids.at(-1) ?? null, hasMore };
}

function toMessage(mid: string): object {
  return { mid, tid: "t1", from_user: { uid: "u-anna" }, msg: "Hello" };
}

/** A feed on a Teamwire that answers by a script; at its end the feed is aborted. */
export function createScene(
  script: readonly Step[],
  { cursor, random = 0.5 }: { cursor?: string; random?: number } = {},
): Scene {
  const ledger = new FakeLedger();
  if (cursor !== undefined) ledger.facts.set("feed-cursor", cursor);
  const [health, log] = [createFakeHealth(), createFakeLog()];
  const end = new AbortController();
  const steps = [...script];
  let recorded = 0;
  let now = 0;
  const scene: Scene = {
    ledger,
    health,
    log,
    asked: [],
    sleeps: [],
    readyAt: [],
    pages: [],
    chatsThere: new Set(),
    cursorsWhileReading: [],
    failWritesAfterStart: 0,
    abortInSleep: false,
    recorded: () => recorded,
    run: () => runFeed(feed),
  };
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep(ms) {
      scene.sleeps.push(ms);
      now += ms;
      if (scene.abortInSleep) end.abort();
      return Promise.resolve();
    },
  };
  const feed: Feed = {
    client: {
      ownUid: () => Promise.resolve("u-bot"),
      events({ after, waitSeconds }: FeedPosition) {
        scene.asked.push([after, waitSeconds]);
        ledger.failures = scene.failWritesAfterStart;
        scene.failWritesAfterStart = 0;
        const step = steps.shift();
        if (step === undefined) {
          end.abort();
          return Promise.reject(transient);
        }
        return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
      },
      history(tid, { after }) {
        scene.cursorsWhileReading.push(ledger.facts.get("feed-cursor"));
        const [wanted, step] = scene.pages.shift() ?? [];
        assert.equal(`${tid} ${after}`, wanted);
        return step instanceof Error || !step ? Promise.reject(step) : Promise.resolve(step);
      },
      isInChat: (tid) => Promise.resolve(scene.chatsThere.has(tid)),
    },
    ledger,
    clock,
    health,
    log,
    random: () => random,
    signal: end.signal,
    onRecorded: () => (recorded += 1),
    onAnswered: () => {},
    onReady: () => scene.readyAt.push([...ledger.facts]),
  };
  return scene;
}
