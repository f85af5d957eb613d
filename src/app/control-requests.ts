import { OperatorError } from "../bridge/errors.ts";
import type { Operator, Verdicts } from "../bridge/operator.ts";
import type { Probe } from "../dialog360/probe.ts";
import type { ControlRequests } from "../ledger/control/control.ts";
import type { HealthBoard } from "../ops/health.ts";
import { checkWebhookUrl } from "../settings/address.ts";
import type { Reloaded } from "./config-reading.ts";
import type { ForgetReceipt } from "./forget.ts";
import { stillStarting } from "./still-starting.ts";

export interface Answering {
  /** Erases a person by one of their sessions. */
  readonly forget: (sessionId: number) => Promise<ForgetReceipt>;
  readonly health: HealthBoard;
  /** Null while starting. */
  readonly operator: () => Operator | null;
  /** Reads the JSON config again. @throws OperatorError where it is not valid; then the old one stays */
  readonly reload: () => Promise<Reloaded>;
  readonly probe: Pick<Probe, "run">;
}

/** What a running `serve` answers at its control socket, by the names that the commands ask for. */
export function createControlRequests({
  health,
  operator,
  reload,
  probe,
  forget,
}: Answering): ControlRequests {
  function requireOperator(): Operator {
    const ready = operator();
    if (ready) return ready;
    throw stillStarting("Ask the running serve");
  }
  const decide =
    (name: keyof Operator) =>
    (given: unknown): Promise<Verdicts> =>
      requireOperator()[name](toIds(given));
  return {
    health: () => {
      const reasons = health.reasons();
      return { ready: reasons.length === 0, reasons, degraded: health.degraded() };
    },
    reload,
    probe: (url) => probe.run(toWebhookUrl(url)),
    "deliveries.retry": decide("deliveries.retry"),
    "deliveries.drop": decide("deliveries.drop"),
    "notifications.replay": decide("notifications.replay"),
    "notifications.drop": decide("notifications.drop"),
    "sessions.forget": (given) => {
      requireOperator();
      return forget(toIds([given])[0] ?? 0);
    },
  };
}

/** The secret goes to it, so it has to be one that could be registered. */
function toWebhookUrl(given: unknown): string {
  if (typeof given === "string" && checkWebhookUrl(given) === null) return given;
  throw new OperatorError("Probe a public address: it is none that could be registered", {
    code: "usage",
    exitCode: 2,
  });
}

function toIds(given: unknown): number[] {
  const ids: unknown[] = Array.isArray(given) ? given : [];
  return ids.flatMap((id) => (typeof id === "number" && Number.isSafeInteger(id) ? id : []));
}
