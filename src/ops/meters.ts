import { Counter, Histogram, Registry } from "@prometheus-io/client";

import type { Meter } from "../bridge/ports.ts";

/** What happens in the relay, counted and timed since the start. */
export interface Meters extends Meter {
  /** Where all of it is, for whoever adds to it or prints it. */
  readonly registry: Registry;
  /** The webhook listener answered a request with this HTTP status, so long after it had come. */
  answered(status: number, afterMs: number): void;
  /** An answer of the team's feed was recorded. */
  fed(): void;
  /** The ledger's log waited so long for the disk. */
  synced(ms: number): void;
  /** A timer fired so much too late. */
  lagged(ms: number): void;
}

export const prefix = "whatsapp_bot_";

/** What the webhook's answers mean; other answers were to no notification. */
const results: ReadonlyMap<number, string> = new Map([
  [200, "recorded"],
  [400, "broken"],
  [401, "unauthorized"],
  [413, "too_large"],
  [503, "unavailable"],
]);

const fast = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const slow = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400];

export function createMeters(): Meters {
  const registry = new Registry();
  const registers = [registry];
  const notifications = new Counter({
    name: `${prefix}notifications_total`,
    help: "Notifications that came in, by source (dialog360: webhook posts; teamwire: answers of the event feed) and what they were answered: recorded (200), unauthorized (401), unavailable (503), too_large (413), broken (400)",
    labelNames: ["source", "result"] as const,
    registers,
  });
  const planned = new Counter({
    name: `${prefix}notifications_planned_total`,
    help: "Recorded notifications that were turned into deliveries: planned, partly (something in it could not be understood: a dead letter), dead (no JSON)",
    labelNames: ["source", "result"] as const,
    registers,
  });
  const acknowledgement = new Histogram({
    name: `${prefix}acknowledgement_seconds`,
    help: "Time from the arrival of a webhook post to its answer 200; in between it was put on disk",
    buckets: fast,
    registers,
  });
  const relay = new Histogram({
    name: `${prefix}relay_seconds`,
    help: "Time from the recording of a notification (or the release of what was held or failed) until a side accepted what came of it",
    labelNames: ["side"] as const,
    buckets: slow,
    registers,
  });
  const retries = new Counter({
    name: `${prefix}delivery_retries_total`,
    help: "Attempts that came to nothing and are repeated, by reason: transient, throttled, pair (too many to one customer), account (refused as a whole), gone (the chat is no more), file (cannot be fetched yet)",
    labelNames: ["side", "reason"] as const,
    registers,
  });
  const sync = new Histogram({
    name: `${prefix}ledger_sync_seconds`,
    help: "Time for which the ledger's log waited for the disk (fsync), once for each group of changes",
    buckets: fast,
    registers,
  });
  const lag = new Histogram({
    name: `${prefix}event_loop_lag_seconds`,
    help: "How much too late a timer fired that is set ten times a second",
    buckets: fast,
    registers,
  });
  // So that a rate is known from the first one on.
  for (const result of results.values()) notifications.inc({ source: "dialog360", result }, 0);
  notifications.inc({ source: "teamwire", result: "recorded" }, 0);
  for (const side of ["team", "customer"] as const) relay.zero({ side });

  return {
    registry,
    answered(status, afterMs) {
      const result = results.get(status);
      if (result === undefined) return;
      notifications.inc({ source: "dialog360", result });
      if (status === 200) acknowledgement.observe(afterMs / 1000);
    },
    fed: () => notifications.inc({ source: "teamwire", result: "recorded" }),
    planned: (source, result) => planned.inc({ source, result }),
    // The wall clock may have been set back meanwhile.
    accepted: (side, afterMs) => relay.observe({ side }, Math.max(0, afterMs) / 1000),
    retried: (side, reason) => retries.inc({ side, reason }),
    synced: (ms) => sync.observe(ms / 1000),
    lagged: (ms) => lag.observe(Math.max(0, ms) / 1000),
  };
}
