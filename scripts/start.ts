// `npm start`: builds what is older than its sources, then is the demo: no process between it and the terminal's signals.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import process from "node:process";

import { config } from "../build.config.ts";
import { buildIfNeeded } from "./freshness.ts";

buildIfNeeded();
process.argv.splice(2, 0, "demo");
createRequire(import.meta.url)(resolve(config.bundle));

// Whoever ends npm means the demo, but npm does not pass a SIGTERM on.
const npm = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === npm) return;
  clearInterval(watch);
  process.kill(process.pid, "SIGTERM");
}, 500).unref();
