// `npm start`: builds what is older than its sources, then runs the demo.
import { spawn } from "node:child_process";
import process from "node:process";

import { config } from "../build.config.ts";
import { buildIfNeeded } from "./freshness.ts";

/** One Ctrl+C may come from the terminal, from npm, and show in the end of npm's shell. */
const sameSignalMs = 1_000;
const isWindows = process.platform === "win32";

buildIfNeeded();
// A group of its own keeps the terminal's signals from the demo: it hears each from here, and once.
const demo = spawn(process.execPath, [config.bundle, "demo", ...process.argv.slice(2)], {
  stdio: "inherit",
  detached: !isWindows,
});
let signalledAt = Number.NEGATIVE_INFINITY;
process.on("SIGINT", () => pass("SIGINT"));
process.on("SIGTERM", () => pass("SIGTERM"));
process.on("SIGHUP", () => pass("SIGTERM"));

// A SIGTERM to npm ends npm and its shell, but is not told to us: the demo must not stay behind.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  pass("SIGTERM");
}, 200);

demo.on("exit", (code) => process.exit(code ?? 1));

function pass(signal: NodeJS.Signals): void {
  // On Windows the console has told the demo already.
  if (isWindows || performance.now() - signalledAt < sameSignalMs) return;
  signalledAt = performance.now();
  demo.kill(signal);
}
