const everyMs = 100;

/** Watches how late the event loop gets to its timers, in real time, until `signal` aborts. */
export function watchLoopLag(tell: (ms: number) => void, signal: AbortSignal): void {
  let dueAt = performance.now() + everyMs;
  const timer = setInterval(() => {
    const now = performance.now();
    tell(now - dueAt);
    dueAt = now + everyMs;
  }, everyMs);
  // Watching is no reason to go on.
  timer.unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
