import type { ExitCode } from "../bridge/errors.ts";
import { explainDenial } from "./denial.ts";
import type { Io } from "./io.ts";

/** What is told of a command that failed. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: ExitCode;
}

/** Tells of an error that nothing caught. @returns the exit code */
export function tellUncaught(error: unknown, io: Io): number {
  const failure = toUnforeseen(error);
  tell(failure, io);
  return failure.exitCode;
}

/** What no command expected: a permission that is missing, else a bug. */
export function toUnforeseen(error: unknown): Failure {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  const remedy = explainDenial(error);
  if (remedy) return { code: "permission_missing", message, hint: remedy, exitCode: 78 };
  return {
    code: "bug",
    message: `a bug in whatsapp-bot: ${stack}`,
    hint: "please report it with this text",
    exitCode: 70,
  };
}

/** On stderr, as JSON for who asked for JSON. */
export function tell({ code, message, hint }: Failure, io: Io): void {
  if (io.args.includes("--json")) {
    io.stderr.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
    return;
  }
  io.stderr.write(`error: ${message}\n${hint ? `hint: ${hint}\n` : ""}`);
}
