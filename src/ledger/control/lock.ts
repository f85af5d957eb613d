import { createHash, randomBytes } from "node:crypto";
import { chmodSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { OperatorError } from "../../bridge/errors.ts";
import { toUnusable } from "../unusable.ts";
import { askControl, ControlServer, type ControlAnswer, type ControlRequests } from "./control.ts";

/** A Unix socket's path may have 107 bytes on Linux, 103 elsewhere; a candidate's has 3 more than the owner's. */
const longestSocketPath = 100;
const pauseMs = 20;

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
  /** How long a running one may take to answer, and how long others that start at the same time are waited for. */
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
  await refuseIfHeld({ store, path, options });
  const { requests, pid } = options;
  // A pipe of Windows goes with its process and cannot be had twice.
  const isPipe = options.platform === "win32";
  const entry = isPipe ? path : toCandidate(path);
  try {
    const serving = { requests: { ping: () => ({}), ...requests }, pid };
    const server = await ControlServer.listen(entry, serving);
    try {
      if (!isPipe) await becomeOwner(server, entry, { store, path, options });
    } catch (error) {
      await server.close();
      throw error;
    }
    return { release: () => server.close() };
  } catch (error) {
    throw toUnusable(`Take the lock "${path}"`, error);
  }
}

interface Wanted {
  readonly store: string;
  readonly path: string;
  readonly options: LockOptions;
}

/**
 * Takes the owner's name once there is nobody else. Whoever wants the store listens under a name of their own before
 * they look around, so of two that come at once one at least sees the other; the name that sorts first may stay.
 */
async function becomeOwner(server: ControlServer, own: string, wanted: Wanted): Promise<void> {
  const { path, options } = wanted;
  chmodSync(own, 0o600);
  const end = performance.now() + options.patienceMs;
  for (;;) {
    const rivals = await findRivals(own, wanted);
    // Only now: one that was a rival a moment ago is found at the owner's name.
    await refuseIfHeld(wanted);
    const [first] = rivals;
    if (!first) break;
    if (first.name < basename(own) || performance.now() > end) throw toInUse(wanted, first.answer);
    await pause(pauseMs);
  }
  const inPlace = lstatSync(path, { throwIfNoEntry: false });
  if (inPlace && !inPlace.isSocket()) throw new Error("there is something else in its place");
  server.move(path);
}

/** A name for the time until the lock is had: `<store>.s` and six digits. */
function toCandidate(path: string): string {
  return path.replace(/sock$/, `s${randomBytes(3).toString("hex")}`);
}

interface Rival {
  readonly name: string;
  readonly answer: ControlAnswer;
}

/** Others that want the same store now, by name. Nobody ever comes back to a socket that refuses, so those are removed. */
async function findRivals(own: string, { options }: Wanted): Promise<readonly Rival[]> {
  const folder = dirname(own);
  const [prefix, form] = [basename(own).slice(0, -6), /^[0-9a-f]{6}$/];
  const rivals: Rival[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    const isCandidate = name.startsWith(prefix) && form.test(name.slice(prefix.length));
    if (!isCandidate || name === basename(own)) continue;
    const answer = await ping(join(folder, name), options);
    if (answer.kind === "stale") removeSocket(join(folder, name));
    else if (answer.kind !== "absent") rivals.push({ name, answer });
  }
  return rivals;
}

async function refuseIfHeld(wanted: Wanted): Promise<void> {
  const answer = await ping(wanted.path, wanted.options);
  if (answer.kind !== "absent" && answer.kind !== "stale") throw toInUse(wanted, answer);
}

function ping(path: string, { patienceMs }: LockOptions): Promise<ControlAnswer> {
  return askControl(path, { name: "ping", timeoutMs: patienceMs });
}

function toInUse({ store }: Wanted, answer: ControlAnswer): OperatorError {
  const pid = "pid" in answer && answer.pid !== null ? ` (pid ${answer.pid})` : "";
  return new OperatorError(
    `Open the session store "${store}": another whatsapp-bot is using it${pid}`,
    {
      code: "store_in_use",
      exitCode: 73,
      hint: "stop the other one first, or set WA_DB_FILE to another path",
    },
  );
}

function removeSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) rmSync(path, { force: true });
}
