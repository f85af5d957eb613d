import { checkpointLimits, removeSegments, writeCheckpoint } from "./checkpoint.ts";
import { Database } from "./database.ts";
import { toFaultText, writeAtomically } from "./file-system.ts";
import { loadStore, type LoadedStore, type StorePlace } from "./load.ts";
import { RecordLog } from "./log.ts";
import { migrateStore } from "./migrate-store.ts";
import { operate, type Request } from "./operations.ts";
import { createSchema } from "./schema.ts";

/** What came of one request. */
export type Answer =
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly reason: string };

/** Something that operators should know. */
export interface Word {
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Engine and log together: the one writer of a store. Everything in it is synchronous. */
export class Store {
  readonly storeId: string;
  readonly #place: StorePlace;
  readonly #db: Database;
  readonly #words: Word[] = [];
  #log: RecordLog;
  /** What the store file holds already. */
  #savedSequence: number;

  /**
   * Opens a store; makes one where there is none.
   * @param newStoreId for a store that has to be made: 16 hexadecimal digits
   * @throws OperatorError 78 for a foreign or newer store, 73 for a damaged one
   */
  constructor(place: StorePlace, newStoreId: string) {
    const found = loadStore(place);
    const loaded = found
      ? migrateStore(place, found, (facts) => this.#tell("the session store was migrated", facts))
      : createStore(place, newStoreId);
    this.#place = place;
    this.#db = loaded.db;
    this.storeId = loaded.storeId;
    this.#log = toLog(place, loaded);
    this.#savedSequence = loaded.savedSequence;
    if (loaded.torn) this.#tell("a torn record was cut off the log", loaded.torn);
    const { bytes, statements } = loaded.replayed;
    if (bytes >= checkpointLimits.bytes || statements >= checkpointLimits.statements) {
      this.#checkpoint();
    }
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
      if (statements.length > 0) this.#log.append(statements);
    } catch (error) {
      this.#rollBack();
      const failed: Answer = { kind: "failed", reason: toFaultText(error) };
      return requests.map(() => failed);
    }
    // It is on disk: where this throws, memory is behind the disk, and only opening again helps.
    this.#db.execute("COMMIT");
    return answers;
  }

  /** Puts everything into the one file. What cannot be put there stays in the log, so nothing is lost. */
  close(): void {
    this.#checkpoint();
    this.#log.close();
    this.#db.close();
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

  #checkpoint(): void {
    const { disk, store } = this.#place;
    const { lastSequence, lastNumber } = this.#log;
    const facts = { lastSequence, lastSegment: lastNumber };
    try {
      this.#log.close();
      if (lastSequence === this.#savedSequence) removeSegments({ disk, store, upTo: lastNumber });
      else writeCheckpoint(this.#db, { disk, store, facts });
    } catch (error) {
      this.#tell("the checkpoint could not be written; the log keeps everything", {
        fault: toFaultText(error),
      });
      return;
    }
    this.#savedSequence = lastSequence;
    this.#log = new RecordLog(
      { ...this.#place, storeId: this.storeId },
      { lastNumber, nextSequence: lastSequence + 1 },
    );
  }

  #tell(message: string, fields: Word["fields"]): void {
    this.#words.push({ message, fields });
  }
}

/** Without a value always the same object: on its way between threads it is copied once for all. */
function toDone(value: unknown): Answer {
  return value === undefined ? doneWithoutValue : { kind: "done", value };
}

const doneWithoutValue: Answer = { kind: "done", value: undefined };

/** Makes an empty store on disk. */
function createStore(place: StorePlace, storeId: string): LoadedStore {
  const db = new Database(place.sqlite);
  createSchema(db, storeId);
  writeAtomically(place.disk, place.store, db.export());
  return {
    db,
    storeId,
    lastSequence: 0,
    savedSequence: 0,
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
