import type { Clock, Health, Ledger } from "../bridge/ports.ts";

const trouble = "silence";
const fact = "notified-at";
/** Noted no more often than this, so that notifications cost nothing more; a restart is off by no more either. */
const noteEveryMs = 60_000;
/** Timers know no longer times than 24 days. */
const longestSleepMs = 60 * 60_000;

/** Knows when 360dialog last sent a notification, and raises an alarm when that is too long ago. */
export interface Silence {
  /** A webhook post was recorded. */
  broken(at: number): void;
  /** When it last was, also before a restart; null if never. */
  readonly lastAt: number | null;
  /** Watches until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Silence counts from the last notification, else from now, whatever the hour.
 * @param afterMs null never raises the alarm
 */
export async function createSilence(
  afterMs: number | null,
  ports: {
    readonly ledger: Pick<Ledger, "fact" | "setFact">;
    readonly clock: Clock;
    readonly health: Health;
  },
): Promise<Silence> {
  const { ledger, clock, health } = ports;
  const startedAt = clock.now();
  const noted = Number((await ledger.fact(fact).catch(() => null)) ?? NaN);
  let lastAt = Number.isFinite(noted) ? noted : null;
  let notedAt = -Infinity;
  let isAlarmed = false;

  function raise(limitMs: number): void {
    isAlarmed = true;
    const since = lastAt === null ? "since the start" : `since ${new Date(lastAt).toISOString()}`;
    health.degrade(trouble, {
      detail: `360dialog has sent no notification ${since}, for more than ${limitMs / 3_600_000} hours (WA_SILENCE_HOURS)`,
      remedy:
        "write to the number yourself; if nothing comes, look at whatsapp-bot webhook show and the way from outside to WA_NOTIFICATIONS_PORT",
    });
  }

  return {
    broken(at) {
      lastAt = at;
      if (isAlarmed) health.recover(trouble);
      isAlarmed = false;
      if (at - notedAt < noteEveryMs) return;
      notedAt = at;
      // Where it cannot be written, the next one is noted.
      ledger.setFact(fact, String(at)).catch(() => (notedAt = -Infinity));
    },
    get lastAt() {
      return lastAt;
    },
    async run(signal) {
      if (afterMs === null) return;
      while (!signal.aborted) {
        const leftMs = (lastAt ?? startedAt) + afterMs - clock.now();
        if (leftMs <= 0) raise(afterMs);
        // Once it is raised only a notification ends it, and from that one it counts anew.
        await clock.sleep(Math.min(leftMs > 0 ? leftMs : afterMs, longestSleepMs), signal);
      }
    },
  };
}
