import { dirname } from "node:path";

import { OperatorError } from "../bridge/errors.ts";
import { Database, type Sqlite } from "./database.ts";
import type { FileSystem } from "./file-system.ts";
import type { LogPosition } from "./log.ts";
import { checkOwner, isWhole, readStoreFacts } from "./schema.ts";
import { decodeSegment, type LogRecord, type Segment } from "./segment.ts";
import { decodeStatements } from "./statement-codec.ts";
import { toSegmentNumbers, toSegmentPath } from "./store-path.ts";

/** Where and with what a store is read. */
export interface StorePlace {
  readonly disk: FileSystem;
  readonly sqlite: Sqlite;
  /** Absolute. */
  readonly store: string;
}

/** A store in memory: its file and everything newer from the log. */
export interface LoadedStore {
  readonly db: Database;
  readonly storeId: string;
  readonly lastSequence: number;
  /** The last record that the store file itself holds. */
  readonly savedSequence: number;
  /** The newest segment's number, there or long gone. */
  readonly lastSegment: number;
  /** Where the newest segment may be written on; null where a new one has to begin. */
  readonly position: LogPosition | null;
  /** What had to be replayed. */
  readonly replayed: { readonly bytes: number; readonly statements: number };
  /** A record that a crash cut off. */
  readonly torn: { readonly file: string; readonly offset: number; readonly bytes: number } | null;
}

/**
 * Reads a store and changes nothing on disk; null if there is none.
 * @throws OperatorError 78 for a foreign or newer store, 73 for a damaged one
 */
export function loadStore(place: StorePlace): LoadedStore | null {
  const { disk, store } = place;
  // The list first: with a checkpoint between the two, a segment is missed below, while a list that is too new would
  // hide that the file is too old.
  const numbers = toSegmentNumbers(store, disk.list(dirname(store)));
  const content = disk.read(store);
  if (!content) {
    const [orphan] = numbers;
    if (orphan)
      throw damaged({ path: toSegmentPath(store, orphan), offset: 0 }, "its store file is missing");
    return null;
  }
  checkOwner(content, store);
  if (!isWhole(content))
    throw damaged({ path: store, offset: content.length }, "its end is missing");
  const db = openContent(place, content);
  try {
    return replay(place, db, numbers);
  } catch (error) {
    db.close();
    throw error;
  }
}

function openContent({ sqlite, store }: StorePlace, content: Uint8Array): Database {
  try {
    return new Database(sqlite, content);
  } catch (error) {
    throw damaged({ path: store, offset: 0 }, "it cannot be read", error);
  }
}

function replay(place: StorePlace, db: Database, numbers: readonly number[]): LoadedStore {
  const facts = readFacts(place, db);
  const segments = numbers.map((number) => readSegment(place, number, facts.storeId));
  const replayed = { bytes: 0, statements: 0 };
  let next = facts.lastSequence + 1;
  for (const [index, { segment, path }] of segments.entries()) {
    const following = segments[index + 1]?.segment.header;
    checkOrder(segment, { next, path, previous: segments[index - 1]?.segment });
    for (const record of segment.records) {
      if (following && record.sequence >= following.firstSequence) break;
      if (record.sequence < next) continue;
      replayed.statements += replayRecord(db, record, path);
      replayed.bytes += record.payload.length;
      next += 1;
    }
    const isShort = following !== undefined && following.firstSequence > next;
    if (segment.tail === "damaged" || isShort)
      throw damaged({ path, offset: segment.end }, "a bad record");
  }
  const last = segments.at(-1);
  return {
    db,
    storeId: facts.storeId,
    lastSequence: next - 1,
    savedSequence: facts.lastSequence,
    lastSegment: Math.max(facts.lastSegment, last?.segment.header.number ?? 0),
    position: last ? toPosition(last, next) : null,
    replayed,
    torn: last?.segment.tail === "torn" ? toTorn(last) : null,
  };
}

function readFacts({ store }: StorePlace, db: Database): ReturnType<typeof readStoreFacts> {
  try {
    return readStoreFacts(db, store);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw damaged({ path: store, offset: 0 }, "it cannot be read", error);
  }
}

interface Place {
  readonly path: string;
  readonly offset: number;
}

interface ReadSegment {
  readonly segment: Segment;
  readonly path: string;
}

function readSegment({ disk, store }: StorePlace, number: number, storeId: string): ReadSegment {
  const path = toSegmentPath(store, number);
  const content = disk.read(path);
  const segment = content && decodeSegment(content);
  if (!segment) throw damaged({ path, offset: 0 }, "its header is bad");
  if (segment.header.storeId !== storeId)
    throw damaged({ path, offset: 0 }, "it belongs to another store");
  if (segment.header.number !== number)
    throw damaged({ path, offset: 0 }, "it is another segment, renamed");
  return { segment, path };
}

function checkOrder(
  { header }: Segment,
  { next, path, previous }: { next: number; path: string; previous: Segment | undefined },
): void {
  const isGap = previous !== undefined && header.number !== previous.header.number + 1;
  if (isGap || header.firstSequence > next) {
    throw damaged({ path, offset: 0 }, "records between it and what is before it are missing");
  }
}

function replayRecord(db: Database, record: LogRecord, path: string): number {
  try {
    const statements = decodeStatements(record.payload);
    db.execute("BEGIN");
    for (const { sql, values } of statements) db.execute(sql, values);
    db.execute("COMMIT");
    return statements.length;
  } catch (error) {
    throw damaged({ path, offset: record.offset }, "a record that cannot be run", error);
  }
}

/** Null for a segment that ends before the file does: it could not be read past that. */
function toPosition({ segment }: ReadSegment, nextSequence: number): LogPosition | null {
  const { header, records, end } = segment;
  return header.firstSequence + records.length === nextSequence
    ? { header, end, nextSequence }
    : null;
}

function toTorn({ segment, path }: ReadSegment): LoadedStore["torn"] {
  return { file: path, offset: segment.end, bytes: segment.length - segment.end };
}

function damaged(place: Place, what: string, cause?: unknown): OperatorError {
  return new OperatorError(
    `Read the session store: "${place.path}" is damaged at byte ${place.offset} (${what})`,
    {
      code: "store_damaged",
      exitCode: 73,
      hint: "nothing was changed; keep a copy of the store and its .log files, then restore a backup",
      cause,
    },
  );
}
