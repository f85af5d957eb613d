import type { Lane, Outcome, Side, Taken } from "../delivery.ts";
import type { Clock, Ledger } from "../ports.ts";
import type { Pace } from "./pace.ts";

/** Longest sleep in one go: times of attempts are wall clock times, and that clock may have been set meanwhile. */
const longestSleepMs = 10 * 60_000;
const faultPauseMs = 10_000;

export interface LaneOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly pace: Readonly<Record<Side, Pace>>;
  readonly attempt: (taken: Taken) => Promise<Outcome>;
  /** What becomes of a delivery that has to wait until `until`, and when to look again. */
  readonly wait: (taken: Taken, until: number) => Waited;
  /** When a customer who may have a message may get it again. */
  readonly resendAt: (now: number) => number;
  /** Called after each outcome is stored; says whether receipts waited for it. */
  readonly onSettled: (outcome: Outcome, parked: boolean, taken: Taken) => void;
  /** Repeats a ledger call until it is on disk, or throws when stopping. */
  readonly persist: <T>(call: () => Promise<T>) => Promise<T>;
  /** A fault of our own: the lane pauses and goes on. */
  readonly onFault: (error: unknown) => void;
  /** Attempts under way at once. */
  readonly limits: Readonly<Record<Side, number>>;
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
  /** Lanes that do something now. */
  #busy = 0;
  #onQuiet: (() => void)[] = [];

  constructor(options: LaneOptions) {
    this.#options = options;
    const { team, customer } = options.limits;
    this.#slots = { team: new Slots(team), customer: new Slots(customer) };
  }

  /** Starts the lanes that are not at work; those at work look once more before they end. */
  wake(lanes: readonly Lane[]): void {
    for (const lane of lanes) {
      const running = this.#running.get(toKey(lane));
      if (running) this.#nudge(running);
      else this.#begin(lane);
    }
  }

  /** Lanes of a side that wait look again now. */
  hurry(side: Side): void {
    for (const worker of this.#running.values()) if (worker.side === side) this.#nudge(worker);
  }

  /** Whether any lane does something now; those that wait for a later attempt do not. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Resolves when no lane is busy. */
  async quiet(): Promise<void> {
    if (this.isBusy) await new Promise<void>((resolve) => this.#onQuiet.push(resolve));
  }

  /** Resolves when nothing is under way any more for these sessions. */
  async ended(sessionIds: readonly number[]): Promise<void> {
    const sides: readonly Side[] = ["team", "customer"];
    const keys = sessionIds.flatMap((sessionId) => sides.map((side) => toKey({ sessionId, side })));
    const workers = keys.flatMap((key) => this.#running.get(key) ?? []);
    for (const worker of workers) this.#nudge(worker);
    await Promise.all(workers.map(({ done }) => done));
  }

  /** No new attempts; resolves when those under way are settled. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const workers = [...this.#running.values()];
    for (const worker of workers) this.#nudge(worker);
    await Promise.allSettled(workers.map(({ done }) => done));
  }

  #begin(lane: Lane): void {
    const worker: Worker = {
      side: lane.side,
      again: true,
      isWaiting: false,
      nudge: new AbortController(),
      done: Promise.resolve(),
    };
    this.#busy += 1;
    this.#running.set(toKey(lane), worker);
    worker.done = this.#run(lane, worker);
  }

  #nudge(worker: Worker): void {
    worker.again = true;
    worker.nudge.abort();
    this.#stir(worker);
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
      if (waitMs > 0) await this.#rest(worker, waitMs);
    }
    // In the same turn as the last look at `again`: a wake after it starts a new worker.
    this.#running.delete(toKey(lane));
    this.#busy -= 1;
    this.#tellQuiet();
  }

  async #rest(worker: Worker, ms: number): Promise<void> {
    // Nudged while it looked.
    if (worker.nudge.signal.aborted) return;
    worker.isWaiting = true;
    this.#busy -= 1;
    this.#tellQuiet();
    await this.#options.clock.sleep(ms, worker.nudge.signal);
    this.#stir(worker);
  }

  #stir(worker: Worker): void {
    if (!worker.isWaiting) return;
    worker.isWaiting = false;
    this.#busy += 1;
  }

  #tellQuiet(): void {
    if (this.isBusy) return;
    for (const resolve of this.#onQuiet.splice(0)) resolve();
  }

  /**
   * Looks at the lane's first delivery and tries it if it is due. One at a time, so that a long lane does not keep others
   * from their turn.
   * @returns how long to wait before the next look; null if there is nothing to deliver
   */
  async #step(lane: Lane): Promise<number | null> {
    const { clock, attempt, wait } = this.#options;
    const leave = await this.#slots[lane.side].enter();
    try {
      if (this.#stop.signal.aborted) return null;
      const taken = await this.#take(lane);
      if (!taken) return null;
      if (taken.waitUntil === null) {
        await this.#settle(await attempt(taken), taken);
        return 0;
      }
      const { outcome, lookAgainAt } = wait(taken, taken.waitUntil);
      if (outcome) await this.#settle(outcome, taken);
      if (outcome && outcome.kind !== "late") return 0;
      return Math.min(lookAgainAt - clock.now(), longestSleepMs);
    } finally {
      leave();
    }
  }

  async #take(lane: Lane): Promise<Taken | null> {
    const { ledger, clock, persist, pace, resendAt } = this.#options;
    const turnInMs = pace[lane.side].askTurn(lane.sessionId);
    let taken: Taken | null = null;
    try {
      taken = await persist(() => {
        const now = clock.now();
        const openAt = now + Math.ceil(turnInMs);
        return ledger.take(lane, { now, openAt, resendAt: resendAt(now) });
      });
      return taken;
    } finally {
      if (taken?.waitUntil !== null) pace[lane.side].forgo(lane.sessionId);
    }
  }

  async #settle(outcome: Outcome, taken: Taken): Promise<void> {
    const { persist, ledger, onSettled } = this.#options;
    const { renewedAt } = taken.delivery;
    const settled = await persist(() => ledger.settle({ ...outcome, renewedAt }));
    this.wake(settled.lanes);
    onSettled(outcome, settled.parked, taken);
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
