import { LedgerWriteError } from "../bridge/errors.ts";
import type { LoggedStatement } from "./database.ts";
import { toFaultText, writeAtomically, type FileSystem } from "./file-system.ts";
import {
  encodeRecord,
  encodeSegmentHeader,
  segmentHeaderLength,
  type SegmentHeader,
} from "./segment.ts";
import { toSegmentPath } from "./store-path.ts";

/** Where writing goes on: behind the last good record of a segment. */
export interface LogPosition {
  readonly header: SegmentHeader;
  /** The end of the last good record; what is behind it is cut. */
  readonly end: number;
  readonly nextSequence: number;
}

/** Where a log is, and whose. */
export interface LogPlace {
  readonly disk: FileSystem;
  /** The store's path, absolute. */
  readonly store: string;
  readonly storeId: string;
}

/** The append-only log: what has been appended is on disk. Begins its first segment with the first record. */
export class RecordLog {
  readonly #place: LogPlace;
  #file: number | null = null;
  #header: SegmentHeader | null = null;
  #end = 0;
  #lastNumber: number;
  #nextSequence: number;
  #tailIsBad = false;

  /** @param after what is there already: the newest segment's position, or numbers to go on from */
  constructor(place: LogPlace, after: LogPosition | { lastNumber: number; nextSequence: number }) {
    this.#place = place;
    this.#nextSequence = after.nextSequence;
    if ("header" in after) {
      this.#header = after.header;
      this.#lastNumber = after.header.number;
      this.#end = after.end;
      this.#tailIsBad = true;
    } else {
      this.#lastNumber = after.lastNumber;
    }
  }

  /** The sequence number of the last record. */
  get lastSequence(): number {
    return this.#nextSequence - 1;
  }

  /** The number of the newest segment; 0 before the first. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /**
   * Puts one group of statements on disk. Afterwards either all of it is there, or nothing that counts.
   * @throws LedgerWriteError
   */
  append(statements: readonly LoggedStatement[]): void {
    try {
      const { file, header } = this.#ready();
      this.#put(file, encodeRecord(header, { sequence: this.#nextSequence, statements }));
    } catch (error) {
      throw new LedgerWriteError(`Write the log: ${toFaultText(error)}`, { cause: error });
    }
    this.#nextSequence += 1;
  }

  close(): void {
    if (this.#file === null) return;
    this.#place.disk.close(this.#file);
    this.#file = null;
  }

  #put(file: number, record: Uint8Array): void {
    const { disk } = this.#place;
    // Until the disk has said yes, whatever is behind the end does not count.
    this.#tailIsBad = true;
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
    this.#tailIsBad = false;
  }

  /** A segment to write to; after a failure without its bad tail, or a new one. */
  #ready(): { file: number; header: SegmentHeader } {
    const { disk, store } = this.#place;
    if (this.#file === null && this.#header) {
      this.#file = disk.open(toSegmentPath(store, this.#header.number));
    }
    if (this.#file !== null && this.#tailIsBad) this.#cutTail(this.#file);
    if (this.#file !== null && this.#header) return { file: this.#file, header: this.#header };
    return this.#begin();
  }

  /** Makes the next segment; it exists with a good header or not at all. */
  #begin(): { file: number; header: SegmentHeader } {
    const { disk, store, storeId } = this.#place;
    const number = this.#lastNumber + 1;
    const header = { storeId, number, firstSequence: this.#nextSequence };
    const path = toSegmentPath(store, number);
    writeAtomically(disk, path, encodeSegmentHeader(header));
    const file = disk.open(path);
    this.#file = file;
    this.#header = header;
    this.#end = segmentHeaderLength;
    this.#lastNumber = number;
    this.#tailIsBad = false;
    return { file, header };
  }

  #cutTail(file: number): void {
    try {
      this.#place.disk.truncate(file, this.#end);
      this.#tailIsBad = false;
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
    for (const step of [() => disk.truncate(file, this.#end), () => disk.close(file)]) {
      try {
        step();
      } catch {
        // The failure that led here is the one to tell.
      }
    }
  }
}
