import { statSync } from "node:fs";
import { dirname } from "node:path";

import { createFileSystem } from "./file-system.ts";
import { findStore } from "./find-store.ts";
import { toSegmentNumbers, toSegmentPath } from "./store-path.ts";

/** A text that is another one once something was written to a store or its log: cheaper than reading them. */
export function readStoreMark(path: string): string {
  const store = findStore(path);
  if (store === null) return "";
  const numbers = toSegmentNumbers(store, createFileSystem().list(dirname(store)));
  const files = [store, ...numbers.map((number) => toSegmentPath(store, number))];
  const marks = files.map((file) => {
    const facts = statSync(file, { throwIfNoEntry: false, bigint: true });
    return facts ? `${facts.ino} ${facts.size} ${facts.mtimeNs}` : "";
  });
  return marks.join("\n");
}
