import { deliver, type DeliveryPorts } from "./deliver.ts";
import type { Lane } from "./delivery.ts";
import { LedgerWriteError } from "./errors.ts";
import { Lanes } from "./lanes.ts";
import type { PlanContext } from "./plan-context.ts";
import { parseRecorded, plan, toReferences, type Parsers } from "./plan.ts";

const batchSize = 64;
const attemptsAtOnce = 32;
/** Under a flood of notifications planning takes one part in so many plus one of the time. */
const givingWay = 9;
const ledgerPauseMs = 1_000;
const templateRefreshMs = 15 * 60_000;
const templateRetryMs = 30_000;

export interface RelayOptions {
  readonly ports: Omit<DeliveryPorts, "onRecorded">;
  readonly parsers: Parsers;
  readonly config: PlanContext["config"];
  readonly locale: string;
}

/** Steps three to five for both directions: plans what was recorded, delivers it, settles how that ended. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #lanes: Lanes;
  readonly #stop = new AbortController();
  readonly #tasks: Promise<void>[] = [];
  /** Lanes to the team wait until the feed has its first cursor: no answer in a new chat may be missed. */
  #teamLanes: Lane[] | null = [];
  #wakePlanner: () => void = () => {};
  /** How many notifications were recorded since the last batch was begun. */
  #news = 0;
  #hasTemplates = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    const { ports } = options;
    this.#lanes = new Lanes({
      ledger: ports.ledger,
      clock: ports.clock,
      attempt: (taken) => deliver(taken, { ...ports, onRecorded: () => this.notify() }),
      onSettled: (parked) => parked && this.notify(),
      persist: (call) => this.#persist(call),
      onFault: (error) => ports.log.error("lane stopped by a fault", toFields(error)),
      limit: attemptsAtOnce,
    });
  }

  /** Goes on with whatever an earlier run left. */
  async start(): Promise<void> {
    const { ledger } = this.#options.ports;
    this.#wake(await ledger.lanes());
    this.#tasks.push(this.#runPlanner(), this.#refreshTemplates());
  }

  /** A notification was recorded. */
  notify(): void {
    this.#news += 1;
    this.#wakePlanner();
  }

  /** The team's feed has a cursor: chats may be made. */
  openTeamLanes(): void {
    const waiting = this.#teamLanes ?? [];
    this.#teamLanes = null;
    this.#lanes.wake(waiting);
  }

  /** Ends the planner and settles the attempts under way; what is left stays in the ledger. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wakePlanner();
    await Promise.all([this.#lanes.stop(), ...this.#tasks]);
  }

  async #runPlanner(): Promise<void> {
    const { clock, log } = this.#options.ports;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#news = 0;
      const begun = clock.monotonic();
      const planned = await this.#planBatch().catch((error: unknown) => {
        log.error("planning failed, tried again", toFields(error));
        return null;
      });
      if (planned === null) await clock.sleep(ledgerPauseMs, signal);
      else if (planned === batchSize && this.#news > planned) {
        // They come faster than they are planned: acknowledging them comes first.
        await clock.sleep((clock.monotonic() - begun) * givingWay, signal);
      } else if (planned === 0 && this.#news === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => (this.#wakePlanner = resolve));
      }
    }
  }

  /** @returns how many notifications were planned */
  async #planBatch(): Promise<number> {
    const { ports, parsers, config, locale } = this.#options;
    const { ledger, texts, clock, log } = ports;
    const { notifications, receipts } = await ledger.recorded(batchSize);
    if (notifications.length === 0 && receipts.length === 0) return 0;
    const batch = notifications.map((notification) => parseRecorded(notification, parsers));
    const { storeId } = ledger;
    const known = await ledger.known(toReferences(batch, receipts, storeId));
    const hasTemplates = this.#hasTemplates;
    const context = { storeId, config, texts, locale, hasTemplates, now: clock.now() };
    const planned = plan(batch, receipts, { known, context });
    this.#wake(await ledger.plan(planned));
    for (const { id, state, reason } of planned.notifications) {
      if (state === "dead")
        log.warn("notification cannot be planned", { notification: id, reason });
    }
    for (const { reason } of planned.deliveries.filter(({ kind }) => kind === "unreadable")) {
      log.warn("element cannot be understood", { reason });
    }
    for (const [index, { events }] of batch.entries()) {
      // The team's feed is full of them (who has read what); of 360dialog's each may be one that somebody misses.
      const level = notifications[index]?.source === "dialog360" ? "info" : "debug";
      for (const event of events ?? []) {
        if (event.kind === "aside") log[level]("element set aside", { reason: event.reason });
      }
    }
    return Math.max(1, notifications.length);
  }

  #wake(lanes: readonly Lane[]): void {
    this.#lanes.wake(lanes.filter(({ side }) => side === "customer"));
    const toTeam = lanes.filter(({ side }) => side === "team");
    if (this.#teamLanes) this.#teamLanes.push(...toTeam);
    else this.#lanes.wake(toTeam);
  }

  /** Repeats a ledger call until it is on disk: an outcome that happened must not be forgotten. */
  async #persist<T>(call: () => Promise<T>): Promise<T> {
    const { clock, health } = this.#options.ports;
    for (;;) {
      try {
        const result = await call();
        health.recover("store");
        return result;
      } catch (error) {
        if (!(error instanceof LedgerWriteError) || this.#stop.signal.aborted) throw error;
        health.degrade("store", {
          detail: "what became of a delivery cannot be stored",
          remedy:
            "see that WA_DB_FILE can be written and its disk has room; it is tried every second",
        });
        await clock.sleep(ledgerPauseMs, this.#stop.signal);
      }
    }
  }

  async #refreshTemplates(): Promise<void> {
    const { ledger, whatsApp, clock, health, log } = this.#options.ports;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let waitMs = templateRefreshMs;
      try {
        await ledger.storeTemplates(await whatsApp.templates());
        this.#hasTemplates = true;
        health.recover("templates");
      } catch (error) {
        waitMs = templateRetryMs;
        log.debug("templates not loaded", { error: error instanceof Error ? error.message : null });
        health.degrade("templates", {
          detail: "the list of templates could not be loaded from 360dialog",
          remedy:
            "check WA_API_KEY and that 360dialog can be reached; it is tried again every 30 s",
        });
      }
      await clock.sleep(waitMs, signal);
    }
  }
}

/** A fault without its message, which could hold content. */
function toFields(error: unknown): { error: string } {
  return { error: error instanceof Error ? error.name : typeof error };
}
