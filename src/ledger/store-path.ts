import { basename, dirname, join } from "node:path";

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

/** Where a store really is, links followed, so that every opener means the same file. */
export function toRealPath(store: string, realpath: (path: string) => string): string {
  try {
    return realpath(store);
  } catch {
    return join(realpath(dirname(store)), basename(store));
  }
}
