import { randomBytes } from "node:crypto";
import { platform, tmpdir } from "node:os";

import { toSystemCode } from "../bridge/log/fault.ts";
import type { LogFields } from "../bridge/log/fields.ts";
import type { OverviewLedger } from "../bridge/overview.ts";
import type { Ledger, Log } from "../bridge/ports.ts";
import { createWorkerChannel, type Channel } from "./channel.ts";
import type { ControlRequests } from "./control/control.ts";
import { takeLock } from "./control/lock.ts";
import { readWasm, startWorker } from "./engine.ts";
import { requireStore } from "./find-store.ts";
import { GroupQueue } from "./group-queue.ts";
import type { CheckpointLimits } from "./log/checkpoint.ts";
import type { Word } from "./store.ts";

export interface LedgerOptions {
  readonly log: Log;
  /** Of this process: told to whoever finds the store in use. */
  readonly pid: number;
  /** What this process answers at the control socket, beside `ping`. */
  readonly requests?: ControlRequests;
  /** How long another process at the socket may take to answer; 5 s by default. */
  readonly patienceMs?: number;
  /** Told how long the disk took, each time that the log waited for it. */
  readonly onSync?: (ms: number) => void;
  /** When a checkpoint is due; by default at 16 MB or 100,000 statements. */
  readonly limits?: CheckpointLimits;
}

/** What the core does with the ledger, and what operators ask of it. */
export type OpenLedger = Ledger & OverviewLedger;

/**
 * Opens the session store as its one writer, and makes it where there is none.
 * @throws OperatorError 73: in use, damaged or not writable; 78: not our file, or a newer one
 */
export async function openLedger(path: string, options: LedgerOptions): Promise<OpenLedger> {
  const store = requireStore(path);
  const lock = await takeLock(store, {
    platform: platform(),
    tempFolder: tmpdir,
    pid: options.pid,
    requests: options.requests ?? {},
    patienceMs: options.patienceMs ?? 5000,
  });
  try {
    const channel = await startChannel(store, options);
    return createLedger(channel, () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The port over a channel. @param release runs after the channel has been closed */
export function createLedger(channel: Channel, release: () => Promise<void>): OpenLedger {
  const queue = new GroupQueue(channel);
  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    await queue.drained();
    await channel.close();
    await release();
  }
  async function purge(): Promise<void> {
    await queue.ask({ name: "purge", given: undefined });
    await channel.purge();
  }
  async function forget(given: Parameters<Ledger["forget"]>[0]): ReturnType<Ledger["forget"]> {
    const person = await queue.ask({ name: "person", given: given.sessionId });
    if (!person) return null;
    // The copies first: they are searched by ids, which the store has until it has forgotten them.
    const copies = await channel.eraseFromCopies(person);
    const forgotten = await queue.ask({ name: "forget", given });
    return forgotten && { ...forgotten, copies };
  }
  return {
    storeId: channel.storeId,
    record: (given) => queue.ask({ name: "record", given }),
    fact: (given) => queue.ask({ name: "fact", given }),
    setFact: (name, value) => queue.ask({ name: "setFact", given: { name, value } }),
    recorded: (given) => queue.ask({ name: "recorded", given }),
    known: (given) => queue.ask({ name: "known", given }),
    plan: (given) => queue.ask({ name: "plan", given }),
    lanes: () => queue.ask({ name: "lanes", given: undefined }),
    take: (lane, when) => queue.ask({ name: "take", given: { lane, ...when } }),
    addressee: (given) => queue.ask({ name: "addressee", given }),
    settle: (given) => queue.ask({ name: "settle", given }),
    chatMade: (given) => queue.ask({ name: "chatMade", given }),
    chatRenamed: (given) => queue.ask({ name: "chatRenamed", given }),
    chatGone: (given) => queue.ask({ name: "chatGone", given }),
    openChats: () => queue.ask({ name: "openChats", given: undefined }),
    storeTemplates: (given) => queue.ask({ name: "storeTemplates", given }),
    figures: (given) => queue.ask({ name: "figures", given }),
    backlog: () => queue.ask({ name: "backlog", given: undefined }),
    lastPost: (given) => queue.ask({ name: "lastPost", given }),
    readMarks: () => queue.ask({ name: "readMarks", given: undefined }),
    endMark: (given) => queue.ask({ name: "endMark", given }),
    neglected: (given) => queue.ask({ name: "neglected", given }),
    attend: (given) => queue.ask({ name: "attend", given }),
    deliveries: (given) => queue.ask({ name: "deliveries", given }),
    decide: (given) => queue.ask({ name: "decide", given }),
    hasten: (given) => queue.ask({ name: "hasten", given }),
    replay: (given) => queue.ask({ name: "replay", given }),
    dropNotifications: (given) => queue.ask({ name: "dropNotifications", given }),
    overview: (given) => queue.ask({ name: "overview", given }),
    traffic: (given) => queue.ask({ name: "traffic", given }),
    forget,
    sweep: (given) => queue.ask({ name: "sweep", given }),
    purge,
    close: () => (closing ??= close()),
  };
}

async function startChannel(
  store: string,
  { log, limits, onSync }: LedgerOptions,
): Promise<Channel> {
  const newStoreId = randomBytes(8).toString("hex");
  return createWorkerChannel(
    { store, newStoreId, wasm: await readWasm(), limits },
    {
      startOwner: startWorker,
      startCheckpoint: startWorker,
      startErasing: startWorker,
      tell: ({ message, fields }) => log.warn(message, toLogged(fields)),
      onSync,
    },
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

/** What comes from the thread has lost its types. */
function toLogged({ fault, from, to, offset, bytes }: Word["fields"]): LogFields {
  return {
    ...(fault !== undefined && { error: toSystemCode(fault) }),
    ...(isNumber(from) && { from_version: from }),
    ...(isNumber(to) && { to_version: to }),
    ...(isNumber(offset) && { offset }),
    ...(isNumber(bytes) && { bytes }),
  };
}
