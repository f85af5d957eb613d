import type { Lane } from "../delivery.ts";
import { toFault } from "../log/fault.ts";
import { plain } from "../log/plain.ts";
import type { Plan } from "../planned.ts";
import type { Clock, Health, Ledger, Log, Meter, RecordedNotification } from "../ports.ts";
import type { Profile } from "../profile.ts";
import { parseRecorded, plan, toReferences, type Parsers } from "./plan.ts";
import { tellPlanned } from "./tell-planned.ts";

const batchSize = 64;
/** Under a flood of notifications planning takes one part in so many plus one of the time. */
const givingWay = 9;
const faultPauseMs = 1_000;

export interface PlannerOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  readonly meter: Meter;
  readonly profile: () => Profile;
  readonly parsers: Parsers;
  readonly locale: string;
  /** Whether the list of templates has been loaded since the start. */
  readonly hasTemplates: () => boolean;
  /** Lanes have something to do. */
  readonly onPlanned: (lanes: readonly Lane[]) => void;
  /** Customers have written. */
  readonly onReceived: () => void;
  /** Staff have read something. */
  readonly onSeen: () => void;
  /** WhatsApp has told of deliveries, or staff took them back. */
  readonly onEnded: (deliveryIds: readonly number[]) => void;
}

/** Step three: turns what was recorded into deliveries, batch by batch. */
export class Planner {
  readonly #options: PlannerOptions;
  #wake: () => void = () => {};
  /** How many notifications were recorded since the last batch was begun. */
  #news = 0;
  #isIdle = false;
  #onIdle: (() => void)[] = [];
  /** Ends with what plans, or must not be planned beside, now. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** Something waits to be planned. */
  notify(): void {
    this.#news += 1;
    this.#isIdle = false;
    this.#wake();
  }

  /** Whether nothing waits. */
  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    if (!this.#isIdle) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** Does something while nothing is planned: what a batch knows must not change under it. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Plans until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    while (!signal.aborted) {
      this.#news = 0;
      const begun = clock.monotonic();
      const planned = await this.exclusively(() => this.#tryBatch());
      if (planned === null) await clock.sleep(faultPauseMs, signal);
      else if (planned === batchSize && this.#news > planned) {
        // They come faster than they are planned: acknowledging them comes first.
        await clock.sleep((clock.monotonic() - begun) * givingWay, signal);
      } else if (planned === 0 && this.#news === 0 && !signal.aborted) {
        await this.#sleep();
      }
    }
  }

  async #sleep(): Promise<void> {
    this.#isIdle = true;
    for (const resolve of this.#onIdle.splice(0)) resolve();
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** @returns how many notifications were planned; null if they could not be */
  async #tryBatch(): Promise<number | null> {
    const { health } = this.#options;
    try {
      const planned = await this.#planBatch();
      health.recover("planning");
      return planned;
    } catch (error) {
      health.degrade("planning", {
        detail: plain`what came in cannot be planned (${toFault(error)})`,
        remedy: plain`see that WA_DB_FILE can be written; nothing is lost, it is tried every second`,
      });
      return null;
    }
  }

  /** @returns how many notifications were planned */
  async #planBatch(): Promise<number> {
    const { ledger, clock, profile, parsers, locale, hasTemplates } = this.#options;
    const { onPlanned, onReceived, onSeen, onEnded } = this.#options;
    const { notifications, receipts } = await ledger.recorded(batchSize);
    if (notifications.length === 0 && receipts.length === 0) return 0;
    const batch = notifications.map((notification) => parseRecorded(notification, parsers));
    const { storeId } = ledger;
    const known = await ledger.known(toReferences(batch, receipts, storeId));
    const now = clock.now();
    const context = { storeId, ...profile(), locale, hasTemplates: hasTemplates(), now };
    const planned = plan(batch, receipts, { known, context });
    const { lanes, dropped } = await ledger.plan(planned);
    onPlanned(lanes);
    if (planned.released.length > 0) onReceived();
    if (planned.seen.length > 0) onSeen();
    onEnded([...dropped, ...planned.receipts.map(({ deliveryId }) => deliveryId)]);
    this.#count(planned, notifications);
    tellPlanned(planned, { batch, notifications, known }, this.#options);
    return Math.max(1, notifications.length);
  }

  #count({ notifications }: Plan, recorded: readonly RecordedNotification[]): void {
    for (const [index, { state, reason }] of notifications.entries()) {
      const source = recorded[index]?.source;
      const result = state === "planned" && reason !== null ? "partly" : state;
      if (source) this.#options.meter.planned(source, result);
    }
  }
}
