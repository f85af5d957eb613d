import { OperatorError } from "../bridge/errors.ts";
import type { Database } from "./database.ts";
import { toShellWord } from "./store-path.ts";
import { createDeliveryCounts } from "./tables/delivery-counts.ts";

/** What a store file says of itself. */
export interface StoreFacts {
  readonly storeId: string;
  /** The last record of the log that is in the file. */
  readonly lastSequence: number;
  /** The newest segment that there ever was. */
  readonly lastSegment: number;
}

/** The oldest program schema that can work with a store of ours. */
const oldestCompatibleVersion = 1;
/** `WABT`, at byte 68 of the file. */
const applicationId = 0x57414254;
const sqliteMark = "SQLite format 3\u0000";

// Ids that are given to the other sides are never used again, hence AUTOINCREMENT.
const version1 = [
  `CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1), store_id TEXT NOT NULL,
    schema_version INTEGER NOT NULL, oldest_compatible INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL, last_segment INTEGER NOT NULL) STRICT`,
  `CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE notifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, received_at INTEGER NOT NULL,
    state TEXT NOT NULL, reason TEXT, body BLOB) STRICT`,
  `CREATE INDEX notifications_recorded ON notifications (id) WHERE state = 'recorded'`,
  `CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, config TEXT NOT NULL, customer TEXT NOT NULL,
    chat_tid TEXT, generation INTEGER NOT NULL, started_at INTEGER NOT NULL,
    last_received_at INTEGER, last_sent_at INTEGER, window_expires_at INTEGER) STRICT`,
  `CREATE TABLE identities (
    kind TEXT NOT NULL, value TEXT NOT NULL, session_id INTEGER NOT NULL,
    PRIMARY KEY (kind, value)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX identities_session ON identities (session_id)`,
  `CREATE TABLE chats (
    tid TEXT PRIMARY KEY, session_id INTEGER NOT NULL, config TEXT, title TEXT NOT NULL,
    state TEXT NOT NULL, last_mid TEXT) STRICT, WITHOUT ROWID`,
  `CREATE INDEX chats_session ON chats (session_id)`,
  `CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER, side TEXT NOT NULL,
    source_id TEXT NOT NULL, part INTEGER NOT NULL, kind TEXT NOT NULL, outgoing TEXT,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, next_attempt_at INTEGER, reason TEXT,
    created_at INTEGER NOT NULL, tid TEXT, remote_id TEXT,
    UNIQUE (side, source_id, part)) STRICT`,
  `CREATE INDEX deliveries_open ON deliveries (session_id, side, id)
    WHERE state IN ('pending', 'sending', 'uncertain')`,
  `CREATE INDEX deliveries_stuck ON deliveries (session_id) WHERE state IN ('held', 'failed')`,
  `CREATE INDEX deliveries_remote ON deliveries (remote_id) WHERE remote_id IS NOT NULL`,
  `CREATE TABLE parked_receipts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, state TEXT NOT NULL,
    receipt TEXT NOT NULL, arrived_at INTEGER NOT NULL, UNIQUE (message_id, state)) STRICT`,
  `CREATE TABLE templates (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL, namespace TEXT,
    body TEXT NOT NULL, parameters TEXT NOT NULL, needs_more INTEGER NOT NULL,
    available INTEGER NOT NULL, UNIQUE (name, language)) STRICT`,
];

const version2 = [
  // From when on patience is counted, once somebody has had it tried again by hand.
  "ALTER TABLE deliveries ADD COLUMN renewed_at INTEGER",
  // The notification in which an element was that could not be understood.
  "ALTER TABLE deliveries ADD COLUMN notification_id INTEGER",
  "CREATE INDEX deliveries_session ON deliveries (session_id, side, id)",
  `CREATE INDEX deliveries_notification ON deliveries (notification_id)
    WHERE notification_id IS NOT NULL`,
];

