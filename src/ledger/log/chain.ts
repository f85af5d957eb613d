import { fileMarkAt } from "../database.ts";
import type { FileSystem } from "../file-system.ts";
import type { StoreFacts } from "../schema.ts";
import { toSegmentPath } from "../store-path.ts";
import { toDamaged } from "../unusable.ts";
import { decodeSegment, segmentHeaderLength, segmentMarkAt, type Segment } from "./segment.ts";

/**
 * Where a store file or a segment says whether a segment follows it, so that none can be missing unnoticed. A segment takes
 * its first record only after the one before says so; one of which nothing says that it follows is empty and does not count.
 */
export interface Link {
  readonly path: string;
  /** The place of the byte that is 0 as long as no segment follows: one byte is either written or not. */
  readonly markAt: number;
}

/** A segment and where it was found. */
export interface FoundSegment {
  readonly path: string;
  readonly segment: Segment;
}

/** What the store file says of the segments that follow it. */
export interface ChainStart extends Pick<StoreFacts, "storeId" | "lastSegment"> {
  readonly isContinued: boolean;
}

/** The store file in its chain. */
export function toFileLink(store: string): Link {
  return { path: store, markAt: fileMarkAt };
}

/** A segment in its chain. */
export function toSegmentLink(store: string, number: number): Link {
  return { path: toSegmentPath(store, number), markAt: segmentMarkAt };
}

/** Says durably that a segment follows. A descriptor of its own: one that has failed is not asked again. */
export function markContinued(disk: FileSystem, { path, markAt }: Link): void {
  const file = disk.open(path);
  try {
    const written = disk.write(file, Uint8Array.of(0xff), markAt);
    if (written === 0) throw new Error("the disk takes no more");
    disk.sync(file);
  } finally {
    disk.close(file);
  }
}

/**
 * Reads the segments that follow a store file.
 * @param numbers of those that there are
 * @param end the newest that is wanted
 * @throws OperatorError 73 where one is missing, or there is one that does not belong there
 */
export function readChain(
  place: { disk: FileSystem; store: string },
  start: ChainStart,
  { numbers, end = Infinity }: { numbers: readonly number[]; end?: number | undefined },
): FoundSegment[] {
  const chain: FoundSegment[] = [];
  let { lastSegment, isContinued } = start;
  while (isContinued && lastSegment < end) {
    lastSegment += 1;
    const found = readSegment(place, lastSegment, start.storeId);
    if (!found) {
      const path = toSegmentPath(place.store, lastSegment);
      throw toDamaged({ path, offset: null }, "it is missing");
    }
    chain.push(found);
    isContinued = found.segment.isContinued;
  }
  for (const number of numbers) {
    const isOutside = number <= start.lastSegment || (number > lastSegment && number <= end);
    const found = isOutside ? readSegment(place, number, start.storeId) : null;
    if (found && number > lastSegment) checkUnannounced(found, number === lastSegment + 1);
  }
  return chain;
}

/** Null where it is gone: a checkpoint has covered it. */
function readSegment(
  { disk, store }: { disk: FileSystem; store: string },
  number: number,
  storeId: string,
): FoundSegment | null {
  const path = toSegmentPath(store, number);
  const content = disk.read(path);
  if (!content) return null;
  const segment = decodeSegment(content);
  if (!segment) throw toDamaged({ path, offset: 0 }, "its header is bad");
  if (segment.header.storeId !== storeId)
    throw toDamaged({ path, offset: 0 }, "it belongs to another store");
  if (segment.header.number !== number)
    throw toDamaged({ path, offset: 0 }, "it is another segment, renamed");
  return { path, segment };
}

/** A crash leaves the next segment behind, but nothing in it. */
function checkUnannounced({ path, segment }: FoundSegment, isNext: boolean): void {
  if (isNext && segment.length === segmentHeaderLength) return;
  throw toDamaged({ path, offset: 0 }, "what is before it does not say that it follows");
}
