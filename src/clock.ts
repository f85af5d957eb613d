import type { Clock } from "./bridge/ports.ts";

/** The system's time, which the demo can shift forward for everything that was given this clock. */
export interface ShiftableClock extends Clock {
  /** Lets `ms` pass at once: sleepers that are due wake in the order of their times, each at its own time. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that starts as the system's. */
export function createClock(): ShiftableClock {
  const sleepers = new Set<Sleeper>();
  let shiftMs = 0;
  const monotonic = (): number => performance.now() + shiftMs;

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(wake, Math.max(0, ms));
      const sleeper = { wakeAt: monotonic() + ms, wake };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
      function wake(): void {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        sleepers.delete(sleeper);
        resolve();
      }
    });
  }

  async function advance(ms: number): Promise<void> {
    const end = monotonic() + ms;
    for (;;) {
      const [next] = [...sleepers].toSorted((one, other) => one.wakeAt - other.wakeAt);
      if (!next || next.wakeAt > end) break;
      shiftMs += toWholeMs(next.wakeAt - monotonic());
      next.wake();
      // What the sleeper does now may sleep again before the end: give it a turn, network answers included.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    shiftMs += toWholeMs(end - monotonic());
  }

  return { now: () => Date.now() + shiftMs, monotonic, sleep, advance };
}

/** The monotonic clock has fractions, stored times have none; time that is due is never cut short. */
function toWholeMs(ms: number): number {
  return Math.max(0, Math.ceil(ms));
}
