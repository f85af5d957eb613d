import { readlinkSync, realpathSync } from "node:fs";
import { resolve } from "node:path";

import { toFaultText } from "./file-system.ts";
import { toRealPath } from "./store-path.ts";
import { toUnusable } from "./unusable.ts";

/**
 * The real path of a store that is or will be there; null where not even its folder is.
 * @throws OperatorError 73 where that cannot be told
 */
export function findStore(path: string): string | null {
  try {
    return toRealPath(resolve(path), { realpath: realpathSync, readlink: readlinkSync });
  } catch (error) {
    if (toFaultText(error) === "ENOENT") return null;
    throw toUnusable(`Find the session store "${path}"`, error);
  }
}

/** The real path of a store. @throws OperatorError 73 without a folder for it */
export function requireStore(path: string): string {
  const store = findStore(path);
  if (store !== null) return store;
  throw toUnusable(`Open the session store "${path}"`, new Error("its folder is missing"));
}
