import { readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { requireStore } from "./find-store.ts";
import { toSegmentNumbers, toSegmentPath } from "./store-path.ts";

/** How large the store's file and the log beside it are, in bytes. A segment that goes meanwhile counts nothing. */
export async function readSizes(path: string): Promise<{ file: number; log: number }> {
  const store = requireStore(path);
  const numbers = toSegmentNumbers(store, await readdir(dirname(store)));
  const segments = await Promise.all(
    numbers.map((number) => readSize(toSegmentPath(store, number))),
  );
  return { file: await readSize(store), log: segments.reduce((sum, bytes) => sum + bytes, 0) };
}

function readSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
