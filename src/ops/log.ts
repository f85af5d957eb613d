import type { Log, LogFields } from "../bridge/ports.ts";
import type { LogSettings } from "../settings/settings.ts";

const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;

export type LogLevel = keyof typeof levels;

/** One line an entry. JSON has `time`, `level`, `message` and the fields; text is for people. */
export function createLog(options: {
  readonly level: LogSettings["level"];
  readonly format: "json" | "text";
  readonly now: () => number;
  readonly write: (line: string) => void;
}): Log {
  const { format, now, write } = options;
  const least = levels[options.level];
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (levels[level] < least) return;
      const time = new Date(now()).toISOString();
      write(
        format === "json"
          ? `${JSON.stringify({ time, level, message, ...fields })}\n`
          : `${time} ${level.padEnd(5)} ${message}${toText(fields)}\n`,
      );
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function toText(fields: LogFields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === "string" ? JSON.stringify(value) : value}`)
    .join("");
}
