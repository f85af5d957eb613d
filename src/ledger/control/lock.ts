import { createHash, randomBytes } from "node:crypto";
import { chmodSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { OperatorError } from "../../bridge/errors.ts";
import { toUnusable } from "../unusable.ts";
import { askControl, ControlServer, type ControlAnswer, type ControlRequests } from "./control.ts";
import { passGate } from "./gate.ts";

/** A Unix socket's path may have 107 bytes on Linux, 103 elsewhere; a candidate's has 3 more than the owner's. */
const longestSocketPath = 100;
const pauseMs = 20;
/** The one candidate's name that a list of permissions can hold; see README, "On Deno". */
const grantedName = "000000";

/** What decides where a store's socket is. */
export interface SocketPlace {
  readonly platform: NodeJS.Platform;
  /** Asked only where it matters: in Deno that is a permission. */
  readonly tempFolder: () => string;
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
  return join(tempFolder(), `whatsapp-bot-${name}.sock`);
}

/**
 * Becomes the one writer of a store. A socket that nobody answers at is left over from a crash and taken over; pids
 * decide nothing, since two containers may both be pid 1.
 * @throws OperatorError 73 with the other one's pid
 */
export async function takeLock(store: string, options: LockOptions): Promise<Lock> {
  const path = toSocketPath(store, options);
  const wanted = { store, path, options };
  await refuseIfHeld(wanted);
  try {
    // A pipe of Windows goes with its process and cannot be had twice.
    const isPipe = options.platform === "win32";
    const server = await (isPipe ? listenAt(path, options) : compete(wanted));
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

/** Listens at a name of our own, `<store>.s` and six digits, until the owner's can be had. */
async function compete(wanted: Wanted): Promise<ControlServer> {
  const { path, options } = wanted;
  try {
    const server = await listenAt(toCandidate(path, randomBytes(3).toString("hex")), options);
    return await becomeOwner(server, wanted);
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
  const { patienceMs } = options;
  const act = (): Promise<ControlServer> => competeByGrant(wanted);
  const server = await passGate(dirname(path), { patienceMs, act });
  return server ?? Promise.reject(toInUse(wanted, { kind: "silent" }));
}

/**
 * Deno grants sockets one by one, by their whole name, so all who are held to that compete under the same one. What a crash
 * left there could not be told from a living one in time, if there were two that looked: hence the gate.
 */
async function competeByGrant(wanted: Wanted): Promise<ControlServer> {
  const { options } = wanted;
  const path = toCandidate(wanted.path, grantedName);
  const answer = await ping(path, options);
  if (answer.kind === "stale") removeSocket(path);
  else if (answer.kind !== "absent") throw toInUse(wanted, answer);
  return becomeOwner(await listenAt(path, options), wanted);
}

function listenAt(path: string, { requests, pid }: LockOptions): Promise<ControlServer> {
  return ControlServer.listen(path, { requests: { ping: () => ({}), ...requests }, pid });
}

function toCandidate(path: string, name: string): string {
  return path.replace(/sock$/, `s${name}`);
}

/**
 * Takes the owner's name once there is nobody else. Whoever wants the store listens under a name of their own before
 * they look around, so of two that come at once one at least sees the other; the name that sorts first may stay.
 */
async function becomeOwner(server: ControlServer, wanted: Wanted): Promise<ControlServer> {
  try {
    const { path } = wanted;
    chmodSync(server.path, 0o600);
    await outlastRivals(server.path, wanted);
    const inPlace = lstatSync(path, { throwIfNoEntry: false });
    if (inPlace && !inPlace.isSocket()) throw new Error("there is something else in its place");
    server.move(path);
    return server;
  } catch (error) {
    await server.close();
    // Our name is gone: a rival could not tell that somebody listens there, or may not ask.
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw toInUse(wanted, { kind: "silent" });
    throw error;
  }
}

async function outlastRivals(own: string, wanted: Wanted): Promise<void> {
  const { options } = wanted;
  const end = performance.now() + options.patienceMs;
  for (;;) {
    const rivals = await findRivals(own, wanted);
    // Only now: one that was a rival a moment ago is found at the owner's name.
    await refuseIfHeld(wanted);
    const [first] = rivals;
    if (!first) return;
    if (first.name < basename(own) || performance.now() > end) throw toInUse(wanted, first.answer);
    await pause(pauseMs);
  }
}

interface Rival {
  readonly name: string;
  readonly answer: ControlAnswer;
}

/** Others that want the same store now, by name. Nobody comes to life behind a socket that refuses, so those are removed. */
async function findRivals(own: string, { options }: Wanted): Promise<readonly Rival[]> {
  const folder = dirname(own);
  const [prefix, form] = [basename(own).slice(0, -6), /^[0-9a-f]{6}$/];
  const rivals: Rival[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    const isCandidate = name.startsWith(prefix) && form.test(name.slice(prefix.length));
    if (!isCandidate || name === basename(own)) continue;
    const answer = await pingRival(join(folder, name), options);
    if (answer.kind === "stale") removeSocket(join(folder, name));
    else if (answer.kind !== "absent") rivals.push({ name, answer });
  }
  return rivals;
}

/** Whom Deno does not let us ask counts as gone: if it lives it loses its name, and without that nobody becomes the owner. */
async function pingRival(path: string, options: LockOptions): Promise<ControlAnswer> {
  try {
    return await ping(path, options);
  } catch (error) {
    if (isDenied(error)) return { kind: "stale" };
    throw error;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name === "NotCapable";
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
