import { LedgerWriteError } from "../../bridge/errors.ts";
import type { LoggedStatement } from "../database.ts";
import { toFaultText, writeAtomically, type FileSystem } from "../file-system.ts";
import { toSegmentPath } from "../store-path.ts";
import { markContinued, toFileLink, toSegmentLink, type Link } from "./chain.ts";
import {
  encodeRecord,
  encodeSegmentHeader,
  segmentHeaderLength,
  type SegmentHeader,
} from "./segment.ts";

/** Where writing goes on: behind the last good record of a segment. */
export interface LogPosition {
  readonly header: SegmentHeader;
  /** The end of the last good record; what is behind it is cut. */
  readonly end: number;
  readonly nextSequence: number;
  /** What the segment follows. */
  readonly previous: Link;
}

/** Where a log is, and whose. */
export interface LogPlace {
  readonly disk: FileSystem;
  /** The store's path, absolute. */
  readonly store: string;
  readonly storeId: string;
}

/**
 * The append-only log: what has been appended is on disk. Begins its first segment with the first record. Once a step has
 * failed, each call begins with what is still missing, so it works again as soon as the disk does.
 */
export class RecordLog {
  readonly #place: LogPlace;
  #file: number | null = null;
  #header: SegmentHeader | null = null;
  #end = 0;
  #lastNumber: number;
  #nextSequence: number;
  /** Whether something is behind the end that a crash tore. */
  #isTorn = false;
  /** The end of the chain. */
  #link: Link;
  /** The one before, as long as it is not sure to say that the end of the chain follows it. */
  #unmarked: Link | null = null;

  /** @param after what is there already: the newest segment's position, or numbers to go on from */
  constructor(place: LogPlace, after: LogPosition | { lastNumber: number; nextSequence: number }) {
    this.#place = place;
    this.#nextSequence = after.nextSequence;
    if ("header" in after) {
      this.#header = after.header;
      this.#lastNumber = after.header.number;
      this.#end = after.end;
      this.#isTorn = true;
      // That one says so already, but perhaps the crash came before the disk had it.
      this.#unmarked = after.previous;
      this.#link = toSegmentLink(place.store, this.#lastNumber);
    } else {
      this.#lastNumber = after.lastNumber;
      this.#link = toFileLink(place.store);
    }
  }

  /** The sequence number of the last record. */
  get lastSequence(): number {
    return this.#nextSequence - 1;
  }

  /** The number of the newest segment, there or long gone; 0 before the first. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Whether the store file alone is everything. */
  get isEmpty(): boolean {
    return this.#link.path === this.#place.store;
  }

  /**
   * Puts one group of statements on disk. Afterwards either all of it is there, or nothing that counts.
   * @returns the bytes by which the log has grown
   * @throws LedgerWriteError
   */
  append(statements: readonly LoggedStatement[]): number {
    try {
      const { file, header } = this.#ready();
      const record = encodeRecord(header, { sequence: this.#nextSequence, statements });
      this.#put(file, record);
      this.#nextSequence += 1;
      return record.length;
    } catch (error) {
      throw new LedgerWriteError(`Write the log: ${toFaultText(error)}`, { cause: error });
    }
  }

  /** Begins a new segment, so that nothing more comes to those that there are: they end with what counts. */
  rotate(): void {
    this.#ready();
    this.#begin();
    this.#ready();
  }

  close(): void {
    if (this.#file === null) return;
    this.#place.disk.close(this.#file);
    this.#file = null;
  }

  #put(file: number, record: Uint8Array): void {
    const { disk } = this.#place;
    try {
      const written = disk.write(file, record, this.#end);
      if (written < record.length) throw new Error("the disk takes no more");
    } catch (error) {
      this.#cutTail(file);
      throw error;
    }
    try {
      disk.sync(file);
    } catch (error) {
      // A second try may say yes to what was lost, so this descriptor is not asked again.
      this.#leave(file);
      throw error;
    }
    this.#end += record.length;
  }

  /** A segment to write to; after a failure without its bad tail, or a new one. */
  #ready(): { file: number; header: SegmentHeader } {
    const { disk, store } = this.#place;
    if (this.#file === null && this.#header) {
      this.#file = disk.open(toSegmentPath(store, this.#header.number));
    }
    if (this.#file !== null && this.#isTorn) this.#cutTail(this.#file);
    const current =
      this.#file !== null && this.#header
        ? { file: this.#file, header: this.#header }
        : this.#begin();
    if (this.#unmarked) markContinued(disk, this.#unmarked);
    this.#unmarked = null;
    return current;
  }

  /** Makes the next segment; it exists with a good header or not at all. Where this fails the old one can go on. */
  #begin(): { file: number; header: SegmentHeader } {
    const { disk, store, storeId } = this.#place;
    const number = this.#lastNumber + 1;
    const header = { storeId, number, firstSequence: this.#nextSequence };
    const path = toSegmentPath(store, number);
    writeAtomically(disk, path, encodeSegmentHeader(header));
    const file = disk.open(path);
    const old = this.#file;
    if (old !== null) quietly(() => disk.close(old));
    this.#unmarked = this.#link;
    this.#link = toSegmentLink(store, number);
    this.#file = file;
    this.#header = header;
    this.#end = segmentHeaderLength;
    this.#lastNumber = number;
    this.#isTorn = false;
    return { file, header };
  }

  #cutTail(file: number): void {
    try {
      this.#place.disk.truncate(file, this.#end);
      this.#isTorn = false;
    } catch {
      this.#leave(file);
    }
  }

  /**
   * Turns away from a segment. The next one begins at the same sequence number, so even a whole record that this one
   * still has behind its end does not count.
   */
  #leave(file: number): void {
    const { disk } = this.#place;
    this.#file = null;
    this.#header = null;
    quietly(() => disk.truncate(file, this.#end));
    quietly(() => disk.close(file));
  }
}

/** For steps whose failure loses nothing. */
function quietly(step: () => void): void {
  try {
    step();
  } catch {
    // Where there is something to tell, it was another failure that led here.
  }
}
