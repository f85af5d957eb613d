import { Hono } from "hono";

import type { HealthBoard } from "./health.ts";

export interface OpsOptions {
  readonly health: HealthBoard;
  /** Decides who gets behind it. */
  readonly guard: Hono;
  /** What is behind it, each with paths of its own. */
  readonly guarded: readonly Hono[];
}

/**
 * The operators' listener. `/livez`: the process answers. `/readyz`: 503 only when notifications cannot be taken;
 * what else is wrong is listed as degraded. Both are open: health checks carry no token. All else is guarded.
 */
export function createOps({ health, guard, guarded }: OpsOptions): Hono {
  const ops = new Hono();
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
