import type { Hono } from "hono";

/** What `/metrics` answers. */
export interface Metrics {
  readonly contentType: string;
  /** All metrics as they are now, in Prometheus' text format. */
  scrape(): Promise<string>;
}

/** Adds `/metrics` to the operators' listener. */
export function addMetrics(ops: Hono, metrics: Metrics): void {
  ops.get("/metrics", async (c) => {
    c.header("Cache-Control", "no-store");
    c.header("Content-Type", metrics.contentType);
    return c.body(await metrics.scrape());
  });
}
