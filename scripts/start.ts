// `npm start` is the demo: no process between it and the terminal's signals.
import process from "node:process";

process.argv.splice(2, 0, "demo");
await import("../src/main.ts");

// Whoever ends npm means the demo, but npm does not pass a SIGTERM on.
const npm = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === npm) return;
  clearInterval(watch);
  process.kill(process.pid, "SIGTERM");
}, 500).unref();
