import { Hono } from "hono";

import type { HealthBoard } from "./health.ts";

/**
 * The operators' listener. `/livez`: the process answers. `/readyz`: 503 only when notifications cannot be taken;
 * what else is wrong is listed as degraded. Both are open: health checks carry no token.
 */
export function createOps({ health }: { readonly health: HealthBoard }): Hono {
  const ops = new Hono();
  ops.get("/livez", (c) => c.text("ok\n"));
  ops.get("/readyz", (c) => {
    const reasons = health.reasons();
    c.header("Cache-Control", "no-store");
    return reasons.length > 0
      ? c.json({ ready: false, reasons }, 503)
      : c.json({ ready: true, degraded: health.degraded() });
  });
  return ops;
}
