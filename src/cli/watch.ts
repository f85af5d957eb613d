import { setTimeout as pause } from "node:timers/promises";

import type { Io } from "./io.ts";

/** What is shown again whenever it has changed. */
export interface Watched {
  /** Another text once what is shown may be another. */
  readonly mark: () => string;
  /** What to show, in lines. */
  readonly render: () => Promise<string>;
}

const lookMs = 1000;
/** Windows close by time alone, without anything being written. */
const stalestMs = 30_000;
/** A large store takes long to read: so many times as long is nothing read. */
const restFactor = 5;

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const clearScreen = "\u001b[2J";
const toHome = "\u001b[H";
const clearLine = "\u001b[K";
const clearBelow = "\u001b[J";

/**
 * Shows something on the terminal until a signal comes, drawn over itself in one piece, so that nothing flickers, and only
 * when it has changed.
 */
export async function watch(
  { mark, render }: Watched,
  io: Pick<Io, "stdout" | "onSignal">,
): Promise<void> {
  const ended = new AbortController();
  const signals = io.onSignal(() => ended.abort());
  let shown: string | null = null;
  let seen: string | null = null;
  let readAt = 0;
  let readMs = 0;
  try {
    while (!ended.signal.aborted) {
      const now = performance.now();
      const found = mark();
      const isDue = seen === null || (found !== seen && now - readAt > restFactor * readMs);
      if (isDue || now - readAt > stalestMs) {
        seen = found;
        const frame = toFrame(await render(), io.stdout);
        readAt = performance.now();
        readMs = readAt - now;
        // Where there is nothing to show but an error, the screen stays as it is.
        if (shown === null) io.stdout.write(hideCursor + clearScreen + frame);
        else if (frame !== shown) io.stdout.write(frame);
        shown = frame;
      }
      await pause(lookMs, null, { signal: ended.signal }).catch(() => {});
    }
  } finally {
    signals.off();
    if (shown !== null) io.stdout.write(showCursor);
  }
}

/** Each line ends what was longer before; what does not fit below is left out, since the screen would move. */
function toFrame(text: string, { rows = 24 }: Io["stdout"]): string {
  const lines = text
    .trimEnd()
    .split("\n")
    .slice(0, rows - 1);
  return `${toHome}${lines.map((line) => `${line}${clearLine}\n`).join("")}${clearBelow}`;
}
