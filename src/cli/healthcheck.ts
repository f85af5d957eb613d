import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Degraded } from "../ops/health.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

/** What `serve` answers to the request `health`. */
interface HealthReport {
  /** Whether notifications can be taken. */
  readonly ready: boolean;
  /** Why not. */
  readonly reasons: readonly string[];
  /** What else is wrong. */
  readonly degraded: readonly Degraded[];
}

/** Shorter than what container engines allow a check. */
const timeoutMs = 3000;

/** `healthcheck`: whether the running `serve` is ready, as an exit code. */
export function defineHealthcheck(healthcheck: Command, io: Io): void {
  healthcheck
    .option("--strict", "fail also when something is degraded")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Asks the serve that holds the store, whatever its ports. Ends with 0 if it takes notifications, else with 1.

Example, in a Dockerfile:
  HEALTHCHECK CMD ["whatsapp-bot", "healthcheck"]`,
    );
  addSettingFlags(healthcheck, ["store"], ["WA_DB_FILE"]).action(
    async ({ strict, json }: { readonly strict?: boolean; readonly json?: boolean }) => {
      const { store } = requireSettings(healthcheck, ["store"], io);
      const report = await readHealth(store.file);
      if (json) io.stdout.write(`${JSON.stringify(report)}\n`);
      else if (report.ready) io.stdout.write(toText(report));
      if (!report.ready) throw toFailure(`serve is not ready: ${report.reasons.join("; ")}`);
      if (strict && report.degraded.length > 0) {
        throw toFailure(`serve is degraded: ${report.degraded.map(({ id }) => id).join(", ")}`);
      }
    },
  );
}

async function readHealth(file: string): Promise<HealthReport> {
  const { askOwner } = await import("../ledger/control/ask-owner.ts");
  try {
    const answer = await askOwner(file, { name: "health", timeoutMs });
    if (answer.kind === "absent") return toUnready(`no serve runs on the session store "${file}"`);
    const { result } = answer;
    return isReport(result) ? result : toUnready("it answers as another version would");
  } catch (error) {
    if (error instanceof OperatorError) return toUnready(error.message);
    throw error;
  }
}

function toUnready(reason: string): HealthReport {
  return { ready: false, reasons: [reason], degraded: [] };
}

function isReport(value: unknown): value is HealthReport {
  if (typeof value !== "object" || value === null) return false;
  const report: { [Name in keyof HealthReport]?: unknown } = value;
  return (
    typeof report.ready === "boolean" &&
    Array.isArray(report.reasons) &&
    Array.isArray(report.degraded)
  );
}

function toText({ degraded }: HealthReport): string {
  const lines = degraded.map(
    ({ id, since, detail, remedy }) => `degraded: ${id} since ${since}: ${detail} (${remedy})\n`,
  );
  return ["ready\n", ...lines].join("");
}

function toFailure(message: string): OperatorError {
  return new OperatorError(message, { code: "not_ready", exitCode: 1 });
}
