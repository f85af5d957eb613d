import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";

import { toFault } from "../bridge/log/fault.ts";
import type { Log } from "../bridge/ports.ts";
import type { HealthBoard } from "./health.ts";

export interface OpsOptions {
  readonly health: HealthBoard;
  readonly log: Log;
  /** Decides who gets behind it. */
  readonly guard: Hono;
  /** What is behind it, each with paths of its own. */
  readonly guarded: readonly Hono[];
}

/**
 * The operators' listener. `/livez`: the process answers. `/readyz`: 503 only when notifications cannot be taken;
 * what else is wrong is listed as degraded. Both are open: health checks carry no token. All else is guarded.
 */
export function createOps({ health, log, guard, guarded }: OpsOptions): Hono {
  const ops = new Hono();
  // Hono itself would print the whole error beside the log, with words that may not stand there.
  ops.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error("operators' listener: a request could not be answered", { error: toFault(error) });
    return c.text("Internal server error\n", 500);
  });
  ops.get("/livez", (c) => c.text("ok\n"));
  ops.get("/readyz", (c) => {
    const reasons = health.reasons();
    c.header("Cache-Control", "no-store");
    return reasons.length > 0
      ? c.json({ ready: false, reasons }, 503)
      : c.json({ ready: true, degraded: health.degraded() });
  });
  for (const routes of [guard, ...guarded]) ops.route("/", routes);
  return ops;
}
