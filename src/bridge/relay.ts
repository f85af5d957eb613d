import { Care } from "./care/care.ts";
import { ReadMarks } from "./care/read-marks.ts";
import { Retention } from "./care/retention.ts";
import { TemplateList } from "./care/template-list.ts";
import { deliver } from "./deliver/deliver.ts";
import { Lanes } from "./deliver/lanes.ts";
import { toWaited } from "./deliver/outcome.ts";
import type { Pace, PaceLimits } from "./deliver/pace.ts";
import { createPace } from "./deliver/pause.ts";
import type { DeliveryPorts } from "./deliver/ports.ts";
import { doubtMs } from "./deliver/retry.ts";
import { tellSettled } from "./deliver/tell-settled.ts";
import type { Lane, Outcome, Side } from "./delivery.ts";
import { LedgerWriteError } from "./errors.ts";
import { toFault } from "./log/fault.ts";
import { plain } from "./log/plain.ts";
import type { Parsers } from "./plan/plan.ts";
import { Planner } from "./plan/planner.ts";
import type { Health } from "./ports.ts";
import type { Forgotten } from "./privacy.ts";

/** How an attempt ends of which the file may still be needed soon. */
const isOpen: ReadonlySet<Outcome["kind"]> = new Set(["retry", "late"]);
const ledgerPauseMs = 1_000;

export interface RelayOptions {
  readonly ports: RelayPorts;
  readonly parsers: Parsers;
  readonly locale: string;
  readonly limits: Readonly<Record<Side, SideLimits>>;
}

export interface SideLimits extends PaceLimits {
  /** Attempts under way at once, all sessions together. */
  readonly attemptsAtOnce: number;
}

export type RelayPorts = Omit<
  DeliveryPorts,
  "onRecorded" | "begin" | "onAnswer" | "listTemplates"
> & {
  readonly health: Health;
  /** Since when notifications, and with them receipts, are taken in; null while they are not. */
  readonly readySince: () => number | null;
  /** How long what is settled or idle is kept; null for ever. */
  readonly retentionMs: number | null;
  /** The ledger did not take something: perhaps nothing can be recorded either. */
  readonly onUnwritable: () => void;
};

/** Steps three to five for both directions: plans what was recorded, delivers it, settles how that ended. */
export class Relay {
  readonly #ports: RelayPorts;
  readonly #pace: Readonly<Record<Side, Pace>>;
  readonly #lanes: Lanes;
  readonly #planner: Planner;
  readonly #readMarks: ReadMarks;
  readonly #care: Care;
  readonly #templates: TemplateList;
  readonly #stop = new AbortController();
  readonly #tasks: Promise<void>[] = [];
  /** Lanes to the team wait until the feed has its first cursor: no answer in a new chat may be missed. */
  #teamLanes: Lane[] | null = [];
  /** How many ledger calls wait for the disk. */
  #unstored = 0;

