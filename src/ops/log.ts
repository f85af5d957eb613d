import { toWritten, type LogFields } from "../bridge/log/fields.ts";
import type { Log } from "../bridge/ports.ts";
import type { LogSettings } from "../settings/settings.ts";

/** Each with its number, and its colour on a terminal. */
const levels = {
  debug: { rank: 10, colour: 90 },
  info: { rank: 20, colour: 32 },
  warn: { rank: 30, colour: 33 },
  error: { rank: 40, colour: 31 },
} as const;

export type LogLevel = keyof typeof levels;

/** One line an entry. JSON has `time`, `level`, `message` and the fields; text is for people. */
export function createLog(options: {
  readonly level: LogSettings["level"];
  readonly format: "json" | "text";
  /** For text on a terminal. */
  readonly isColoured?: boolean;
  readonly now: () => number;
  /** Has to have written when it returns: a crash must not take the last lines with it. */
  readonly write: (line: string) => void;
}): Log {
  const { format, now, write, isColoured = false } = options;
  const least = levels[options.level].rank;
  const at =
    (level: LogLevel) =>
    (message: string, given: LogFields = {}) => {
      const { rank, colour } = levels[level];
      if (rank < least) return;
      const time = new Date(now()).toISOString();
      const fields = toWritten(given);
      if (format === "json")
        return write(`${JSON.stringify({ time, level, message, ...fields })}\n`);
      const word = isColoured ? `\x1b[${colour}m${level.padEnd(5)}\x1b[0m` : level.padEnd(5);
      write(`${time} ${word} ${message}${toText(fields)}\n`);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** What is only letters, digits and a few signs stands as it is, the way `grep` and people like it. */
function toText(fields: ReturnType<typeof toWritten>): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      const isBare = typeof value !== "string" || /^[\w+/.:=-]+$/.test(value);
      return ` ${name}=${isBare ? value : JSON.stringify(value)}`;
    })
    .join("");
}
