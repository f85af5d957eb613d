// Goes before the program in its process (`--import`): tells the parent how long the event loop of its first thread stood
// still, and how much memory the process has. Without types that stay: the program is measured without a compiler beside it.
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

/** What was seen from `since` to `at`: milliseconds since 1970, as finely as the clock gives them. */
export interface Moment {
  readonly since: number;
  readonly at: number;
  /** The longest time in which no timer of 1 ms could fire. */
  readonly stallMs: number;
  /** How much of that whole time the thread wanted to run and got no processor; 0 where the system does not tell. */
  readonly starvedMs: number;
  readonly rss: number;
  /** Processor time of the whole process since it began. */
  readonly processorMs: number;
}

const everyMs = 20;

function watch(): void {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let last = performance.now();
  let stallMs = 0;
  let toldAt = last;
  let starvedMs = readStarvedMs();
  const tick = setInterval(() => {
    const now = performance.now();
    stallMs = Math.max(stallMs, now - last);
    last = now;
    if (now - toldAt < everyMs) return;
    const starvedByNow = readStarvedMs();
    const { user, system } = process.cpuUsage();
    const moment: Moment = {
      since: performance.timeOrigin + toldAt,
      at: performance.timeOrigin + now,
      stallMs: Math.max(stallMs, delay.max / 1e6),
      starvedMs: starvedByNow - starvedMs,
      rss: process.memoryUsage.rss(),
      processorMs: (user + system) / 1000,
    };
    delay.reset();
    stallMs = 0;
    toldAt = now;
    starvedMs = starvedByNow;
    process.send?.(moment);
  }, 1);
  tick.unref();
}

/** Linux counts for the first thread: nanoseconds run, nanoseconds ready but waiting, turns. */
function readStarvedMs(): number {
  if (process.platform !== "linux") return 0;
  return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e6;
}

if (isMainThread) watch();
