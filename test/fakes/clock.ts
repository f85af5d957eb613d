import type { Clock } from "../../src/bridge/ports.ts";

/** Time that stands still until a test moves it; sleepers wake in the order of their times. */
export interface ManualClock extends Clock {
  advance(ms: number): Promise<void>;
}

export interface ManualClockOptions {
  readonly start?: number;
  /** Resolves when whoever was woken, or began before, sleeps again or waits for somebody else. */
  readonly settle?: () => Promise<void>;
}

export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  const { start = Date.parse("2026-11-23T09:00:00Z"), settle = takeTurns } = options;
  let now = start;
  const sleepers = new Set<{ wakeAt: number; wake: () => void }>();
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        // Whole milliseconds, as the system tells them.
        const sleeper = { wakeAt: now + Math.ceil(ms), wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      });
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const [next] = [...sleepers].toSorted((one, other) => one.wakeAt - other.wakeAt);
        if (!next || next.wakeAt > end) break;
        now = Math.max(now, next.wakeAt);
        next.wake();
      }
      now = end;
      await settle();
    },
  };
}

/** Lets promises and loopback answers that are due arrive. */
async function takeTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}
