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
  /** Something else could not be written: finds out whether notifications can. */
  doubt(): void;
  /** Looks how much waits. */
  check(): Promise<void>;
}

const usualLimits: Limits = { notifications: 50_000, deliveries: 250_000 };
/** Taking in goes on when so much of the queue is done, so that it does not flutter. */
const relief = 0.8;
/** After so many more notifications, as a share of what may wait, it is looked again how much waits. */
const checkShare = 0.02;
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
    if (isTooHigh) void watch();
  }

  async function tryWriting(): Promise<void> {
    await ledger.setFact("written-at", String(clock.now()));
    noteWritten();
  }

  function noteWritten(): void {
    if (!isUnwritable) return;
    isUnwritable = false;
    health.unblock(unwritable);
  }

  function noteUnwritten(): void {
    isUnwritable = true;
    health.block(unwritable);
    void watch();
  }

  const isTrouble = (): boolean => isTooHigh || isUnwritable;

  async function watch(): Promise<void> {
    if (isWatching) return;
    isWatching = true;
    while (isTrouble() && !signal.aborted) {
      await clock.sleep(lookAgainMs, signal);
      try {
        if (isUnwritable && !signal.aborted) await tryWriting();
        if (isTooHigh && !signal.aborted) await check();
      } catch {
        // The reason stands; it is tried again.
      }
    }
    isWatching = false;
  }

  return {
    get isTooHigh() {
      return isTooHigh;
    },
    check,
    doubt() {
      if (!isUnwritable) void tryWriting().catch(noteUnwritten);
    },
    async record(notification) {
      try {
        await ledger.record(notification);
      } catch (error) {
        noteUnwritten();
        throw error;
      }
      noteWritten();
      sinceCheck += 1;
      // A failed look is no failed record.
      if (sinceCheck >= limits.notifications * checkShare) void check().catch(() => {});
    },
  };
}