  constructor({ ports, parsers, locale, limits }: RelayOptions) {
    this.#ports = ports;
    this.#pace = {
      team: createPace("team", ports, this.#toPauses("team", limits)),
      customer: createPace("customer", ports, this.#toPauses("customer", limits)),
    };
    this.#readMarks = new ReadMarks(ports);
    this.#care = new Care({ ports, onNotices: (lanes) => this.wake(lanes) });
    this.#templates = new TemplateList({ ...ports, locale }, this.#stop.signal);
    this.#planner = new Planner({
      ...ports,
      parsers,
      locale,
      hasTemplates: () => this.#templates.isLoaded,
      onPlanned: (lanes) => this.wake(lanes),
      onReceived: () => this.#care.notify(),
      onSeen: () => this.#readMarks.notify(),
      onEnded: (deliveryIds) => this.release(deliveryIds),
    });
    const deliveryPorts: DeliveryPorts = {
      ...ports,
      begin: ({ delivery, session }) =>
        this.#pace[delivery.side].begin(session.id, this.#stop.signal),
      onAnswer: ({ delivery, session }, failure) =>
        this.#pace[delivery.side].learn(session.id, failure),
      listTemplates: () => this.#templates.toText(),
      onRecorded: () => this.notify(),
    };
    this.#lanes = new Lanes({
      ...ports,
      pace: this.#pace,
      attempt: (taken) => deliver(taken, deliveryPorts),
      wait: (taken, until) =>
        toWaited(taken, until, { now: ports.clock.now(), ...ports.profile() }),
      resendAt: (now) => (ports.readySince() ?? now) + doubtMs,
      onSettled: (outcome, parked, taken) => {
        tellSettled(outcome, taken, ports);
        if (!isOpen.has(outcome.kind)) this.release([outcome.deliveryId]);
        // The chat may have been made with it: until then nobody could be warned there.
        if (outcome.kind === "sent") this.#care.notify();
        if (parked) this.notify();
      },
      persist: (call) => this.#persist(call),
      onFault: (error) => ports.log.error("lane stopped by a fault", { error: toFault(error) }),
      limits: { team: limits.team.attemptsAtOnce, customer: limits.customer.attemptsAtOnce },
    });
  }

  /** Goes on with whatever an earlier run left. */
  async start(): Promise<void> {
    this.wake(await this.#ports.ledger.lanes());
    const { signal } = this.#stop;
    this.#tasks.push(
      this.#planner.run(signal),
      this.#readMarks.run(signal),
      this.#care.run(signal),
      this.#templates.run(),
      new Retention(this.#ports).run(signal),
    );
  }

  /** A notification was recorded. */
  notify(): void {
    this.#planner.notify();
  }

  /** The team's feed has a cursor: chats may be made. */
  openTeamLanes(): void {
    const waiting = this.#teamLanes ?? [];
    this.#teamLanes = null;
    this.#lanes.wake(waiting);
  }

  /** Lanes have something to do. */
  wake(lanes: readonly Lane[]): void {
    this.#lanes.wake(lanes.filter(({ side }) => side === "customer"));
    const toTeam = lanes.filter(({ side }) => side === "team");
    if (this.#teamLanes) this.#teamLanes.push(...toTeam);
    else this.#lanes.wake(toTeam);
  }

  /** Deliveries ended, whoever found out. */
  release(deliveryIds: readonly number[]): void {
    for (const id of deliveryIds) this.#ports.files.release(id);
  }

  /**
   * Forgets a person while nothing is planned: what comes in from then on begins anew. What is under way at this moment may
   * still arrive at the other side; here nothing is kept of it.
   * @returns null if there is no session of that id
   */
  async forget(sessionId: number): Promise<Forgotten | null> {
    const { ledger, clock } = this.#ports;
    const at = clock.now();
    const done = await this.#planner.exclusively(() => ledger.forget({ sessionId, at }));
    if (!done) return null;
    this.release(done.deliveryIds);
    // A file that is just being fetched would stay.
    void this.#lanes.ended(done.sessionIds).then(() => this.release(done.deliveryIds));
    return done;
  }

  /** Resolves when everything is planned and nothing is due; what waits for a later attempt is not waited for. */
  async drain(): Promise<void> {
    do {
      await this.#planner.idle();
      await this.#lanes.quiet();
    } while (this.#lanes.isBusy || !this.#planner.isIdle);
  }

  /** Ends the planner and settles the attempts under way; what is left stays in the ledger. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all([this.#lanes.stop(), ...this.#tasks]);
  }

  #toPauses(side: Side, limits: RelayOptions["limits"]): Parameters<typeof createPace>[2] {
    return {
      limits: limits[side],
      signal: this.#stop.signal,
      onResumed: () => this.#lanes.hurry(side),
    };
  }

  /** Repeats a ledger call until it is on disk: an outcome that happened must not be forgotten. */
  async #persist<T>(call: () => Promise<T>): Promise<T> {
    const { clock, health, onUnwritable } = this.#ports;
    let isWaiting = false;
    for (;;) {
      try {
        const result = await call();
        if (isWaiting && --this.#unstored === 0) health.recover("store");
        return result;
      } catch (error) {
        if (!(error instanceof LedgerWriteError) || this.#stop.signal.aborted) throw error;
        if (!isWaiting) this.#unstored += 1;
        isWaiting = true;
        health.degrade("store", {
          detail: plain`what became of a delivery cannot be stored`,
          remedy: plain`see that WA_DB_FILE can be written and its disk has room; it is tried every second`,
        });
        onUnwritable();
        await clock.sleep(ledgerPauseMs, this.#stop.signal);
      }
    }
  }
}
