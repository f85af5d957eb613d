import type { SimulatorClock } from "../clock.ts";
import { TeamwireRefusal } from "./errors.ts";
import type { TeamwireEvent } from "./objects.ts";

const mostPerAnswer = 100;

/** The event feed: a bounded history that callers read by cursor and may wait on. */
export class Feed {
  readonly #clock: SimulatorClock;
  readonly #runId: string;
  readonly #historySize: number;
  readonly #waiting = new Set<AbortController>();
  #events: TeamwireEvent[] = [];
  /** How many events ever were; the number of the last one. */
  #count = 0;
  #closed = false;

  constructor(options: {
    readonly clock: SimulatorClock;
    readonly runId: string;
    readonly historySize: number;
  }) {
    this.#clock = options.clock;
    this.#runId = options.runId;
    this.#historySize = options.historySize;
  }

  get events(): readonly TeamwireEvent[] {
    return this.#events;
  }

  /** How many calls wait for something to happen. */
  get held(): number {
    return this.#waiting.size;
  }

  add(type: string, facts: Readonly<Record<string, unknown>>): void {
    this.#count += 1;
    this.#events.push({ id: `event-${this.#runId}-${this.#count}`, type, ...facts });
    this.#events.splice(0, Math.max(0, this.#events.length - this.#historySize));
    this.wake();
  }

  /** Forgets the history, so that every cursor but the newest is too old. */
  expire(): void {
    this.#events = [];
  }

  /** Lets held calls look again. */
  wake(): void {
    for (const held of this.#waiting) held.abort();
  }

  /** Answers held calls with what there is, and holds none from now on. */
  close(): void {
    this.#closed = true;
    this.wake();
  }

  /**
   * @param after the cursor of the answer before; null begins now
   * @param stopped is asked whenever a held call is woken; true ends the wait
   */
  async read(
    after: string | null,
    { waitMs, signal, stopped }: { waitMs: number; signal: AbortSignal; stopped: () => boolean },
  ): Promise<{ readonly events: readonly TeamwireEvent[]; readonly cursor: string }> {
    const from = after === null ? this.#count : this.#position(after);
    const until = this.#clock.now() + waitMs;
    for (;;) {
      const events = this.#since(from);
      const left = until - this.#clock.now();
      if (events.length > 0 || left <= 0 || this.#closed || signal.aborted || stopped()) {
        return { events, cursor: `${this.#runId}.${from + events.length}` };
      }
      await this.#hold(left, signal);
    }
  }

  async #hold(ms: number, signal: AbortSignal): Promise<void> {
    const held = new AbortController();
    function release(): void {
      held.abort();
    }
    this.#waiting.add(held);
    signal.addEventListener("abort", release);
    await this.#clock.sleep(ms, held.signal);
    signal.removeEventListener("abort", release);
    this.#waiting.delete(held);
  }

  #since(from: number): TeamwireEvent[] {
    const first = this.#count - this.#events.length;
    if (from < first)
      throw new TeamwireRefusal("cursor_expired", "after is older than the history");
    return this.#events.slice(from - first, from - first + mostPerAnswer);
  }

  #position(cursor: string): number {
    const found = /^([^.]+)\.(\d+)$/.exec(cursor);
    if (!found) throw new TeamwireRefusal("invalid_request", "after is no cursor");
    const position = Number(found[2]);
    if (found[1] === this.#runId && position <= this.#count) return position;
    throw new TeamwireRefusal("cursor_expired", "after is of another server");
  }
}
