import type { Lane, Outcome, Taken } from "./delivery.ts";
import type { Clock, Ledger } from "./ports.ts";

/** Longest sleep in one go, so that a wall clock which is set back cannot hold a lane for longer. */
const longestSleepMs = 10 * 60_000;
const faultPauseMs = 10_000;

export interface LaneOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly attempt: (taken: Extract<Taken, { delivery: unknown }>) => Promise<Outcome>;
  /** Called after each outcome is stored; says whether receipts waited for it. */
  readonly onSettled: (parked: boolean) => void;
  /** Repeats a ledger call until it is on disk, or throws when stopping. */
  readonly persist: <T>(call: () => Promise<T>) => Promise<T>;
  /** A fault of our own: the lane pauses and goes on. */
  readonly onFault: (error: unknown) => void;
  /** Attempts under way at once, per side. */
  readonly limit: number;
}

/** A lane at work. A nudge makes it look again instead of sleeping on. */
interface Worker {
  again: boolean;
  nudge: AbortController;
  done: Promise<void>;
}

/** One worker a session and direction: order within a lane, no waiting between lanes. */
export class Lanes {
  readonly #options: LaneOptions;
  readonly #running = new Map<string, Worker>();
  readonly #slots: Record<Lane["side"], Slots>;
  readonly #stop = new AbortController();

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
        const worker = { again: true, nudge: new AbortController(), done: Promise.resolve() };
        this.#running.set(key, worker);
        worker.done = this.#run(lane, worker);
      }
    }
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
      await this.#options.clock.sleep(waitMs, AbortSignal.any([signal, worker.nudge.signal]));
    }
    // In the same turn as the last look at `again`: a wake after it starts a new worker.
    this.#running.delete(toKey(lane));
  }

  /** @returns how long to wait for the lane's next delivery; null if it has none */
  async #step(lane: Lane): Promise<number | null> {
    const { ledger, clock, persist } = this.#options;
    const leave = await this.#slots[lane.side].enter();
    try {
      for (;;) {
        if (this.#stop.signal.aborted) return null;
        const taken = await persist(() => ledger.take(lane, clock.now()));
        if (!taken) return null;
        if ("waitUntil" in taken) return Math.min(taken.waitUntil - clock.now(), longestSleepMs);
        await this.#attempt(taken);
      }
    } finally {
      leave();
    }
  }

  async #attempt(taken: Extract<Taken, { delivery: unknown }>): Promise<void> {
    const { attempt, persist, ledger, onSettled } = this.#options;
    const outcome = await attempt(taken);
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
