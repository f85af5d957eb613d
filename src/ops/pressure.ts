import type { Clock, Ledger } from "../bridge/ports.ts";
import type { HealthBoard } from "./health.ts";

/** So much may wait; the provider keeps and repeats what is refused beyond that. */
export interface Limits {
  readonly notifications: number;
  readonly deliveries: number;
}

export interface PressureOptions {
  readonly ledger: Pick<Ledger, "record" | "backlog" | "setFact">;
  readonly clock: Clock;
  readonly health: HealthBoard;
  readonly signal: AbortSignal;
  readonly limits?: Limits;
}

/** Step two for webhook posts, with the reasons for which none can be taken. */
export interface Pressure {
  /** True while too much waits. */
  readonly isTooHigh: boolean;
  /** Puts a notification on disk. @throws LedgerWriteError */
  record(notification: Parameters<Ledger["record"]>[0]): Promise<void>;
  /** Looks how much waits. */
  check(): Promise<void>;
}

const usualLimits: Limits = { notifications: 50_000, deliveries: 250_000 };
/** Taking in goes on when so much of the queue is done, so that it does not flutter. */
const relief = 0.8;
const checkEvery = 1_000;
const lookAgainMs = 1_000;
const unwritable = "the session store cannot be written";
const full = "too much waits to be delivered";

/** Readiness follows the store: both reasons end by themselves, found out every second while they last. */
export function createPressure(options: PressureOptions): Pressure {
  const { ledger, clock, health, signal, limits = usualLimits } = options;
  let isTooHigh = false;
  let isUnwritable = false;
  let isWatching = false;
  let sinceCheck = 0;

  async function check(): Promise<void> {
    sinceCheck = 0;
    const { notifications, toTeam, toCustomer } = await ledger.backlog();
    const share = Math.max(
      notifications / limits.notifications,
      (toTeam + toCustomer) / limits.deliveries,
    );
    isTooHigh = share > (isTooHigh ? relief : 1);
    if (isTooHigh) health.block(full);
    else health.unblock(full);
    if (isTooHigh) watch();
  }

  async function tryWriting(): Promise<void> {
    await ledger.setFact("written-at", String(clock.now()));
    isUnwritable = false;
    health.unblock(unwritable);
  }

  function watch(): void {
    if (isWatching) return;
    isWatching = true;
    void lookAgain().finally(() => (isWatching = false));
  }

  async function lookAgain(): Promise<void> {
    while ((isTooHigh || isUnwritable) && !signal.aborted) {
      await clock.sleep(lookAgainMs, signal);
      if (signal.aborted) return;
      try {
        if (isUnwritable) await tryWriting();
        if (isTooHigh) await check();
      } catch {
        // The reason stands; it is tried again.
      }
    }
  }

  return {
    get isTooHigh() {
      return isTooHigh;
    },
    check,
    async record(notification) {
      try {
        await ledger.record(notification);
      } catch (error) {
        isUnwritable = true;
        health.block(unwritable);
        watch();
        throw error;
      }
      if (isUnwritable) {
        isUnwritable = false;
        health.unblock(unwritable);
      }
      sinceCheck += 1;
      // A failed look is no failed record.
      if (sinceCheck >= checkEvery) void check().catch(() => {});
    },
  };
}