const progress = [
  // When staff took back the post that it came from.
  "ALTER TABLE deliveries ADD COLUMN withdrawn_at INTEGER",
  // When the other side first told each state.
  "ALTER TABLE deliveries ADD COLUMN sent_at INTEGER",
  "ALTER TABLE deliveries ADD COLUMN delivered_at INTEGER",
  "ALTER TABLE deliveries ADD COLUMN read_at INTEGER",
  "ALTER TABLE deliveries ADD COLUMN played_at INTEGER",
  "ALTER TABLE deliveries ADD COLUMN failed_at INTEGER",
  "ALTER TABLE deliveries ADD COLUMN deleted_at INTEGER",
  // Up to which delivery staff have read what the customer wrote, and up to which WhatsApp was told so.
  "ALTER TABLE sessions ADD COLUMN staff_read_up_to INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE sessions ADD COLUMN marked_up_to INTEGER NOT NULL DEFAULT 0",
  "CREATE INDEX sessions_unmarked ON sessions (id) WHERE staff_read_up_to > marked_up_to",
];

const merges = [
  // Sessions that turned out to be of one person. The row of the one that ended stays for what was under way in it.
  `CREATE TABLE merges (
    session_id INTEGER PRIMARY KEY, merged_into INTEGER NOT NULL, merged_at INTEGER NOT NULL) STRICT`,
  "CREATE INDEX merges_into ON merges (merged_into)",
];

const version3 = [...progress, ...merges];

const version4 = [
  // The message of WhatsApp that a reply to this post is about, where that is not the one it came from.
  "ALTER TABLE deliveries ADD COLUMN stands_for TEXT",
];

/** What operators look at, however much there is. */
const overview = [
  "CREATE INDEX deliveries_failed ON deliveries (failed_at) WHERE state = 'failed'",
  "CREATE INDEX deliveries_failures ON deliveries (failed_at) WHERE failed_at IS NOT NULL",
  // An expression, not a condition: for that the engine would look every row up.
  `CREATE INDEX deliveries_traffic ON deliveries (
    iif(part = 0 AND kind NOT IN ('notice', 'answer', 'echo', 'late-file', 'unreadable'), side, NULL),
    created_at)`,
  "CREATE INDEX notifications_dead ON notifications (id) WHERE state = 'dead'",
];

const version5 = [
  // By which number staff name a post that is kept until the customer writes, and since when it is.
  "ALTER TABLE deliveries ADD COLUMN held_as INTEGER",
  "ALTER TABLE deliveries ADD COLUMN held_at INTEGER",
  "CREATE INDEX deliveries_held ON deliveries (session_id, id) WHERE state = 'held'",
  "CREATE INDEX deliveries_kept ON deliveries (held_at) WHERE state = 'held'",
  // When staff last wrote to the customer.
  "ALTER TABLE sessions ADD COLUMN last_answered_at INTEGER",
  "UPDATE sessions SET last_answered_at = last_sent_at",
  `CREATE INDEX sessions_owed ON sessions (window_expires_at)
    WHERE last_received_at > coalesce(last_answered_at, -1)`,
  // What header and buttons of a template want, as JSON; `needs_more` stays for programs that know only that.
  "ALTER TABLE templates ADD COLUMN needs TEXT",
  // The post of staff that a notice is about.
  "ALTER TABLE deliveries ADD COLUMN about TEXT",
  // Who wrote what this came from, and when.
  "ALTER TABLE deliveries ADD COLUMN author TEXT",
  "ALTER TABLE deliveries ADD COLUMN written_at INTEGER",
];

