import {
  sessionViews,
  type OverviewLedger,
  type SessionView,
  type Span,
  type Traffic,
} from "../../bridge/overview.ts";
import type { HealthBoard } from "../health.ts";
import { toHealth, toSections, toSessions } from "./sections.ts";

export interface FeedOptions {
  readonly ledger: OverviewLedger;
  readonly health: HealthBoard;
  /** The wall clock. */
  readonly now: () => number;
  /** Waits in the machine's own time, which the demo does not shift; ends at once, without an error, when aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Somebody who looks at the console. */
export interface Viewer {
  /** What is news to them, part by part; resolves when there is any. Empty at the end. */
  next(): Promise<readonly Part[]>;
  /** They have left. */
  leave(): void;
}

/** One part of the page, as JSON. */
export interface Part {
  readonly name: string;
  readonly json: string;
}

export interface Feed {
  watch(view: SessionView): Viewer;
  /** Something was done whose outcome is to be seen at once. */
  hurry(): void;
  /** Ends all watching. */
  close(): void;
}

const listed = 100;
const lookEveryMs = 1_500;
const hurriedMs = 300;
/** The page counts on by itself in between; often enough that no proxy takes the connection for dead. */
const tellTimeEveryMs = 15_000;
const spanMs = 30 * 60 * 1000;
const spansOfDay = 48;
/** What came in late counts for the time at which it came: then older spans grow too. */
const recountEveryMs = 5 * 60 * 1000;

/**
 * Looks into the ledger while somebody watches, once for all of them, and lets each have what is news to them. Where
 * looking takes long it is done less often, so that it never costs the ledger more than a tenth of its time.
 */
export function createFeed(options: FeedOptions): Feed {
  const { ledger, health, now } = options;
  const viewers = new Set<Watching>();
  const parts = new Map<string, string>();
  const traffic = createTraffic(options);
  const closing = new AbortController();
  let hurrying = new AbortController();
  let isLooking = false;

  async function look(): Promise<void> {
    parts.set("health", JSON.stringify(toHealth(health)));
    parts.set("now", String(Math.floor(now() / tellTimeEveryMs)));
    const views = [...new Set([...viewers].map(({ view }) => view))];
    const overview = await ledger.overview({ now: now(), views, limit: listed });
    for (const [name, value] of Object.entries(toSections(overview, await traffic()))) {
      parts.set(name, JSON.stringify(value));
    }
    // Whoever comes for another list must not be shown how that one was when somebody last looked at it.
    for (const view of sessionViews) parts.delete(toPartName(view));
    for (const view of views) {
      parts.set(toPartName(view), JSON.stringify(toSessions(overview.sessions[view] ?? [])));
    }
  }

  async function run(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    parts.clear();
    while (viewers.size > 0) {
      hurrying = new AbortController();
      const began = performance.now();
      // While the ledger does not answer the page keeps what it has, and `health` says what is wrong.
      await look().catch(() => {});
      for (const viewer of viewers) viewer.wake();
      const tookMs = performance.now() - began;
      const leastMs = Math.max(hurriedMs, 10 * tookMs);
      await options.pause(leastMs, closing.signal);
      const { signal } = hurrying;
      await options.pause(lookEveryMs - leastMs, AbortSignal.any([closing.signal, signal]));
    }
    isLooking = false;
  }

  return {
    watch(view) {
      const viewer = new Watching(view, { parts, now, leave: (one) => viewers.delete(one) });
      if (closing.signal.aborted) viewer.leave();
      else viewers.add(viewer);
      hurrying.abort();
      void run();
      return viewer;
    },
    hurry: () => hurrying.abort(),
    close() {
      closing.abort();
      for (const viewer of viewers) viewer.leave();
    },
  };
}

function toPartName(view: SessionView): string {
  return `sessions ${view}`;
}

interface Seen {
  readonly parts: ReadonlyMap<string, string>;
  readonly now: () => number;
  readonly leave: (viewer: Watching) => void;
}

/** Remembers what one page has been told; however slow it is, it only ever misses what is out of date. */
class Watching implements Viewer {
  readonly view: SessionView;
  readonly #seen: Seen;
  readonly #told = new Map<string, string>();
  #news = Promise.withResolvers<void>();
  #hasLeft = false;

  constructor(view: SessionView, seen: Seen) {
    this.view = view;
    this.#seen = seen;
  }

  wake(): void {
    this.#news.resolve();
  }

  async next(): Promise<readonly Part[]> {
    while (!this.#hasLeft) {
      const fresh = [...this.#seen.parts].filter(
        ([name, json]) => this.#isShown(name) && this.#told.get(name) !== json,
      );
      for (const [name, json] of fresh) this.#told.set(name, json);
      if (fresh.length > 0) return fresh.map((part) => this.#toPart(part));
      this.#news = Promise.withResolvers();
      await this.#news.promise;
    }
    return [];
  }

  leave(): void {
    this.#hasLeft = true;
    this.#seen.leave(this);
    this.wake();
  }

  #isShown(name: string): boolean {
    return !name.startsWith("sessions ") || name === toPartName(this.view);
  }

  #toPart([name, json]: readonly [string, string]): Part {
    if (name === "now") return { name, json: String(this.#seen.now()) };
    return { name: name.split(" ")[0] ?? name, json };
  }
}

/** Counts the last 24 hours by spans: all of them now and then, else those that still grow. */
function createTraffic({ ledger, now }: FeedOptions): () => Promise<readonly Traffic[]> {
  const counted = new Map<number, Traffic>();
  let countedAt = -Infinity;

  return async () => {
    const spans = toSpans(now());
    const isDue = Math.abs(now() - countedAt) >= recountEveryMs;
    if (isDue) countedAt = now();
    const asked = spans.filter(
      ({ from }, index) => isDue || index >= spans.length - 2 || !counted.has(from),
    );
    for (const span of await ledger.traffic({ spans: asked })) counted.set(span.from, span);
    for (const from of counted.keys()) if (from < (spans[0]?.from ?? 0)) counted.delete(from);
    return spans.flatMap(({ from }) => counted.get(from) ?? []);
  };
}

function toSpans(now: number): Span[] {
  const last = Math.floor(now / spanMs);
  return Array.from({ length: spansOfDay }, (_, index) => {
    const from = (last - spansOfDay + 1 + index) * spanMs;
    return { from, until: from + spanMs };
  });
}
