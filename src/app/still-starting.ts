import { OperatorError } from "../bridge/errors.ts";

/** What was asked for needs a `serve` that has started. @param tried such as `Ask the running serve` */
export function stillStarting(tried: string): OperatorError {
  return new OperatorError(`${tried}: it is still starting`, {
    code: "starting",
    exitCode: 1,
    hint: "try again in a moment",
  });
}
