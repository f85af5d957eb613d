import type { Io } from "./io.ts";
import { cut, plainRuler } from "./ruler.ts";

/** How far a long piece of work has come. */
export interface Progress {
  /** Bytes, rows or whatever is counted; a total of 0 is one that is not known. */
  readonly at: (done: number, total: number) => void;
  /** Leaves nothing of it on the terminal. To be called also where the work failed. */
  readonly end: () => void;
}

/** Often enough to be seen moving, and so that work that is over at once shows nothing. */
const redrawMs = 100;
const longestBar = 40;

/**
 * Shows on the terminal how far a piece of work has come, in one line; writes nothing where stderr is no terminal.
 * @param what is being done: "Backing up"
 * @param now milliseconds of a monotonic clock
 */
export function createProgress(
  { stderr, env }: Pick<Io, "stderr" | "env">,
  what: string,
  now: () => number = () => performance.now(),
): Progress {
  const isShown = stderr.isTerminal && env["TERM"] !== "dumb";
  let drawnAt = now();
  let hasDrawn = false;
  return {
    at(done, total) {
      if (!isShown || now() - drawnAt < redrawMs) return;
      drawnAt = now();
      hasDrawn = true;
      // One column stays free: a terminal that is filled to its last one may begin a new line.
      stderr.write(`\r${toLine(what, { done, total, width: stderr.columns - 1 })}\u001b[K`);
    },
    end() {
      if (hasDrawn) stderr.write("\r\u001b[K");
      hasDrawn = false;
    },
  };
}

/** Does a piece of work and shows how far it has come, as often as it tells. */
export async function withProgress<Result>(
  io: Pick<Io, "stderr" | "env">,
  what: string,
  work: (at: Progress["at"]) => Promise<Result>,
): Promise<Result> {
  const progress = createProgress(io, what);
  try {
    return await work(progress.at);
  } finally {
    progress.end();
  }
}

function toLine(
  what: string,
  { done, total, width }: { done: number; total: number; width: number },
): string {
  if (total <= 0) return cut(`${what}  ${done}`, { width, ruler: plainRuler });
  const share = Math.min(Math.max(done / total, 0), 1);
  const text = `${what}  ${String(Math.floor(share * 100)).padStart(3)}%`;
  const bar = Math.min(longestBar, width - text.length - 4);
  if (bar < 5) return cut(text, { width, ruler: plainRuler });
  const filled = Math.round(bar * share);
  return `${text}  [${"#".repeat(filled)}${"-".repeat(bar - filled)}]`;
}
