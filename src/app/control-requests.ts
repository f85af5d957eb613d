import type { Operator, Verdicts } from "../bridge/operator.ts";
import type { ControlRequests } from "../ledger/control/control.ts";
import type { HealthBoard } from "../ops/health.ts";
import type { Reloaded } from "./config-reading.ts";
import { stillStarting } from "./still-starting.ts";

export interface Answering {
  readonly health: HealthBoard;
  /** Null while starting. */
  readonly operator: () => Operator | null;
  /** Reads the JSON config again. @throws OperatorError where it is not valid; then the old one stays */
  readonly reload: () => Promise<Reloaded>;
}

/** What a running `serve` answers at its control socket, by the names that the commands ask for. */
export function createControlRequests({ health, operator, reload }: Answering): ControlRequests {
  const decide =
    (name: keyof Operator) =>
    (given: unknown): Promise<Verdicts> => {
      const ready = operator();
      if (!ready) throw stillStarting("Ask the running serve");
      return ready[name](toIds(given));
    };
  return {
    health: () => {
      const reasons = health.reasons();
      return { ready: reasons.length === 0, reasons, degraded: health.degraded() };
    },
    reload,
    "deliveries.retry": decide("deliveries.retry"),
    "deliveries.drop": decide("deliveries.drop"),
    "notifications.replay": decide("notifications.replay"),
    "notifications.drop": decide("notifications.drop"),
  };
}

function toIds(given: unknown): number[] {
  const ids: unknown[] = Array.isArray(given) ? given : [];
  return ids.flatMap((id) => (typeof id === "number" && Number.isSafeInteger(id) ? id : []));
}
