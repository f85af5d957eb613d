import type { Lane, Outcome, Side, Taken } from "./delivery.ts";
import type { Pace } from "./pace.ts";
import type { Clock, Ledger } from "./ports.ts";

/** Longest sleep in one go, so that a wall clock which is set back cannot hold a lane for longer. */
const longestSleepMs = 10 * 60_000;
const faultPauseMs = 10_000;

export interface LaneOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly pace: Readonly<Record<Side, Pace>>;
  readonly attempt: (taken: Taken) => Promise<Outcome>;
  /** What becomes of a delivery that has to wait until `until`, and when to look again. */
  readonly wait: (taken: Taken, until: number) => Waited;
  /** Called after each outcome is stored; says whether receipts waited for it. */
  readonly onSettled: (parked: boolean) => void;
  /** Repeats a ledger call until it is on disk, or throws when stopping. */
  readonly persist: <T>(call: () => Promise<T>) => Promise<T>;
  /** A fault of our own: the lane pauses and goes on. */
  readonly onFault: (error: unknown) => void;
  /** Attempts under way at once, per side. */
  readonly limit: number;
}

/** What waiting brings: perhaps an outcome, or a word to staff. */
export interface Waited {
  readonly outcome: Outcome | null;
  readonly lookAgainAt: number;
}

/** A lane at work. A nudge makes it look again instead of sleeping on. */
interface Worker {
  readonly side: Side;
  again: boolean;
  isWaiting: boolean;
  nudge: AbortController;
  done: Promise<void>;
}

/** One worker a session and direction: order within a lane, no waiting between lanes. */
export class Lanes {
  readonly #options: LaneOptions;
  readonly #running = new Map<string, Worker>();
  readonly #slots: Record<Lane["side"], Slots>;
  readonly #stop = new AbortController();
  #onQuiet: (() => void)[] = [];

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#slots = { team: new Slots(options.limit), customer: new Slots(options.limit) };
  }

  /** Starts the lanes that are not at work; those at work look once more before they end. */
  wake(lanes: readonly Lane[]): void {
    if (this.#stop.signal.aborted) return;
    for (const lane of lanes) {
      const key = toKey(lane);
      const running = this.#running.get(key);
      if (running) {
        running.again = true;
        running.nudge.abort();
      } else {
        const worker: Worker = {
          side: lane.side,
          again: true,
          isWaiting: false,
          nudge: new AbortController(),
          done: Promise.resolve(),
        };
        this.#running.set(key, worker);
        worker.done = this.#run(lane, worker);
      }
    }
  }

  /** Lanes of a side that wait look again now. */
  hurry(side: Side): void {
    for (const worker of this.#running.values()) {
      if (worker.side !== side) continue;
      worker.again = true;
      worker.nudge.abort();
    }
  }

  /** Whether any lane does something now; those that wait for a later attempt do not. */
  get isBusy(): boolean {
    return [...this.#running.values()].some(({ isWaiting }) => !isWaiting);
  }

  /** Resolves when no lane is busy. */
  async quiet(): Promise<void> {
    if (this.isBusy) await new Promise<void>((resolve) => this.#onQuiet.push(resolve));
  }

  /** No new attempts; resolves when those under way are settled. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }

  async #run(lane: Lane, worker: Worker): Promise<void> {
    const { signal } = this.#stop;
    while (worker.again && !signal.aborted) {
      worker.again = false;
      worker.nudge = new AbortController();
      const waitMs = await this.#step(lane).catch((error: unknown) => {
        if (!signal.aborted) this.#options.onFault(error);
        return faultPauseMs;
      });
      if (waitMs === null) continue;
      worker.again = true;
      worker.isWaiting = true;
      this.#tellQuiet();
      await this.#options.clock.sleep(waitMs, AbortSignal.any([signal, worker.nudge.signal]));
      worker.isWaiting = false;
    }
    // In the same turn as the last look at `again`: a wake after it starts a new worker.
    this.#running.delete(toKey(lane));
    this.#tellQuiet();
  }

  #tellQuiet(): void {
    if (this.#onQuiet.length === 0 || this.isBusy) return;
    for (const resolve of this.#onQuiet.splice(0)) resolve();
  }

  /** @returns how long to wait for the lane's next delivery; null if it has none */
  async #step(lane: Lane): Promise<number | null> {
    const { clock, attempt, wait } = this.#options;
    const leave = await this.#slots[lane.side].enter();
    try {
      for (;;) {
        if (this.#stop.signal.aborted) return null;
        const taken = await this.#take(lane);
        if (!taken) return null;
        if (taken.waitUntil === null) {
          await this.#settle(await attempt(taken));
          continue;
        }
        const { outcome, lookAgainAt } = wait(taken, taken.waitUntil);
        if (outcome) await this.#settle(outcome);
        if (outcome && outcome.kind !== "late") continue;
        return Math.min(lookAgainAt - clock.now(), longestSleepMs);
      }
    } finally {
      leave();
    }
  }

  async #take(lane: Lane): Promise<Taken | null> {
    const { ledger, clock, persist, pace } = this.#options;
    const turnInMs = pace[lane.side].askTurn(lane.sessionId);
    let taken: Taken | null = null;
    try {
      taken = await persist(() => {
        const now = clock.now();
        return ledger.take(lane, { now, openAt: now + Math.ceil(turnInMs) });
      });
      return taken;
    } finally {
      if (taken?.waitUntil !== null) pace[lane.side].forgo(lane.sessionId);
    }
  }

  async #settle(outcome: Outcome): Promise<void> {
    const { persist, ledger, onSettled } = this.#options;
    const settled = await persist(() => ledger.settle(outcome));
    this.wake(settled.lanes);
    onSettled(settled.parked);
  }
}

function toKey({ side, sessionId }: Lane): string {
  return `${side}:${sessionId}`;
}

/** A counting semaphore; first come, first served. */
class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves to the function that gives the place back. */
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
