import { createHash } from "node:crypto";
import { chmodSync, closeSync, lstatSync, openSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { OperatorError } from "../bridge/errors.ts";
import { askControl, ControlServer, type ControlRequests } from "./control.ts";
import { toFaultText } from "./file-system.ts";
import { toUnusable } from "./unusable.ts";

/** A Unix socket's path may have 107 bytes on Linux, less elsewhere. */
const longestSocketPath = 100;
const pauseMs = 50;

/** What decides where a store's socket is. */
export interface SocketPlace {
  readonly platform: NodeJS.Platform;
  readonly tempFolder: string;
}

/** How the lock is taken. */
export interface LockOptions extends SocketPlace {
  readonly pid: number;
  /** What the owner answers to, beside `ping`. */
  readonly requests: ControlRequests;
  /** How long a running one may take to answer, and how long a take-over that makes no progress is waited for. */
  readonly patienceMs: number;
}

/** The right to write to a store, held by listening at its socket. */
export interface Lock {
  release(): Promise<void>;
}

/** Where the owner of a store listens: `<store>.sock`. @param store its real path */
export function toSocketPath(store: string, { platform, tempFolder }: SocketPlace): string {
  const beside = `${store}.sock`;
  const name = createHash("sha256").update(store).digest("hex").slice(0, 24);
  if (platform === "win32") return `\\\\.\\pipe\\whatsapp-bot-${name}`;
  if (Buffer.byteLength(beside) <= longestSocketPath) return beside;
  return join(tempFolder, `whatsapp-bot-${name}.sock`);
}

/**
 * Becomes the one writer of a store. A socket that nobody answers at is left over from a crash and taken over; pids
 * decide nothing, since two containers may both be pid 1.
 * @throws OperatorError 73 with the other one's pid
 */
export async function takeLock(store: string, options: LockOptions): Promise<Lock> {
  const path = toSocketPath(store, options);
  await refuseIfHeld(store, path, options);
  const { requests, pid } = options;
  const serving = { requests: { ping: () => ({}), ...requests }, pid };
  // A pipe of Windows goes with its process and cannot be taken twice.
  const isPipe = options.platform === "win32";
  const leave = isPipe ? null : await enter(`${path}.takeover`, options);
  try {
    await refuseIfHeld(store, path, options);
    if (!isPipe) removeSocket(path);
    const server = await ControlServer.listen(path, serving);
    if (!isPipe) chmodSync(path, 0o600);
    return { release: () => server.close() };
  } catch (error) {
    throw toUnusable(`Take the lock "${path}"`, error);
  } finally {
    leave?.();
  }
}

async function refuseIfHeld(store: string, path: string, options: LockOptions): Promise<void> {
  const answer = await askControl(path, { name: "ping", timeoutMs: options.patienceMs });
  if (answer.kind === "absent" || answer.kind === "stale") return;
  const pid = "pid" in answer && answer.pid !== null ? ` (pid ${answer.pid})` : "";
  throw new OperatorError(
    `Open the session store "${store}": another whatsapp-bot is using it${pid}`,
    {
      code: "store_in_use",
      exitCode: 73,
      hint: "stop the other one first, or set WA_DB_FILE to another path",
    },
  );
}

/**
 * Makes the file that only one can make, so that two that start at once do not take over from each other. One that
 * stays unchanged was left by a crash in this very moment.
 */
async function enter(path: string, { patienceMs }: LockOptions): Promise<() => void> {
  const end = performance.now() + patienceMs;
  const first = readIdentity(path);
  for (;;) {
    try {
      closeSync(openSync(path, "wx", 0o600));
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (toFaultText(error) !== "EEXIST") throw toUnusable(`Take the lock "${path}"`, error);
    }
    if (performance.now() > end) {
      if (readIdentity(path) !== first)
        throw toUnusable(`Take the lock "${path}"`, new Error("others are starting"));
      rmSync(path, { force: true });
    }
    await pause(pauseMs);
  }
}

function readIdentity(path: string): string | null {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts ? `${facts.ino} ${facts.mtimeMs}` : null;
}

/** Removes a stale socket, and nothing that is not a socket. */
function removeSocket(path: string): void {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (!facts) return;
  if (!facts.isSocket()) throw new Error("there is something else in the socket's place");
  rmSync(path);
}
