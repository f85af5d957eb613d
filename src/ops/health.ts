import type { Literal } from "../bridge/log/fields.ts";
import { isPlain, plainIf, type Plain } from "../bridge/log/plain.ts";
import type { Health, Log } from "../bridge/ports.ts";

/** One thing that keeps `serve` from being whole, as `/readyz` shows it. */
export interface Degraded {
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly since: string;
  readonly detail: string;
  readonly remedy: string;
}

/** What `/readyz` answers from: troubles, and the reasons for which no notification can be taken. */
export interface HealthBoard extends Health {
  /** Notifications cannot be taken for this reason: starting, draining, a ledger that cannot write. */
  block<const Reason extends string>(reason: Literal<Reason>): void;
  unblock<const Reason extends string>(reason: Literal<Reason>): void;
  degraded(): readonly Degraded[];
  reasons(): readonly string[];
  /** Since when there is no such reason; null while there is one. */
  readySince(): number | null;
}

/** Keeps the state of health; a trouble is logged once when it comes and once when it ends. */
export function createHealth({ now, log }: { now: () => number; log: Log }): HealthBoard {
  const troubles = new Map<string, Degraded>();
  const blocks = new Set<string>();
  let readySince = now();
  return {
    degrade(id, trouble) {
      const known = troubles.get(id);
      const [detail, remedy] = [String(trouble.detail), String(trouble.remedy)];
      if (known?.detail === detail) return;
      const since = known?.since ?? new Date(now()).toISOString();
      troubles.set(id, { id, since, detail, remedy });
      // What is new of it may not be logged, and the same line again would tell nothing.
      if (known && !isPlain(trouble.detail)) return;
      log.warn("degraded", {
        id: toLogged(id),
        ...(isPlain(trouble.detail) && { detail: trouble.detail }),
        ...(isPlain(trouble.remedy) && { remedy: trouble.remedy }),
      });
    },
    recover(id) {
      if (troubles.delete(id)) log.info("recovered", { id: toLogged(id) });
    },
    block(reason) {
      if (blocks.has(reason)) return;
      blocks.add(reason);
      log.info("not ready", { reason: toLogged(reason) });
    },
    unblock(reason) {
      if (!blocks.delete(reason)) return;
      readySince = now();
      log.info("ready again", { reason: toLogged(reason) });
    },
    degraded: () => [...troubles.values()],
    reasons: () => [...blocks],
    readySince: () => (blocks.size > 0 ? null : readySince),
  };
}

/** Ids and reasons stand in the source. */
function toLogged(words: string): Plain {
  return plainIf(words, /[a-z][a-z0-9 '-]{0,80}/);
}
