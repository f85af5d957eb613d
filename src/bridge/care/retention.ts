import { toFault } from "../log/fault.ts";
import type { Clock, Ledger, Log } from "../ports.ts";
import type { SweepPlace, Swept } from "../privacy.ts";

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** At first there is much else to do. */
const firstMs = 10 * 60_000;
/**
 * So many rows are looked at in one step. Measured with 100,000 sessions and 700,000 deliveries: the ledger's thread works for
 * 0.3 ms on it, for 1.4 ms where all of them go.
 */
const stepRows = 100;
/** Between two steps messages have their turn. */
const pauseMs = 20;

export interface RetentionPorts {
  readonly ledger: Pick<Ledger, "sweep" | "purge">;
  readonly clock: Clock;
  readonly log: Log;
  /** Null keeps everything. */
  readonly retentionMs: number | null;
}

/**
 * Once a day: deletes what is settled or idle for longer than it is to be kept, in small steps, and has the store's files
 * written anew, so that the texts that were erased since the day before are in no file any more.
 */
export class Retention {
  readonly #ports: RetentionPorts;

  constructor(ports: RetentionPorts) {
    this.#ports = ports;
  }

  /** Looks after it until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    await clock.sleep(firstMs, signal);
    // A start finds files that were written anew at the end before; what has come since then may wait for a day.
    let mayWait = true;
    while (!signal.aborted) {
      const isDone = await this.#sweepAll(signal, mayWait);
      mayWait = false;
      await clock.sleep(isDone ? dayMs : hourMs, signal);
    }
  }

  /** @returns false if it has to be tried again soon */
  async #sweepAll(signal: AbortSignal, mayWait: boolean): Promise<boolean> {
    const { ledger, clock, log, retentionMs } = this.#ports;
    const total = { deliveries: 0, texts: 0, notifications: 0, sessions: 0 };
    try {
      const forMs = retentionMs ?? Infinity;
      let place: SweepPlace | null =
        retentionMs === null ? null : { stage: "deliveries", after: 0 };
      while (place && !signal.aborted) {
        const step = { place, now: clock.now(), retentionMs: forMs, limit: stepRows };
        const swept: Swept = await ledger.sweep(step);
        add(total, swept);
        place = swept.next;
        if (place) await clock.sleep(pauseMs, signal);
      }
      if (signal.aborted) return true;
      if (hasAny(total) || !mayWait) await ledger.purge();
    } catch (error) {
      if (!signal.aborted) {
        log.warn("what is too old was not all deleted", { error: toFault(error) });
      }
      return false;
    }
    if (hasAny(total)) log.info("deleted what is older than WA_RETENTION_DAYS", total);
    return true;
  }
}

function hasAny(total: Readonly<Record<string, number>>): boolean {
  return Object.values(total).some((count) => count > 0);
}

function add(total: Record<keyof Omit<Swept, "next">, number>, swept: Swept): void {
  total.deliveries += swept.deliveries;
  total.texts += swept.texts;
  total.notifications += swept.notifications;
  total.sessions += swept.sessions;
}
