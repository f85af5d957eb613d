import { Counter, Gauge, type Registry } from "@prometheus-io/client";

import type { Figures } from "../bridge/figures.ts";
import type { HealthBoard } from "./health.ts";
import { prefix } from "./meters.ts";

/** What the process uses. */
export interface Usage {
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly processorSeconds: number;
}

/** Which program this is. */
export interface Build {
  readonly version: string;
  readonly commit: string | null;
}

/** The store on disk, in bytes. */
export interface StoreSizes {
  readonly file: number;
  readonly log: number;
}

/** How things are at one moment; null where it cannot be told. */
export interface Readings {
  readonly now: number;
  readonly figures: Figures | null;
  readonly sizes: StoreSizes | null;
  readonly health: Pick<HealthBoard, "reasons" | "degraded">;
  readonly usage: Usage;
  /** When the team's feed last did. */
  readonly feedAnsweredAt: number | null;
  /** When 360dialog last sent a notification. */
  readonly notifiedAt: number | null;
  /** Whether messages can flow. */
  readonly isFlowing: boolean;
}

/** Adds what is read when somebody asks. @returns takes in the readings before they are printed */
export function createGauges(
  registry: Registry,
  facts: { readonly build: Build; readonly runtime: string; readonly startedAt: number },
): (readings: Readings) => void {
  const registers = [registry];
  function gauge<Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Gauge<Label> {
    return new Gauge<Label>({ name, help, labelNames: [...labelNames], registers });
  }
  const ready = gauge(
    `${prefix}ready`,
    "1 while notifications are taken, as /readyz says, 0 while they are answered 503",
  );
  const degraded = gauge(`${prefix}degraded`, "1 for each trouble that /readyz lists, by its id", [
    "id",
  ]);
  const flowing = gauge(
    `${prefix}flowing`,
    "1 while messages can flow in both directions, which is when WA_HEARTBEAT_URL is called",
  );
  const deliveries = gauge(`${prefix}deliveries`, "Deliveries by the state that they are in now", [
    "side",
    "kind",
    "state",
  ]);
  const entered = new Counter({
    name: `${prefix}deliveries_entered_total`,
    help: "Deliveries that came into a state, counted since the store was made; sending is an attempt",
    labelNames: ["side", "kind", "state"],
    registers,
  });
  const length = gauge(
    `${prefix}queue_length`,
    "What waits: notifications to be planned, deliveries to the team and to customers",
    ["queue"],
  );
  const oldest = gauge(
    `${prefix}queue_oldest_seconds`,
    "For how long the oldest of what waits has waited, 0 if nothing does",
    ["queue"],
  );
  const sessions = gauge(
    `${prefix}sessions`,
    "Sessions by their window: open, closing (open for 4 hours or less), closed",
    ["window"],
  );
  const fileBytes = gauge(`${prefix}ledger_file_bytes`, "Size of the session store's file");
  const logBytes = gauge(
    `${prefix}ledger_log_bytes`,
    "Size of the log beside it, which a checkpoint makes short again at 16 MB",
  );
  const feedLag = gauge(
    `${prefix}feed_lag_seconds`,
    "Time since the team's event feed last answered; it answers at least once a minute",
  );
  const notified = gauge(
    `${prefix}last_notification_timestamp_seconds`,
    "When the last webhook post was recorded, also before a restart",
  );
  const resident = gauge("process_resident_memory_bytes", "Resident memory size in bytes");
  const heap = gauge("process_heap_bytes", "JavaScript heap in use in bytes");
  const processor = new Counter({
    name: "process_cpu_seconds_total",
    help: "Total user and system CPU time spent in seconds",
    registers,
  });
  gauge("process_start_time_seconds", "Start time of the relay since 1970 in seconds").set(
    facts.startedAt / 1000,
  );
  const { version, commit } = facts.build;
  gauge(`${prefix}build_info`, "Always 1; which program this is", [
    "version",
    "commit",
    "runtime",
  ]).set({ version, commit: commit ?? "", runtime: facts.runtime }, 1);

  function takeFigures(figures: Figures, now: number): void {
    const waiting = { team: 0, customer: 0 };
    for (const { side, kind, state, entered: count, present } of figures.deliveries) {
      deliveries.set({ side, kind, state }, present);
      entered.inc({ side, kind, state }, count);
      if (isWaiting.has(state)) waiting[side] += present;
    }
    length.set({ queue: "plan" }, figures.unplanned);
    for (const side of ["team", "customer"] as const) length.set({ queue: side }, waiting[side]);
    for (const [name, since] of Object.entries(figures.waitingSince)) {
      const queue = name === "notifications" ? "plan" : name;
      oldest.set({ queue }, since === null ? 0 : toSeconds(now - since));
    }
    for (const [window, count] of Object.entries(figures.windows)) sessions.set({ window }, count);
  }

  return ({ now, figures, sizes, health, usage, feedAnsweredAt, notifiedAt, isFlowing }) => {
    // What cannot be told now must not be told as it was.
    for (const metric of [deliveries, entered, length, oldest, sessions, degraded, processor])
      metric.reset();
    ready.set(health.reasons().length === 0 ? 1 : 0);
    for (const { id } of health.degraded()) degraded.set({ id }, 1);
    flowing.set(isFlowing ? 1 : 0);
    if (figures) takeFigures(figures, now);
    put(fileBytes, sizes && sizes.file);
    put(logBytes, sizes && sizes.log);
    put(feedLag, feedAnsweredAt && toSeconds(now - feedAnsweredAt));
    put(notified, notifiedAt && notifiedAt / 1000);
    resident.set(usage.residentBytes);
    heap.set(usage.heapBytes);
    processor.inc(usage.processorSeconds);
  };
}

const isWaiting: ReadonlySet<string> = new Set(["pending", "sending", "uncertain"]);

/** What is not known is left out. */
function put(metric: Gauge, value: number | null): void {
  if (value === null) metric.remove();
  else metric.set(value);
}

function toSeconds(ms: number): number {
  return Math.max(0, ms) / 1000;
}
