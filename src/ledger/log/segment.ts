import { crc32 } from "node:zlib";

import type { LoggedStatement } from "../database.ts";
import { encodeStatements } from "./statement-codec.ts";

/** What stands at the beginning of every segment. */
export interface SegmentHeader {
  readonly storeId: string;
  /** As in the file's name. */
  readonly number: number;
  /** The sequence number that the segment's first record has, or will have. */
  readonly firstSequence: number;
}

/** One group of statements that were committed together. */
export interface LogRecord {
  readonly offset: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** A segment's content. */
export interface Segment {
  readonly header: SegmentHeader;
  /** Whether another one follows. */
  readonly isContinued: boolean;
  readonly records: readonly LogRecord[];
  /** Where the last good record ends. */
  readonly end: number;
  /** `torn`: behind the end is nothing that was ever whole; `damaged`: there is. */
  readonly tail: "clean" | "torn" | "damaged";
  readonly length: number;
}

/** The place of the byte that is 0 as long as no segment follows; no checksum covers it. */
export const segmentMarkAt = 32;
/** The length of a segment's header. */
export const segmentHeaderLength = segmentMarkAt + 1;
const checkedHeaderLength = 28;

const segmentMagic = Buffer.from("WABLOG\u0000\u0001", "latin1");
const recordMagic = Buffer.from([0xf7, 0x57, 0x41, 0xb1]);
const recordHeaderLength = 20;
const storeIdPattern = /^[0-9a-f]{16}$/;

/**
 * Header: magic (8 bytes), store id (8), number (4), first sequence number (8), checksum (4), mark of the
 * chain (1; see `Link`). Numbers are little-endian.
 */
export function encodeSegmentHeader({
  storeId,
  number,
  firstSequence,
}: SegmentHeader): Uint8Array<ArrayBuffer> {
  if (!storeIdPattern.test(storeId)) throw new Error("a store id is 16 hexadecimal digits");
  const bytes = Buffer.alloc(segmentHeaderLength);
  segmentMagic.copy(bytes);
  bytes.write(storeId, 8, "hex");
  bytes.writeUInt32LE(number, 16);
  bytes.writeBigUInt64LE(BigInt(firstSequence), 20);
  bytes.writeUInt32LE(toSeed(bytes), checkedHeaderLength);
  return bytes;
}

/**
 * Record: magic (4 bytes), length of the payload (4), sequence number (8), checksum (4), payload. The checksum begins
 * with the one in the segment's header, so a record counts in no segment but its own.
 */
export function encodeRecord(
  header: SegmentHeader,
  { sequence, statements }: { sequence: number; statements: readonly LoggedStatement[] },
): Uint8Array {
  const bytes = encodeStatements(statements, recordHeaderLength);
  recordMagic.copy(bytes);
  bytes.writeUInt32LE(bytes.length - recordHeaderLength, 4);
  bytes.writeBigUInt64LE(BigInt(sequence), 8);
  bytes.writeUInt32LE(checksum(bytes, toSeed(encodeSegmentHeader(header))), 16);
  return bytes;
}

/** Reads a segment; null where not even its header is good. */
export function decodeSegment(content: Uint8Array): Segment | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const header = decodeHeader(bytes);
  if (!header) return null;
  const seed = toSeed(bytes);
  const records: LogRecord[] = [];
  let end = segmentHeaderLength;
  let sequence = header.firstSequence;
  while (end < bytes.length) {
    const record = decodeRecord(bytes, end, seed);
    if (record?.sequence !== sequence) break;
    records.push(record);
    end += recordHeaderLength + record.payload.length;
    sequence += 1;
  }
  return {
    header,
    isContinued: bytes[segmentMarkAt] !== 0,
    records,
    end,
    tail: judgeTail(bytes, end, seed),
    length: bytes.length,
  };
}

function decodeHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length < segmentHeaderLength) return null;
  if (!bytes.subarray(0, 8).equals(segmentMagic)) return null;
  if (toSeed(bytes) !== bytes.readUInt32LE(checkedHeaderLength)) return null;
  return {
    storeId: bytes.toString("hex", 8, 16),
    number: bytes.readUInt32LE(16),
    firstSequence: Number(bytes.readBigUInt64LE(20)),
  };
}

function decodeRecord(bytes: Buffer, offset: number, seed: number): LogRecord | null {
  if (offset + recordHeaderLength > bytes.length) return null;
  if (!bytes.subarray(offset, offset + 4).equals(recordMagic)) return null;
  const end = offset + recordHeaderLength + bytes.readUInt32LE(offset + 4);
  if (end > bytes.length) return null;
  const record = bytes.subarray(offset, end);
  if (checksum(record, seed) !== record.readUInt32LE(16)) return null;
  return {
    offset,
    sequence: Number(record.readBigUInt64LE(8)),
    payload: record.subarray(recordHeaderLength),
  };
}

/** A crash tears only the last record; with a whole one anywhere behind, the bad one was whole once. */
function judgeTail(bytes: Buffer, end: number, seed: number): Segment["tail"] {
  if (end === bytes.length) return "clean";
  let at = bytes.indexOf(recordMagic, end);
  while (at !== -1) {
    if (decodeRecord(bytes, at, seed)) return "damaged";
    at = bytes.indexOf(recordMagic, at + 1);
  }
  return "torn";
}

function toSeed(header: Uint8Array): number {
  // Without its checksum: with it the result would be the same for every header.
  return crc32(header.subarray(0, checkedHeaderLength));
}

function checksum(record: Buffer, seed: number): number {
  return crc32(record.subarray(recordHeaderLength), crc32(record.subarray(4, 16), seed));
}
