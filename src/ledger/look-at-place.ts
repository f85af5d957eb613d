import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { platform } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

import { toFaultText } from "./file-system.ts";
import { findStore } from "./find-store.ts";
import { toSegmentNumbers, toSegmentPath, toShellWord } from "./store-path.ts";

/** What the disk tells of a store's place, without anything being written. */
export interface PlaceFacts {
  readonly folder: string;
  /** The system's word for why the store cannot be written there, such as `EACCES`; null where it can. */
  readonly refusal: string | null;
  /** Null where the system does not tell. */
  readonly freeBytes: number | null;
  /** Of the store's file; 0 while there is none. */
  readonly storeBytes: number;
  /** Those of the store's files that others than their owner may read, each as a word of a shell. */
  readonly readableByOthers: readonly string[];
}

/** Looks where a store is or will be. @throws OperatorError 73 where its path cannot be followed */
export function lookAtPlace(path: string): PlaceFacts {
  const store = findStore(path);
  const folder = dirname(store ?? resolve(path));
  if (store === null) return { ...nothing, folder, refusal: "ENOENT" };
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const files = listFiles(store);
    for (const file of files) accessSync(file, constants.R_OK | constants.W_OK);
    return {
      folder,
      refusal: null,
      freeBytes: readFreeBytes(folder),
      storeBytes: existsSync(store) ? statSync(store).size : 0,
      readableByOthers: files.filter(isReadableByOthers).map(toShellWord),
    };
  } catch (error) {
    return { ...nothing, folder, refusal: toFaultText(error) };
  }
}

const nothing = { freeBytes: null, storeBytes: 0, readableByOthers: [] };

/** The store's file and its segments, as far as they are there. */
function listFiles(store: string): string[] {
  const names = readdirSync(dirname(store));
  const segments = toSegmentNumbers(store, names).map((number) => toSegmentPath(store, number));
  const own = names.includes(basename(store)) ? [join(dirname(store), basename(store))] : [];
  return [...own, ...segments];
}

function readFreeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Windows has rights of another kind. */
function isReadableByOthers(file: string): boolean {
  return platform() !== "win32" && (statSync(file).mode & 0o077) !== 0;
}
