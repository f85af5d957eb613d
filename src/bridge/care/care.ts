import type { Lane } from "../delivery.ts";
import { toFault } from "../log/fault.ts";
import type { NeglectedPage } from "../planned.ts";
import type { Clock, Ledger, Log } from "../ports.ts";
import type { Profile } from "../profile.ts";
import { expire, keepMs, togetherMs } from "./expire.ts";
import { closingMs, warn } from "./warn.ts";

/** It looks no more often than this, however many customers write. */
const pauseMs = 60_000;
/** And at least so often: the wall clock may have been set meanwhile. */
const longestSleepMs = 10 * 60_000;

export interface CarePorts {
  readonly ledger: Pick<Ledger, "neglected" | "attend">;
  readonly clock: Clock;
  readonly log: Log;
  readonly profile: () => Profile;
}

export interface CareOptions {
  readonly ports: CarePorts;
  /** Lanes have something to do. */
  readonly onNotices: (lanes: readonly Lane[]) => void;
}

/** What time brings by itself: windows that are about to end without an answer, and what was kept for too long. */
export class Care {
  readonly #options: CareOptions;
  #nudge = new AbortController();

  constructor(options: CareOptions) {
    this.#options = options;
  }

  /** Customers have written, or what they wrote has arrived: something may be due earlier. */
  notify(): void {
    this.#nudge.abort();
  }

  /** Looks when something is due, until `signal` aborts. At first there may be answers of staff that are not planned yet. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#rest(pauseMs, signal);
    while (!signal.aborted) {
      this.#nudge = new AbortController();
      await this.#rest(await this.#look(), signal);
    }
  }

  /** Waits so long, or when nudged only until it may look again. */
  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.ports;
    const begun = clock.monotonic();
    await clock.sleep(ms, AbortSignal.any([signal, this.#nudge.signal]));
    await clock.sleep(Math.min(ms, pauseMs) - (clock.monotonic() - begun), signal);
  }

  /** @returns how long until the next look */
  async #look(): Promise<number> {
    const { clock, log } = this.#options.ports;
    const now = clock.now();
    try {
      let nextAt = now + longestSleepMs;
      let after: NeglectedPage | null = null;
      do {
        const page: Looked = await this.#lookAt(now, after);
        nextAt = Math.min(nextAt, page.nextAt);
        after = page.next;
      } while (after);
      return nextAt - clock.now();
    } catch (error) {
      log.warn("windows and kept messages not looked at", { error: toFault(error) });
      return pauseMs;
    }
  }

  /** One page of windows; the first also of what is kept. */
  async #lookAt(now: number, after: NeglectedPage | null): Promise<Looked> {
    const { ports, onNotices } = this.#options;
    const { config, hours, texts } = ports.profile();
    const context = { config, hours, texts, now };
    const { owed, kept, next } = await ports.ledger.neglected({
      now,
      endsBefore: toHorizon(context),
      keptSince: now - keepMs,
      togetherMs,
      after,
    });
    const warned = owed.map((session) => warn(session, context));
    const notices = warned.flatMap(({ notice }) => notice ?? []);
    const expired = expire(kept, context);
    if (notices.length + expired.length > 0) {
      onNotices(await ports.ledger.attend({ notices, expired, at: now }));
    }
    return { next, nextAt: Math.min(Infinity, ...warned.map((one) => one.nextAt)) };
  }
}

/** What came of a look at one page. */
interface Looked {
  readonly next: NeglectedPage | null;
  /** When something of it is due. */
  readonly nextAt: number;
}

/** The end of the last window of which there may be something to tell before the next look. */
function toHorizon({ config, hours, now }: Parameters<typeof warn>[1]): number {
  const longestMs = Math.max(0, ...config.windowWarningMinutes) * 60_000;
  const { isOpen, until: closesAt } = hours.periodAt(now);
  const soon = now + longestSleepMs;
  const isClosing = isOpen && closesAt - closingMs <= soon;
  return Math.max(soon + longestMs, isClosing ? hours.periodAt(closesAt).until : 0);
}
