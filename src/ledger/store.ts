import { migrateStore } from "./copies/migrate-store.ts";
import { Database, type LoggedStatement } from "./database.ts";
import { toFaultText, writeAtomically } from "./file-system.ts";
import {
  defaultLimits,
  removeLeftovers,
  writeWhole,
  type CheckpointLimits,
} from "./log/checkpoint.ts";
import { loadStore, type Extent, type LoadedStore, type StorePlace } from "./log/load.ts";
import { RecordLog } from "./log/log.ts";
import { operate, type Request } from "./operations.ts";
import { isMarkedErased } from "./purge.ts";
import { createSchema } from "./schema.ts";
import { toDamaged } from "./unusable.ts";

/** What came of one request. */
export type Answer =
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly reason: string };

/** Something that operators should know. */
export interface Word {
  readonly message:
    | "the session store was migrated"
    | "a torn record was cut off the log"
    | "the checkpoint could not be finished; the log keeps everything"
    | "the ledger's thread has ended and is started again"
    | "the ledger cannot be opened again yet; it is tried until it can";
  readonly fields: Readonly<Record<string, string | number>>;
}

/** So many that asked for a purge have it, or not. */
export interface Purged {
  readonly count: number;
  readonly fault: string | null;
}

export interface StoreOptions {
  /** For a store that has to be made: 16 hexadecimal digits; null if it has to be there. */
  readonly newStoreId: string | null;
  readonly limits?: CheckpointLimits | undefined;
}

/** Engine and log together: the one writer of a store. Everything in it is synchronous. */
export class Store {
  readonly storeId: string;
  readonly #place: StorePlace;
  readonly #limits: CheckpointLimits;
  readonly #db: Database;
  readonly #words: Word[] = [];
  readonly #log: RecordLog;
  /** By how much the log has grown since the last checkpoint was begun. */
  #growth: CheckpointLimits;
  #isInCheckpoint = false;
  /** How many ask for a checkpoint that is begun from now on, and how many the one under way is for. */
  #purges = { asked: 0, underWay: 0 };
  #isPurgeDue: boolean;
  #purged: Purged[] = [];

