// `npm start`: builds what is older than its sources, then runs the demo.
import { spawn } from "node:child_process";
import process from "node:process";

import { config } from "../build.config.ts";
import { buildIfNeeded } from "./freshness.ts";

buildIfNeeded();
const demo = spawn(process.execPath, [config.bundle, "demo", ...process.argv.slice(2)], {
  stdio: "inherit",
});
// The terminal sends its signals to the demo as well: it ends itself, and this script after it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => demo.kill(signal));
demo.on("exit", (code) => process.exit(code ?? 1));
