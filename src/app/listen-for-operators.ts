import { setTimeout as wait } from "node:timers/promises";

import { OperatorError } from "../bridge/errors.ts";
import type { Operator } from "../bridge/operator.ts";
import type { OverviewLedger } from "../bridge/overview.ts";
import type { Clock, Log } from "../bridge/ports.ts";
import { createConsole } from "../ops/console/console.ts";
import { loadConsole } from "../ops/console/files.ts";
import { createGuard } from "../ops/guard.ts";
import type { HealthBoard } from "../ops/health.ts";
import { createOps } from "../ops/http.ts";
import { addMetrics, type Metrics } from "../ops/metrics.ts";
import type { Settings } from "../settings/settings.ts";
import { listen, type Listener } from "./listen.ts";

export interface OperatorsView {
  readonly health: HealthBoard;
  readonly log: Log;
  readonly clock: Clock;
  readonly ledger: OverviewLedger;
  readonly metrics: Metrics;
  /** Null while starting. */
  readonly operator: () => Operator | null;
}

/** A default port that is taken is no reason not to relay: any free one does. */
export async function listenForOperators(
  { ops }: Settings,
  { health, log, clock, metrics, ...view }: OperatorsView,
): Promise<Listener | null> {
  if (!ops) return null;
  const files = await loadConsole();
  const now = (): number => clock.now();
  const loginPage = files["login.html"] ?? "";
  const guard = createGuard({ token: ops.token, loginPage, now });
  const pages = createConsole({
    ...view,
    health,
    files,
    now,
    pause: (ms, signal) => wait(Math.max(0, ms), undefined, { signal }).catch(() => {}),
    hasToken: ops.token !== null,
  });
  const app = createOps({ health, log, guard, guarded: [pages.routes] });
  addMetrics(app, metrics);
  const options = { fetch: app.fetch, host: ops.host, setting: "WA_OPS_PORT" };

  async function listenAt(port: number): Promise<Listener> {
    const listener = await listen({ ...options, port });
    return {
      port: listener.port,
      async close() {
        pages.close();
        await listener.close();
      },
    };
  }

  try {
    return await listenAt(ops.port);
  } catch (error) {
    if (ops.portIsSet || !(error instanceof OperatorError)) throw error;
    const listener = await listenAt(0);
    log.warn("the default port of the operators' listener is taken, using another", {
      port: listener.port,
    });
    return listener;
  }
}
