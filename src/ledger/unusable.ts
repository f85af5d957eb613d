import { OperatorError } from "../bridge/errors.ts";
import { toFaultText } from "./file-system.ts";

const storeHint =
  "WA_DB_FILE needs a folder that exists, on a local disk, where this user may write";

/** A store or its copy cannot be had for a reason outside of it: rights, a full disk, a missing folder. */
export function toUnusable(what: string, cause: unknown, hint: string = storeHint): OperatorError {
  if (cause instanceof OperatorError) return cause;
  return new OperatorError(`${what}: ${toFaultText(cause)}`, {
    code: "store_unusable",
    exitCode: 73,
    hint,
    cause,
  });
}
