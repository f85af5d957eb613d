/** Real milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until the answer is yes. @returns false if it was not within `limitMs` */
export async function within(
  limitMs: number,
  ask: () => boolean | Promise<boolean>,
  everyMs = 500,
): Promise<boolean> {
  const until = performance.now() + limitMs;
  for (;;) {
    if (await ask()) return true;
    if (performance.now() > until) return false;
    await sleep(everyMs);
  }
}
