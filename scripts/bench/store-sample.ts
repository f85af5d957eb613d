import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";

import type { Ledger } from "../../src/bridge/ports.ts";
import type { Db } from "../../src/ledger/database.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { decodeSegment } from "../../src/ledger/log/segment.ts";
import { decodeStatements } from "../../src/ledger/log/statement-codec.ts";
import { toSegmentPath } from "../../src/ledger/store-path.ts";
import { storeChat } from "../../src/ledger/tables/chats.ts";
import { addDelivery, moveDelivery } from "../../src/ledger/tables/deliveries.ts";
import { endNotification, record } from "../../src/ledger/tables/notifications.ts";
import { createSession } from "../../src/ledger/tables/sessions.ts";
import { demand, silent } from "./figures.ts";
import { NodeSqliteDb } from "./node-sqlite.ts";
import * as samples from "./samples.ts";
import { beginLife } from "./work.ts";

/** How large the store is; every message was a notification once. */
export const sizes = { sessions: 100_000, deliveriesPerSession: 3 };
const deliveries = sizes.sessions * sizes.deliveriesPerSession;

/** Where a checkpoint begins. */
const most = { bytes: 16 * 1024 * 1024, statements: 100_000 };
/** How much of that the log gets; with notifications of this size it comes near both at once. */
const share = 0.97;
const notificationBytes = 820;
const callers = 64;
const options = { log: silent, pid: process.pid };

/** A large store as files that are only copied from. */
export interface SampleStore {
  readonly file: string;
  readonly bytes: number;
  /** As many notifications, as every one of them told of a message. */
  readonly deliveries: number;
  /** A log, nearly as long as one gets before a checkpoint. */
  readonly log: {
    /** The store's file as it is beside this log. */
    readonly store: string;
    readonly file: string;
    readonly bytes: number;
    readonly statements: number;
    /** How many messages more than the file it holds. */
    readonly messages: number;
  };
}

/** Makes the store in a folder, once: 143 MB in some seconds. */
export async function makeSampleStore(folder: string): Promise<SampleStore> {
  const store = join(folder, "sample.db");
  await fillStore(store, sizes.sessions);
  const file = join(folder, "without-log");
  copyFileSync(store, file);
  const ledger = await openLedger(store, options);
  const messages = await writeLog(ledger, store);
  // Nothing is under way, so what is on disk is whole; closing would put it all into the one file.
  const log = { store: join(folder, "with-log"), file: join(folder, "log"), messages };
  linkSync(store, log.store);
  copyFileSync(segmentOf(store), log.file);
  await ledger.close();
  flush([file, log.store, log.file]);
  const extent = measureLog(log.file);
  const isNear = extent.bytes > most.bytes * 0.9 || extent.statements > most.statements * 0.9;
  const isBelow = extent.bytes < most.bytes && extent.statements < most.statements;
  demand(isNear && isBelow, `a log of ${extent.bytes} bytes, ${extent.statements} statements`);
  return { file, bytes: statSync(file).size, deliveries, log: { ...log, ...extent } };
}

/** Makes a store of so many sessions with their deliveries. */
export async function fillStore(store: string, sessions: number): Promise<void> {
  const empty = await openLedger(store, options);
  await empty.close();
  fill(store, sessions);
}

/** Puts a store into a folder of its own; its file is only ever replaced, so a second name for it will do. */
export function placeStore(
  sample: SampleStore,
  { folder, withLog }: { folder: string; withLog: boolean },
): string {
  mkdirSync(folder);
  const store = join(folder, "whatsapp_bot.db");
  linkSync(withLog ? sample.log.store : sample.file, store);
  if (withLog) copyFileSync(sample.log.file, segmentOf(store));
  return store;
}

/** What is written back later would be felt in what is measured then. */
function flush(files: readonly string[]): void {
  for (const path of files) {
    const file = openSync(path, "r+");
    fsyncSync(file);
    closeSync(file);
  }
}

function segmentOf(store: string): string {
  return toSegmentPath(store, 1);
}

/** By the ledger's own operations, but over `node:sqlite`, which takes a third of the time. */
function fill(store: string, sessions: number): void {
  const raw = new DatabaseSync(store);
  raw.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN");
  const db = new NodeSqliteDb(raw);
  const first = Date.now() - 80 * 86_400_000;
  for (let id = 1; id <= sessions; id += 1) addSession(db, { id, at: first + id * 60_000 });
  raw.exec("COMMIT");
  raw.close();
}

function addSession(db: Db, { id, at }: { id: number; at: number }): void {
  const session = samples.toSession(id, at);
  const tid = samples.newTeamId();
  createSession(db, session);
  const title = `WhatsApp Customer ${id} (+${samples.toPhone(id)})`;
  storeChat(db, { sessionId: id, generation: 1, tid, title, config: session.config });
  for (let part = 1; part <= sizes.deliveriesPerSession; part += 1) {
    const number = (id - 1) * sizes.deliveriesPerSession + part;
    const isAnswer = part === 2;
    record(db, { source: isAnswer ? "teamwire" : "dialog360", receivedAt: at, body: someBody });
    endNotification(db, { id: number, state: "planned", reason: null });
    addDelivery(db, isAnswer ? samples.toCustomerDelivery(id, at) : samples.toTeamDelivery(id, at));
    moveDelivery(db, {
      deliveryId: number,
      state: isAnswer ? "read" : "sent",
      messageId: isAnswer ? samples.newMessageId() : samples.newTeamId(),
      reason: null,
      at,
    });
  }
}

const someBody = Buffer.alloc(600, "{}");

/** Relays messages until the log is nearly as long as one gets. @returns how many */
async function writeLog(ledger: Ledger, store: string): Promise<number> {
  const life = beginLife(ledger, { recorded: deliveries, bytes: notificationBytes });
  let messages = 0;
  async function relayUpTo(count: number): Promise<void> {
    async function relay(session: number): Promise<void> {
      while (messages < count) {
        messages += 1;
        await life(session);
      }
    }
    await Promise.all(Array.from({ length: callers }, (_, index) => relay(index + 1)));
  }
  await relayUpTo(callers * 10);
  const { bytes, statements } = measureLog(segmentOf(store));
  const used = Math.max(bytes / most.bytes, statements / most.statements);
  await relayUpTo(Math.floor((messages / used) * share));
  return messages;
}

function measureLog(file: string): Pick<SampleStore["log"], "bytes" | "statements"> {
  const segment = decodeSegment(readFileSync(file));
  const counts = segment?.records.map(({ payload }) => decodeStatements(payload).length) ?? [];
  return {
    bytes: statSync(file).size,
    statements: counts.reduce((sum, count) => sum + count, 0),
  };
}
