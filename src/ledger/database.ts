import { setFlagsFromString } from "node:v8";

import initSqlJs from "sql.js";

/** What SQLite takes and gives. */
export type SqlValue = number | string | Uint8Array | null;

/** A statement that changed something, as the log keeps it. */
export interface LoggedStatement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The engine as the ledger's operations see it. */
export interface Db {
  /**
   * Changes something; goes to the log unless it changed no row. Values are bound and nothing in the statement may come
   * out differently when it is run again: no clock, no random, and no `ON CONFLICT DO NOTHING` into a table that numbers
   * its rows by AUTOINCREMENT, since an ignored row uses a number up all the same.
   * @returns the number of changed rows
   */
  write(sql: string, values?: readonly SqlValue[]): number;
  /** Runs a query; `Row` names its columns. */
  read<Row>(sql: string, values?: readonly SqlValue[]): Row[];
}

type Engine = Awaited<ReturnType<typeof initSqlJs>>;
type RawDatabase = InstanceType<Engine["Database"]>;
type Prepared = ReturnType<RawDatabase["prepare"]>;

/** SQLite compiled to WebAssembly, once it is ready. */
export type Sqlite = Engine;

/** Compiles the engine. @param wasm the content of sql.js' `sql-wasm.wasm` */
export async function loadSqlite(wasm: Uint8Array): Promise<Sqlite> {
  return initSqlJs({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(compile(new Uint8Array(wasm)), imports);
      done(instance);
      return instance.exports;
    },
  });
}

/**
 * V8 optimises a function of WebAssembly once it has run so many bytes of code. SQLite's largest have after the first query,
 * which costs 0.1 s of processor time, and the process cannot end before it is done: most commands have ended by then.
 * What runs for longer gets there with a hundred times the budget too, which a module has from when it was compiled.
 */
const tieringBudget = { patient: 1_300_000_000, usual: 13_000_000 };

function compile(wasm: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  setFlagsFromString(`--wasm-tiering-budget=${tieringBudget.patient}`);
  try {
    return new WebAssembly.Module(wasm);
  } finally {
    // V8 rejects code caches that were made with other flags.
    setFlagsFromString(`--wasm-tiering-budget=${tieringBudget.usual}`);
  }
}

/**
 * The place of the byte that is 0 as long as no segment of the log follows: among those that SQLite reserves, leaves as they
 * are and does not look at.
 */
export const fileMarkAt = 72;

// Durability is the log's job; measured in design.md: 21,000 single-row inserts a second without these, 205,000 with.
const pragmas = [
  "PRAGMA secure_delete = ON",
  "PRAGMA journal_mode = MEMORY",
  "PRAGMA synchronous = OFF",
  "PRAGMA locking_mode = EXCLUSIVE",
];

/** One database in memory, with its prepared statements and what was written since it was last asked. */
export class Database implements Db {
  readonly #raw: RawDatabase;
  readonly #prepared = new Map<string, Prepared>();
  #written: LoggedStatement[] = [];

  /** @param content a database file; without it the database is empty */
  constructor(sqlite: Sqlite, content?: Uint8Array) {
    this.#raw = new sqlite.Database(content);
    for (const pragma of pragmas) this.#raw.run(pragma);
  }

  write(sql: string, values: readonly SqlValue[] = []): number {
    // Half a surrogate pair has no UTF-8: it must be the same here as after a replay.
    const bound = values.map((value) => (typeof value === "string" ? value.toWellFormed() : value));
    this.execute(sql, bound);
    const changed = this.#raw.getRowsModified();
    if (changed > 0) this.#written.push({ sql, values: bound });
    return changed;
  }

  read<Row>(sql: string, values: readonly SqlValue[] = []): Row[] {
    return [...this.walk<Row>(sql, values)];
  }

  /** The rows one by one, for very many; not to be begun anew before it has ended. */
  *walk<Row>(sql: string, values: readonly SqlValue[] = []): Generator<Row, void, undefined> {
    const statement = this.#prepare(sql);
    try {
      statement.bind([...values]);
      let columns: string[] | null = null;
      while (statement.step()) {
        columns ??= statement.getColumnNames();
        // The compiler takes this for any row; the query, written beside the type, is what makes them agree.
        const row: Row = Object(toCells(columns, statement.get()));
        yield row;
      }
    } finally {
      statement.reset();
    }
  }

  /** Runs a statement that does not go to the log: a replayed one, or one that begins or ends a transaction. */
  execute(sql: string, values: readonly SqlValue[] = []): void {
    const statement = this.#prepare(sql);
    try {
      statement.run([...values]);
    } finally {
      statement.reset();
    }
  }

  /** How many statements wait for the log. */
  get writtenCount(): number {
    return this.#written.length;
  }

  /** Forgets the statements after the first `count`: they were rolled back. */
  forgetWritten(count: number): void {
    this.#written.length = count;
  }

  /** Hands over what waits for the log. */
  takeWritten(): readonly LoggedStatement[] {
    const written = this.#written;
    this.#written = [];
    return written;
  }

  /** The database as a file that is whole by itself. */
  export(): Uint8Array {
    // The engine closes and opens itself for this, which ends every prepared statement and every setting.
    this.#prepared.clear();
    const content = this.#raw.export();
    for (const pragma of pragmas) this.#raw.run(pragma);
    // The engine keeps what the file that it was read from said.
    content[fileMarkAt] = 0;
    return content;
  }

  close(): void {
    this.#prepared.clear();
    this.#raw.close();
  }

  #prepare(sql: string): Prepared {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#raw.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/** By entries it takes twice as long, which counts where there are very many rows. */
function toCells(
  columns: readonly string[],
  values: readonly SqlValue[],
): Readonly<Record<string, SqlValue>> {
  const cells: Record<string, SqlValue> = {};
  columns.forEach((name, index) => {
    cells[name] = values[index] ?? null;
  });
  return cells;
}