const version6 = [
  ...createDeliveryCounts,
  // For how long something waits, and how many windows are open, at a glance.
  `CREATE INDEX deliveries_waiting ON deliveries (side, id)
    WHERE state IN ('pending', 'sending', 'uncertain')`,
  "CREATE INDEX sessions_window ON sessions (window_expires_at)",
  ...overview,
  // Chats of sessions that were deleted, known by a digest alone: staff who write there are told that nobody gets it.
  `CREATE TABLE former_chats (digest TEXT PRIMARY KEY, ended_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
];

/** What makes each version of the schema out of the one before. */
const versions: readonly (readonly string[])[] = [
  version1,
  version2,
  version3,
  version4,
  version5,
  version6,
];

/** The schema that this program writes; shown by `--version`. */
export const schemaVersion = versions.length;

/** Makes the tables of a new store. */
export function createSchema(db: Database, storeId: string): void {
  db.execute(`PRAGMA application_id = ${applicationId}`);
  db.execute(`PRAGMA user_version = ${schemaVersion}`);
  for (const statement of versions.flat()) db.execute(statement);
  db.execute("INSERT INTO store VALUES (1, ?, ?, ?, 0, 0)", [
    storeId,
    schemaVersion,
    oldestCompatibleVersion,
  ]);
}

/** The version of a database's schema. */
export function readSchemaVersion(db: Pick<Database, "read">): number {
  const [row] = db.read<{ version: number }>("SELECT schema_version AS version FROM store");
  if (!row) throw new Error("the store has no identity");
  return row.version;
}

/**
 * Makes of an older schema the one of this program, in one transaction and in memory alone. A newer one stays as it is,
 * and so does what it says of its version: those who know it must find it again.
 */
export function migrate(db: Database): void {
  const from = readSchemaVersion(db);
  if (from >= schemaVersion) return;
  db.execute("BEGIN");
  for (const statement of versions.slice(from).flat()) db.execute(statement);
  db.execute("UPDATE store SET schema_version = ?, oldest_compatible = ?", [
    schemaVersion,
    oldestCompatibleVersion,
  ]);
  db.execute(`PRAGMA user_version = ${schemaVersion}`);
  db.execute("COMMIT");
}

/** Whether a store file has the length that it says it has. */
export function isWhole(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const pageSize = bytes.readUInt16BE(16);
  // 65536 does not fit the field and is written as 1.
  return bytes.length === (pageSize === 1 ? 65536 : pageSize) * bytes.readUInt32BE(28);
}

/** Whether a whatsapp-bot of this generation wrote a file. */
export function isOurs(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return (
    bytes.length >= 100 &&
    bytes.toString("latin1", 0, 16) === sqliteMark &&
    bytes.readUInt32BE(68) === applicationId
  );
}

/** Refuses a file that no whatsapp-bot of this generation wrote. @throws OperatorError 78 */
export function checkOwner(content: Uint8Array, path: string): void {
  if (isOurs(content)) return;
  const what = `it was written by another program (${describe(content)})`;
  throw new OperatorError(`Open the session store "${path}": ${what}`, {
    code: "store_foreign",
    exitCode: 78,
    hint:
      `move it away: mv ${toShellWord(path)} ${toShellWord(`${path}.old`)} (the original bot's store has the same default ` +
      "name; it is not imported), or set WA_DB_FILE to another path",
  });
}

function describe(content: Uint8Array): string {
  if (content.length === 0) return "it is empty";
  const isSqlite = Buffer.from(content.subarray(0, 16)).toString("latin1") === sqliteMark;
  return isSqlite ? "it is an SQLite file, but none of ours" : "it is no SQLite file";
}

/** Reads what the store says of itself. @throws OperatorError 78 for a newer schema */
export function readStoreFacts(db: Database, path: string): StoreFacts {
  const [row] = db.read<{
    store_id: string;
    schema_version: number;
    oldest_compatible: number;
    last_sequence: number;
    last_segment: number;
  }>("SELECT * FROM store");
  if (!row) throw new Error("the store has no identity");
  if (row.oldest_compatible > schemaVersion) {
    throw new OperatorError(
      `Open the session store "${path}": its schema ${row.schema_version} is newer than this program's ${schemaVersion}`,
      {
        code: "store_newer",
        exitCode: 78,
        hint: "run the newer whatsapp-bot that wrote it, or restore a backup made by this version",
      },
    );
  }
  return {
    storeId: row.store_id,
    lastSequence: row.last_sequence,
    lastSegment: row.last_segment,
  };
}

/** Notes in the database how much of the log it holds; for a checkpoint, and itself not in the log. */
export function writeStoreFacts(db: Database, facts: Omit<StoreFacts, "storeId">): void {
  db.execute("UPDATE store SET last_sequence = ?, last_segment = ?", [
    facts.lastSequence,
    facts.lastSegment,
  ]);
}

/** Gives a store another identity: references made so far no longer mean its deliveries. */
export function writeStoreId(db: Database, storeId: string): void {
  db.execute("UPDATE store SET store_id = ?", [storeId]);
}
