// A child of the benchmark: the least that a Hono server can do with a notification, give it back.
import process from "node:process";

import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono();
app.post("*", async (c) => c.body(await c.req.text()));
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
  process.stdout.write(JSON.stringify({ port }));
});
