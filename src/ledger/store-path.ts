import { basename, dirname, join, resolve } from "node:path";

import { draftSuffix, toFaultText } from "./file-system.ts";

/** The path of a segment: `<store>.log.<n>`. */
export function toSegmentPath(store: string, number: number): string {
  return `${store}.log.${number}`;
}

/** The numbers of a store's segments among the names in its folder, in their order. */
export function toSegmentNumbers(store: string, names: readonly string[]): number[] {
  const prefix = `${basename(store)}.log.`;
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((rest) => /^[1-9]\d{0,8}$/.test(rest))
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** The drafts among the names in a store's folder: of its file and of its segments. */
export function toDraftPaths(store: string, names: readonly string[]): string[] {
  const prefix = basename(store);
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith(draftSuffix))
    .filter((name) => /^(\.log\.\d+)?$/.test(name.slice(prefix.length, -draftSuffix.length)))
    .map((name) => join(dirname(store), name));
}

/** How links are looked at; both throw as `node:fs` does. */
export interface Links {
  readonly realpath: (path: string) => string;
  readonly readlink: (path: string) => string;
}

/**
 * Where a store really is or will be, links followed, so that every opener means the same file. A link to a file that is
 * not there yet counts too: else the new file would take the link's place.
 */
export function toRealPath(store: string, links: Links): string {
  try {
    return links.realpath(store);
  } catch (error) {
    if (toFaultText(error) !== "ENOENT") throw error;
  }
  const place = join(links.realpath(dirname(store)), basename(store));
  const target = readTarget(place, links);
  return target === null ? place : toRealPath(resolve(dirname(place), target), links);
}

/** Whether a path is the store's file or one that is, or may come to be, beside it as a part of it. */
export function isOfStore(store: string, path: string): boolean {
  if (!path.startsWith(store)) return false;
  return /^$|^\.(log\.|sock|files|new$|restoring|v\d+$)/.test(path.slice(store.length));
}

/** A path as it is typed in a shell. */
export function toShellWord(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function readTarget(path: string, { readlink }: Links): string | null {
  try {
    return readlink(path);
  } catch (error) {
    if (["ENOENT", "EINVAL"].includes(toFaultText(error))) return null;
    throw error;
  }
}
