import { OperatorError, type ExitCode } from "../../bridge/errors.ts";
import type { Trouble } from "../envelope.ts";

const exitCodes: readonly ExitCode[] = [1, 2, 69, 70, 73, 77, 78];

/** An error as it goes to another process. */
export function toTrouble(error: unknown): Trouble {
  if (error instanceof OperatorError) {
    const { message, code, exitCode, hint } = error;
    return { message, code, exitCode, hint };
  }
  const message = error instanceof Error ? error.message : "it failed";
  return { message, code: "request_failed", exitCode: 1, hint: null };
}

/** What another process said of its error; it may be of another version. */
export function parseTrouble(value: unknown): Trouble {
  const given: { readonly [Name in keyof Trouble]?: unknown } =
    typeof value === "object" && value !== null ? value : {};
  const { message, code, exitCode, hint } = given;
  return {
    message: typeof message === "string" ? message : "it failed",
    code: typeof code === "string" ? code : "request_failed",
    exitCode: exitCodes.find((known) => known === exitCode) ?? 1,
    hint: typeof hint === "string" ? hint : null,
  };
}

/** The error of another process, to be thrown in this one. */
export function toOperatorError({ message, code, exitCode, hint }: Trouble): OperatorError {
  return new OperatorError(message, { code, exitCode, ...(hint !== null && { hint }) });
}
