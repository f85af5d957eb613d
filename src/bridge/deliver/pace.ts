import { DeliveryError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import { toWaitMs } from "./retry.ts";

/** What keeps us below the other side's own limits, beyond which it refuses everything for a while. */
export interface PaceLimits {
  /** Attempts a second, all sessions together. */
  readonly ratePerSecond: number;
  /** Time between two attempts of one session once a burst of 45 is used up; 0 for no such limit. */
  readonly pairIntervalMs: number;
}

export interface PaceOptions {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly random: () => number;
  readonly limits: PaceLimits;
  /** The other side takes nothing from us for now, whatever it is. Called again for each probe that is refused. */
  readonly onPaused: (failure: DeliveryError, waitMs: number) => void;
  /** It takes something again. */
  readonly onResumed: () => void;
}

/** A refusal that concerns everything we send. After it one attempt is let through as a probe. */
interface Pause {
  until: number;
  refusals: number;
  probe: number | null;
}

interface Pair {
  /** When the burst would be whole again. */
  paidUntil: number;
  closedUntil: number;
  refusals: number;
}

/** The rate is kept over so long: timers are no finer than a few milliseconds. */
const rateBurstMs = 100;
/** Meta: bursts of up to 45 messages to one person, which borrow from what follows. */
const pairBurst = 45;
const longestPairWaitMs = 60 * 60_000;
const shortestPauseMs = 1_000;
/** How long the others wait while a probe is out; they are woken when it succeeds. */
const probePatienceMs = 10_000;
/** With more pairs than this, those that owe nothing are forgotten. */
const manyPairs = 1_000;

/**
 * The pace towards one side: its rate, what one session may get, and pauses while it refuses everything. A pause ends by
 * itself when a probe is taken.
 */
export class Pace {
  readonly #options: PaceOptions;
  readonly #pairs = new Map<number, Pair>();
  #pause: Pause | null = null;
  #nextTurn = -Infinity;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** How long a pause still lasts before it may be probed; null if there is none. */
  get pausedForMs(): number | null {
    return this.#pause && Math.max(0, this.#pause.until - this.#options.clock.monotonic());
  }

  /** How long a session has to wait before its next attempt. At 0 it has the turn: an attempt, or `forgo`, must follow. */
  askTurn(sessionId: number): number {
    const now = this.#options.clock.monotonic();
    const pairWait = this.#toPairWait(sessionId, now);
    if (pairWait > 0) return pairWait;
    const pause = this.#pause;
    if (!pause) return 0;
    if (now < pause.until) return pause.until - now;
    if (pause.probe !== null && pause.probe !== sessionId) return probePatienceMs;
    pause.probe = sessionId;
    return 0;
  }

  /** Gives a turn back that was not used. */
  forgo(sessionId: number): void {
    if (this.#pause?.probe === sessionId) this.#pause.probe = null;
  }

  /**
   * Resolves when the rate allows the attempt; it counts from now on.
   * @throws DeliveryError if by then nothing may be sent any more: a pause has begun, or `signal` has aborted
   */
  async begin(sessionId: number, signal: AbortSignal): Promise<void> {
    const { clock, limits } = this.#options;
    const now = clock.monotonic();
    const turn = Math.max(now - rateBurstMs, this.#nextTurn);
    this.#nextTurn = turn + 1000 / limits.ratePerSecond;
    if (turn > now) await clock.sleep(turn - now, signal);
    const isShut = this.#pause !== null && this.#pause.probe !== sessionId;
    if (isShut || signal.aborted) {
      throw new DeliveryError("not begun: nothing may be sent for now", { verdict: "transient" });
    }
    this.#spend(sessionId, clock.monotonic());
  }

  /** Notes what came of an attempt. @param failure null for success */
  learn(sessionId: number, failure: DeliveryError | null): void {
    const isProbe = this.#pause?.probe === sessionId;
    this.forgo(sessionId);
    if (failure?.verdict === "pair") this.#closePair(sessionId, failure);
    else if (!failure) this.#openPair(sessionId);
    if (failure?.verdict === "throttled" || failure?.verdict === "account") {
      this.#refuse(failure, isProbe);
    } else if (isProbe && isAnswered(failure)) this.resume();
    else if (isProbe && failure?.verdict === "transient") this.#lengthen(failure, isProbe);
  }

  /** Ends a pause: it was found out elsewhere that we are welcome again. */
  resume(): void {
    if (!this.#pause) return;
    this.#pause = null;
    this.#options.onResumed();
  }

  #refuse(failure: DeliveryError, isProbe: boolean): void {
    // What was under way when the pause began says nothing new, unless it is about our account.
    const isNews = !this.#pause || isProbe || failure.verdict === "account";
    const waitMs = this.#lengthen(failure, isProbe);
    if (isNews) this.#options.onPaused(failure, waitMs);
  }

  /** @returns for how long nothing is tried now */
  #lengthen({ retryAfterMs }: DeliveryError, isProbe: boolean): number {
    const { clock, random } = this.#options;
    const before = this.#pause;
    const refusals = (before?.refusals ?? 0) + (before && !isProbe ? 0 : 1);
    const grown = toWaitMs(refusals, { retryAfterMs: null, uncertain: false, random });
    const now = clock.monotonic();
    const until = Math.max(
      before?.until ?? 0,
      now + Math.max(shortestPauseMs, retryAfterMs ?? grown),
    );
    this.#pause = { until, refusals, probe: before?.probe ?? null };
    return until - now;
  }

  #toPairWait(sessionId: number, now: number): number {
    const pair = this.#pairs.get(sessionId);
    if (!pair) return 0;
    const { pairIntervalMs } = this.#options.limits;
    const burstFrom = pair.paidUntil - (pairBurst - 1) * pairIntervalMs;
    return Math.max(0, burstFrom - now, pair.closedUntil - now);
  }

  #spend(sessionId: number, now: number): void {
    const { pairIntervalMs } = this.#options.limits;
    if (pairIntervalMs === 0) return;
    const pair = this.#pairOf(sessionId);
    pair.paidUntil = Math.max(now, pair.paidUntil) + pairIntervalMs;
    if (this.#pairs.size > manyPairs) this.#forgetPairs(now);
  }

  /** Meta: after 131056 wait 4^n seconds, n from 0. Our own count was too low then: no burst is left. */
  #closePair(sessionId: number, { retryAfterMs }: DeliveryError): void {
    const now = this.#options.clock.monotonic();
    const pair = this.#pairOf(sessionId);
    const grown = Math.min(longestPairWaitMs, 1000 * 4 ** Math.min(pair.refusals, 10));
    const waitMs = Math.max(grown, retryAfterMs ?? 0);
    pair.refusals += 1;
    pair.closedUntil = now + waitMs;
    const noBurst = now + (pairBurst - 1) * this.#options.limits.pairIntervalMs;
    pair.paidUntil = Math.max(pair.paidUntil, noBurst);
  }

  #openPair(sessionId: number): void {
    const pair = this.#pairs.get(sessionId);
    if (pair) pair.refusals = 0;
  }

  #pairOf(sessionId: number): Pair {
    const known = this.#pairs.get(sessionId);
    if (known) return known;
    const pair = { paidUntil: 0, closedUntil: 0, refusals: 0 };
    this.#pairs.set(sessionId, pair);
    return pair;
  }

  #forgetPairs(now: number): void {
    for (const [sessionId, { paidUntil, closedUntil }] of this.#pairs) {
      if (paidUntil <= now && closedUntil <= now) this.#pairs.delete(sessionId);
    }
  }
}

/** Whether the other side judged the message itself: then it takes messages from us. */
function isAnswered(failure: DeliveryError | null): boolean {
  if (!failure) return true;
  return failure.provider !== null && failure.verdict !== "transient";
}
