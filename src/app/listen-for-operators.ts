import { OperatorError } from "../bridge/errors.ts";
import type { Log } from "../bridge/ports.ts";
import type { HealthBoard } from "../ops/health.ts";
import { createOps } from "../ops/http.ts";
import { addMetrics, type Metrics } from "../ops/metrics.ts";
import type { Settings } from "../settings/settings.ts";
import { listen, type Listener } from "./listen.ts";

/** A default port that is taken is no reason not to relay: any free one does. */
export async function listenForOperators(
  { ops }: Settings,
  { health, log, metrics }: { health: HealthBoard; log: Log; metrics: Metrics },
): Promise<Listener | null> {
  if (!ops) return null;
  const app = createOps({ health });
  addMetrics(app, metrics);
  const options = { fetch: app.fetch, host: ops.host, setting: "WA_OPS_PORT" };
  try {
    return await listen({ ...options, port: ops.port });
  } catch (error) {
    if (ops.portIsSet || !(error instanceof OperatorError)) throw error;
    const listener = await listen({ ...options, port: 0 });
    log.warn("the default port of the operators' listener is taken, using another", {
      port: listener.port,
    });
    return listener;
  }
}
