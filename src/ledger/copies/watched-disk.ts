import { statSync } from "node:fs";
import { dirname } from "node:path";

import type { FileSystem } from "../file-system.ts";
import { toSegmentNumbers, toSegmentPath } from "../store-path.ts";

/** Is told how many bytes of how many have been read or written. */
export type Watch = (done: number, total: number) => void;

/** A copy is read, written, and read again to be checked. */
const passes = 3;

/**
 * A disk that tells how far the copying of a store has come. A store that was written to meanwhile may be read anew: the
 * total is what is to be expected.
 */
export function watchDisk(disk: FileSystem, store: string | null, watch: Watch): FileSystem {
  const total = store === null ? 0 : toSize(disk, store) * passes;
  let done = 0;
  function add(bytes: number): void {
    done += bytes;
    watch(Math.min(done, total), total);
  }
  return {
    ...disk,
    read(path) {
      const content = disk.read(path);
      add(content?.length ?? 0);
      return content;
    },
    write(file, bytes, position) {
      const written = disk.write(file, bytes, position);
      add(written);
      return written;
    },
  };
}

/** The bytes of a store with its log. */
function toSize(disk: FileSystem, store: string): number {
  const numbers = toSegmentNumbers(store, disk.list(dirname(store)));
  const files = [store, ...numbers.map((number) => toSegmentPath(store, number))];
  return files.reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
