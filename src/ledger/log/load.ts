import { dirname } from "node:path";

import { OperatorError } from "../../bridge/errors.ts";
import { Database, fileMarkAt, type Sqlite } from "../database.ts";
import type { FileSystem } from "../file-system.ts";
import { checkOwner, isWhole, readStoreFacts, type StoreFacts } from "../schema.ts";
import { toSegmentNumbers, toSegmentPath } from "../store-path.ts";
import { toDamaged } from "../unusable.ts";
import { readChain, toFileLink, toSegmentLink, type FoundSegment } from "./chain.ts";
import type { LogPosition } from "./log.ts";
import type { LogRecord } from "./segment.ts";
import { decodeStatements } from "./statement-codec.ts";

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
  /** The newest segment that the store file itself covers. */
  readonly savedSegment: number;
  /** The newest segment's number, there or long gone. */
  readonly lastSegment: number;
  /** Where the newest segment may be written on; null where a new one has to begin. */
  readonly position: LogPosition | null;
  /** What had to be replayed. */
  readonly replayed: { readonly bytes: number; readonly statements: number };
  /** A record that a crash cut off. */
  readonly torn: { readonly file: string; readonly offset: number; readonly bytes: number } | null;
}

/** How far a log goes, or a part of it from its beginning. */
export interface Extent {
  readonly lastSegment: number;
  readonly lastSequence: number;
}

/**
 * Reads a store and changes nothing on disk; null if there is none.
 * @param end the newest segment that is wanted; all by default
 * @throws OperatorError 78 for a foreign or newer store, 73 for a damaged one
 */
export function loadStore(place: StorePlace, end?: number): LoadedStore | null {
  const { disk, store } = place;
  // The list first: with a checkpoint between the two, a segment is missed below, while a list that is too new would
  // name segments that the file is too old to know of.
  const numbers = toSegmentNumbers(store, disk.list(dirname(store)));
  const content = disk.read(store);
  if (!content) {
    const [orphan] = numbers;
    if (orphan)
      throw toDamaged(
        { path: toSegmentPath(store, orphan), offset: null },
        "its store file is missing",
      );
    return null;
  }
  checkOwner(content, store);
  if (!isWhole(content))
    throw toDamaged({ path: store, offset: content.length }, "its end is missing");
  const isContinued = content[fileMarkAt] !== 0;
  const db = openContent(place, content);
  try {
    const facts = readFacts(place, db);
    const chain = readChain(place, { ...facts, isContinued }, { numbers, end });
    return replay({ db, store }, facts, chain);
  } catch (error) {
    db.close();
    throw error;
  }
}

function openContent({ sqlite, store }: StorePlace, content: Uint8Array): Database {
  try {
    return new Database(sqlite, content);
  } catch (error) {
    throw toDamaged({ path: store, offset: 0 }, "it cannot be read", error);
  }
}

function readFacts({ store }: StorePlace, db: Database): StoreFacts {
  try {
    return readStoreFacts(db, store);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw toDamaged({ path: store, offset: 0 }, "it cannot be read", error);
  }
}

function replay(
  { db, store }: { db: Database; store: string },
  facts: StoreFacts,
  chain: readonly FoundSegment[],
): LoadedStore {
  const replayed = { bytes: 0, statements: 0 };
  let next = facts.lastSequence + 1;
  for (const [index, { segment, path }] of chain.entries()) {
    if (segment.header.firstSequence !== next)
      throw toDamaged({ path, offset: 0 }, "it does not go on where the one before ends");
    // After a failed fdatasync a segment may hold one record more than counts: the next segment begins with its number.
    const following = chain[index + 1]?.segment.header.firstSequence;
    for (const record of segment.records) {
      if (record.sequence === following) break;
      replayed.statements += replayRecord(db, record, path);
      replayed.bytes += record.payload.length;
      next += 1;
    }
    const isShort = following !== undefined && next < following;
    if (segment.tail === "damaged" || isShort)
      throw toDamaged({ path, offset: segment.end }, "a bad record");
  }
  const newest = chain.at(-1);
  return {
    db,
    storeId: facts.storeId,
    lastSequence: next - 1,
    savedSegment: facts.lastSegment,
    lastSegment: facts.lastSegment + chain.length,
    position: toPosition(store, chain, next),
    replayed,
    torn: newest?.segment.tail === "torn" ? toTorn(newest) : null,
  };
}

function toPosition(
  store: string,
  chain: readonly FoundSegment[],
  nextSequence: number,
): LogPosition | null {
  const [before, newest] = [chain.at(-2), chain.at(-1)];
  if (!newest) return null;
  const { header, end } = newest.segment;
  const previous = before ? toSegmentLink(store, before.segment.header.number) : toFileLink(store);
  return { header, end, nextSequence, previous };
}

function replayRecord(db: Database, record: LogRecord, path: string): number {
  try {
    const statements = decodeStatements(record.payload);
    db.execute("BEGIN");
    for (const { sql, values } of statements) db.execute(sql, values);
    db.execute("COMMIT");
    return statements.length;
  } catch (error) {
    throw toDamaged({ path, offset: record.offset }, "a record that cannot be run", error);
  }
}

function toTorn({ segment, path }: FoundSegment): LoadedStore["torn"] {
  return { file: path, offset: segment.end, bytes: segment.length - segment.end };
}
