import { dirname } from "node:path";

import { fileMarkAt, type Database } from "../database.ts";
import { removeQuietly, writeAtomically, type FileSystem } from "../file-system.ts";
import { toDraftPaths, toSegmentNumbers, toSegmentPath } from "../store-path.ts";
import { loadStore, type Extent, type StorePlace } from "./load.ts";
import { toWholeFile } from "./whole-file.ts";

/** How far the log may grow before a checkpoint makes it short again, so that opening is never long. */
export interface CheckpointLimits {
  readonly bytes: number;
  readonly statements: number;
}

export const defaultLimits: CheckpointLimits = { bytes: 16 * 1024 * 1024, statements: 100_000 };

/**
 * Puts a part of the log into the store file, while the one writer goes on behind it: reads as a reader does, writes the new
 * file and removes the segments that it covers. One at a time.
 * @param extent ends with a segment to which nothing more comes, and that another one follows
 */
export function runCheckpoint(place: StorePlace, extent: Extent): void {
  const loaded = loadStore(place, extent.lastSegment);
  const isThat =
    loaded?.lastSegment === extent.lastSegment && loaded.lastSequence === extent.lastSequence;
  if (!isThat) throw new Error("the store is not the one that the checkpoint is for");
  const content = toWholeFile(loaded);
  loaded.db.close();
  content[fileMarkAt] = 0xff;
  writeAtomically(place.disk, place.store, content);
  removeSegments(place, (number) => number <= extent.lastSegment);
}

/** Puts everything into the store file, which then is all there is of the store. */
export function writeWhole(db: Database, place: StorePlace, extent: Extent): void {
  writeAtomically(place.disk, place.store, toWholeFile({ db, ...extent }));
  removeSegments(place, () => true);
}

/** Removes what a crash has left of a checkpoint or of a new segment. What cannot be removed does no harm. */
export function removeLeftovers(
  { disk, store }: StorePlace,
  { savedSegment, lastSegment }: { savedSegment: number; lastSegment: number },
): void {
  const names = disk.list(dirname(store));
  const isInUse = (number: number): boolean => number > savedSegment && number <= lastSegment;
  const segments = toSegmentNumbers(store, names).filter((number) => !isInUse(number));
  for (const path of segments.map((number) => toSegmentPath(store, number)))
    removeQuietly(disk, path);
  for (const path of toDraftPaths(store, names)) removeQuietly(disk, path);
}

/** Removes the segments that the store file covers, the oldest first: what a crash leaves is still covered. */
export function removeSegments(
  { disk, store }: { disk: FileSystem; store: string },
  isCovered: (number: number) => boolean,
): void {
  for (const number of toSegmentNumbers(store, disk.list(dirname(store)))) {
    if (isCovered(number)) disk.remove(toSegmentPath(store, number));
  }
}
