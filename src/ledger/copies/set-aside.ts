import { basename, dirname } from "node:path";

import { OperatorError } from "../../bridge/errors.ts";
import { writeAtomically } from "../file-system.ts";
import { removeSegments } from "../log/checkpoint.ts";
import { loadStore, type LoadedStore, type StorePlace } from "../log/load.ts";
import { toWholeFile } from "../log/whole-file.ts";
import { toSegmentNumbers, toSegmentPath } from "../store-path.ts";

/** A store that gives way to another. */
export interface SetAside {
  /** Where it is kept. */
  readonly path: string;
  /** False for one that could not be read: its files are kept as they are. */
  readonly isWhole: boolean;
}

/**
 * Keeps the present store under another name before it is replaced, without taking it away: until the replacing it stays
 * what it is. Null where there is none.
 * @throws OperatorError 78 for a file that is not ours
 */
export function setAside(place: StorePlace, now: Date): SetAside | null {
  const present = loadPresent(place);
  if (present === null) return null;
  const path = toFreeName(place, now);
  if (present === "unreadable") {
    copyFiles(place, path);
    return { path, isWhole: false };
  }
  foldLog(place, present, path);
  present.db.close();
  return { path, isWhole: true };
}

function loadPresent(place: StorePlace): LoadedStore | "unreadable" | null {
  try {
    return loadStore(place);
  } catch (error) {
    const codes = ["store_damaged", "store_newer"];
    if (error instanceof OperatorError && codes.includes(error.code)) return "unreadable";
    throw error;
  }
}

/** Puts everything into one file, here and there: then a single renaming can replace the store. */
function foldLog(place: StorePlace, present: LoadedStore, path: string): void {
  const { disk, store } = place;
  const content = toWholeFile(present);
  writeAtomically(disk, path, content);
  if (toSegmentNumbers(store, disk.list(dirname(store))).length === 0) return;
  writeAtomically(disk, store, content);
  removeSegments(place, () => true);
}

function copyFiles({ disk, store }: StorePlace, path: string): void {
  const numbers = toSegmentNumbers(store, disk.list(dirname(store)));
  const names = numbers.map((number) => [
    toSegmentPath(store, number),
    toSegmentPath(path, number),
  ]);
  for (const [from = "", to = ""] of [...names, [store, path]]) {
    const content = disk.read(from);
    if (content) writeAtomically(disk, to, content);
  }
}

function toFreeName({ disk, store }: StorePlace, now: Date): string {
  const names = disk.list(dirname(store));
  const time = now.toISOString().replaceAll(/\..*|[-:]/g, "");
  for (let count = 1; ; count += 1) {
    const path = `${store}.before-restore-${time}${count === 1 ? "" : `-${count}`}`;
    if (!names.some((name) => name.startsWith(basename(path)))) return path;
  }
}