  /**
   * Opens a store; makes one where there is none.
   * @throws OperatorError 78 for a foreign or newer store, 73 for a damaged one
   */
  constructor(place: StorePlace, { newStoreId, limits = defaultLimits }: StoreOptions) {
    const found = loadStore(place);
    const loaded = found
      ? migrateStore(place, found, (facts) => this.#tell("the session store was migrated", facts))
      : createStore(place, newStoreId);
    removeLeftovers(place, loaded);
    this.#place = place;
    this.#limits = limits;
    this.#db = loaded.db;
    this.storeId = loaded.storeId;
    this.#log = toLog(place, loaded);
    this.#growth = loaded.replayed;
    // One that a crash cut off is made up for at once; nobody waits for it any more.
    this.#isPurgeDue = isMarkedErased(loaded.db);
    if (loaded.torn) this.#tell("a torn record was cut off the log", loaded.torn);
  }

  /**
   * Runs requests as one group: all in one transaction, which is answered for when it is on disk. One that fails changes
   * nothing and leaves the others alone.
   */
  run(requests: readonly Request[]): Answer[] {
    let answers: Answer[];
    try {
      this.#db.execute("BEGIN");
      answers = this.#runAll(requests);
      const statements = this.#db.takeWritten();
      if (statements.length > 0) this.#append(statements);
    } catch (error) {
      this.#rollBack();
      const failed: Answer = { kind: "failed", reason: toFaultText(error) };
      return requests.map(() => failed);
    }
    // It is on disk: where this throws, memory is behind the disk, and only opening again helps.
    this.#db.execute("COMMIT");
    return answers;
  }

  /**
   * What `runCheckpoint` has to do now, elsewhere; null if the log is short enough or one is under way. Nothing more comes to
   * that part of the log.
   */
  beginCheckpoint(): Extent | null {
    const isShort =
      this.#growth.bytes < this.#limits.bytes && this.#growth.statements < this.#limits.statements;
    if (this.#isInCheckpoint || (isShort && !this.#isPurgeDue)) return null;
    this.#isPurgeDue = false;
    this.#purges = { asked: 0, underWay: this.#purges.asked };
    // Also where it fails: it is not tried again before the log has grown by as much once more.
    this.#growth = { bytes: 0, statements: 0 };
    try {
      this.#log.rotate();
    } catch (error) {
      this.endCheckpoint(toFaultText(error));
      return null;
    }
    this.#isInCheckpoint = true;
    return { lastSegment: this.#log.lastNumber - 1, lastSequence: this.#log.lastSequence };
  }

  /** Takes note of how the checkpoint that was begun came out. @param fault null if it is in its place */
  endCheckpoint(fault: string | null): void {
    this.#isInCheckpoint = false;
    const { underWay: count } = this.#purges;
    if (count > 0) this.#purged.push({ count, fault });
    this.#purges.underWay = 0;
    if (fault !== null)
      this.#tell("the checkpoint could not be finished; the log keeps everything", { fault });
  }

  /**
   * Puts everything into the one file. What cannot be put there stays in the log, so nothing is lost. Not while a checkpoint
   * is under way.
   */
  close(): void {
    const { isEmpty, lastSequence, lastNumber } = this.#log;
    try {
      this.#log.close();
      if (!isEmpty) writeWhole(this.#db, this.#place, { lastSequence, lastSegment: lastNumber });
    } catch (error) {
      this.endCheckpoint(toFaultText(error));
    }
    this.#db.close();
  }

  /** Has a checkpoint begun as soon as may be, so that what was erased is in no file any more. */
  askPurge(): void {
    this.#purges.asked += 1;
    this.#isPurgeDue = true;
  }

  /** What came of those that asked, since this was last asked. */
  takePurged(): readonly Purged[] {
    return this.#purged.splice(0);
  }

  /** What operators should know since this was last asked. */
  takeWords(): readonly Word[] {
    return this.#words.splice(0);
  }

  /** A savepoint costs more than most requests do, so there are none until one of a group has failed. */
  #runAll(requests: readonly Request[]): Answer[] {
    const db = this.#db;
    try {
      return requests.map((request) => toDone(operate(db, request)));
    } catch {
      this.#rollBack();
      db.execute("BEGIN");
      return requests.map((request) => this.#runOne(request));
    }
  }

  /** Where the engine runs out of room it rolls back by itself, savepoints and all; then there is nothing to do. */
  #rollBack(): void {
    this.#isDone("ROLLBACK");
    this.#db.forgetWritten(0);
  }

  #isDone(sql: string): boolean {
    try {
      this.#db.execute(sql);
      return true;
    } catch {
      return false;
    }
  }

  #runOne(request: Request): Answer {
    const db = this.#db;
    const before = db.writtenCount;
    db.execute("SAVEPOINT request");
    try {
      const value = operate(db, request);
      db.execute("RELEASE request");
      return toDone(value);
    } catch (error) {
      // Where the engine ran out of room there is no savepoint any more, and the group is over.
      if (!this.#isDone("ROLLBACK TO request")) throw error;
      db.execute("RELEASE request");
      db.forgetWritten(before);
      return { kind: "failed", reason: toFaultText(error) };
    }
  }

  #append(statements: readonly LoggedStatement[]): void {
    const bytes = this.#log.append(statements);
    this.#growth = {
      bytes: this.#growth.bytes + bytes,
      statements: this.#growth.statements + statements.length,
    };
  }

  #tell(message: Word["message"], fields: Word["fields"]): void {
    this.#words.push({ message, fields });
  }
}

/** Without a value always the same object: on its way between threads it is copied once for all. */
function toDone(value: unknown): Answer {
  return value === undefined ? doneWithoutValue : { kind: "done", value };
}

const doneWithoutValue: Answer = { kind: "done", value: undefined };

/** Makes an empty store on disk. */
function createStore(place: StorePlace, storeId: string | null): LoadedStore {
  if (storeId === null) throw toDamaged({ path: place.store, offset: null }, "it is missing");
  const db = new Database(place.sqlite);
  createSchema(db, storeId);
  writeAtomically(place.disk, place.store, db.export());
  return {
    db,
    storeId,
    lastSequence: 0,
    savedSegment: 0,
    lastSegment: 0,
    position: null,
    replayed: { bytes: 0, statements: 0 },
    torn: null,
  };
}

function toLog(place: StorePlace, loaded: LoadedStore): RecordLog {
  const { storeId, lastSequence, lastSegment, position } = loaded;
  return new RecordLog(
    { ...place, storeId },
    position ?? { lastNumber: lastSegment, nextSequence: lastSequence + 1 },
  );
}
