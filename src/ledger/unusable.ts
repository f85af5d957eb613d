import { OperatorError } from "../bridge/errors.ts";
import { toFaultText } from "./file-system.ts";

const storeHint =
  "WA_DB_FILE needs a folder that exists, on a local disk, where this user may write";

const rightsHint = "run this as the user that serve runs as: only the owner may read the store";

/** A store or its copy cannot be had for a reason outside of it: rights, a full disk, a missing folder. */
export function toUnusable(what: string, cause: unknown, hint?: string): OperatorError {
  if (cause instanceof OperatorError) return cause;
  const fault = toFaultText(cause);
  if (fault === "EISDIR") {
    return new OperatorError(`${what}: it is a folder`, {
      code: "store_foreign",
      exitCode: 78,
      hint: "give the path of a file (WA_DB_FILE is that of the store)",
      cause,
    });
  }
  const usualHint = fault === "EACCES" ? rightsHint : storeHint;
  return new OperatorError(`${what}: ${fault}`, {
    code: "store_unusable",
    exitCode: 73,
    hint: hint ?? usualHint,
    cause,
  });
}

/** A store that cannot be read as it was written. @param place where it first shows; without an offset it is the whole file */
export function toDamaged(
  { path, offset }: { path: string; offset: number | null },
  what: string,
  cause?: unknown,
): OperatorError {
  const place = offset === null ? "" : ` at byte ${offset}`;
  return new OperatorError(`Read the session store: "${path}" is damaged${place} (${what})`, {
    code: "store_damaged",
    exitCode: 73,
    hint: "nothing was changed; keep a copy of the store and its .log files, then restore a backup",
    cause,
  });
}

/**
 * A page that is damaged shows only to the query that comes upon it, in whatever thread that runs.
 * @returns null where the error, with all that it is due to, is something else
 */
export function findDamage(error: unknown): OperatorError | null {
  if (!(error instanceof Error)) return null;
  if (!damageTexts.includes(error.message)) return findDamage(error.cause);
  return new OperatorError(`Read the session store: it is damaged (${error.message})`, {
    code: "store_damaged",
    exitCode: 73,
    hint: "keep a copy of what WA_DB_FILE names and of its .log files, then restore a backup",
    cause: error,
  });
}

// Of an error the engine tells no code but SQLite's words; these are those of SQLITE_CORRUPT and SQLITE_NOTADB.
const damageTexts: readonly string[] = [
  "database disk image is malformed",
  "file is not a database",
];
