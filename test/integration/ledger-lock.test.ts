import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { askControl, ControlServer } from "../../src/ledger/control/control.ts";
import { takeLock, toSocketPath, type LockOptions } from "../../src/ledger/control/lock.ts";
import { until } from "../fakes/until.ts";
import { createFolder } from "../unit/ledger/temp-store.ts";

const options: LockOptions = {
  platform: "linux",
  tempFolder: tmpdir,
  pid: 4711,
  requests: {},
  patienceMs: 2000,
};

function isInUse(error: unknown): boolean {
  return error instanceof OperatorError && error.exitCode === 73 && error.code === "store_in_use";
}

/** Leaves a socket behind that nobody listens at, as kill -9 does. */
async function leaveStaleSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.live`, resolve));
  linkSync(`${path}.live`, path);
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

test("toSocketPath is beside the store, or hashed where that is too long, or a pipe", () => {
  assert.equal(toSocketPath("/srv/bot.db", options), "/srv/bot.db.sock");
  const long = `/srv/${"x".repeat(100)}/bot.db`;
  const hashed = toSocketPath(long, { ...options, tempFolder: () => "/tmp" });
  assert.match(hashed, /^\/tmp\/whatsapp-bot-[0-9a-f]{24}\.sock$/);
  assert.notEqual(hashed, toSocketPath(`${long}2`, { ...options, tempFolder: () => "/tmp" }));
  assert.match(
    toSocketPath("C:\\bot.db", { ...options, platform: "win32" }),
    /^\\\\\.\\pipe\\whatsapp-bot-[0-9a-f]{24}$/,
  );
});

test("takeLock refuses while another holds it, also one with the same pid", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const lock = await takeLock(store, options);
  assert.equal(statSync(`${store}.sock`).mode & 0o777, 0o600);
  await assert.rejects(takeLock(store, options), (error) => {
    assert.ok(isInUse(error));
    assert.match(String(error), /pid 4711/);
    return true;
  });
  await lock.release();
  assert.ok(!existsSync(`${store}.sock`));
  await (await takeLock(store, options)).release();
});

test("takeLock gives it to one of many that come at once", async (t) => {
  const store = join(createFolder(t), "bot.db");
  await leaveStaleSocket(`${store}.sock`);
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(store, options)));
  const won = tries.filter((result) => result.status === "fulfilled");
  assert.equal(won.length, 1);
  assert.ok(tries.every((result) => result.status === "fulfilled" || isInUse(result.reason)));
  await won[0]?.value.release();
});

test("takeLock takes over a socket that nobody answers at", async (t) => {
  const store = join(createFolder(t), "bot.db");
  await leaveStaleSocket(`${store}.sock`);
  assert.deepEqual(await askControl(`${store}.sock`, { name: "ping", timeoutMs: 2000 }), {
    kind: "stale",
  });
  const lock = await takeLock(store, options);

  await lock.release();
});

test("takeLock cleans up after one that was killed while it took the lock", async (t) => {
  const store = join(createFolder(t), "bot.db");
  await leaveStaleSocket(`${store}.s000000`);
  writeFileSync(`${store}.s111111`, "somebody's notes");
  const lock = await takeLock(store, options);
  assert.ok(!existsSync(`${store}.s000000`));
  assert.ok(existsSync(`${store}.s111111`));
  await lock.release();
});

test("takeLock yields to one that is just taking the lock and sorts before it", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const rival = await ControlServer.listen(`${store}.s000000`, { requests: {}, pid: 99 });
  t.after(() => rival.close());
  await assert.rejects(takeLock(store, options), (error) => {
    assert.ok(isInUse(error));
    assert.match(String(error), /pid 99/);
    return true;
  });
  assert.deepEqual(readdirSync(dirname(store)), ["bot.db.s000000"]);
});

test("takeLock waits for one that sorts behind it, and refuses if that becomes the owner", async (t) => {
  const store = join(createFolder(t), "bot.db");
  for (const becomesOwner of [false, true]) {
    let asked = 0;
    const requests = { ping: () => (asked += 1) };
    // Behind every name that is made of hexadecimal digits.
    const rival = await ControlServer.listen(`${store}.sffffff`, { requests, pid: 99 });
    t.after(() => rival.close());
    const taking = takeLock(store, options);
    taking.catch(() => {});
    await until("the second look", () => asked > 1);
    if (becomesOwner) {
      rival.move(`${store}.sock`);
      await assert.rejects(taking, isInUse);
    } else {
      await rival.close();
      await (await taking).release();
    }
  }
});

test("takeLock respects one that holds the socket and says nothing", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const silent = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => silent.listen(`${store}.sock`, resolve));
  await assert.rejects(takeLock(store, { ...options, patienceMs: 50 }), isInUse);
  await new Promise<void>((resolve) => silent.close(() => resolve()));
});

test("takeLock says that another one is using the store if its own socket was removed meanwhile", async (t) => {
  const store = join(createFolder(t), "bot.db");
  let asked = 0;
  const ping = (): void => {
    asked += 1;
    for (const name of readdirSync(dirname(store)))
      if (!name.endsWith("sffffff")) rmSync(join(dirname(store), name));
  };
  const rival = await ControlServer.listen(`${store}.sffffff`, { requests: { ping }, pid: 99 });
  const taking = takeLock(store, options);
  taking.catch(() => {});
  await until("the look", () => asked > 0);
  await rival.close();
  await assert.rejects(taking, isInUse);
});

test("takeLock removes nothing that is not a socket", async (t) => {
  const store = join(createFolder(t), "bot.db");
  writeFileSync(`${store}.sock`, "somebody's notes");
  await assert.rejects(takeLock(store, options), OperatorError);
  assert.ok(existsSync(`${store}.sock`));
});

test("takeLock works for a path that is too long for a socket", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "x".repeat(100), "bot.db");
  const lock = await takeLock(store, { ...options, tempFolder: () => folder });
  assert.equal(dirname(toSocketPath(store, { ...options, tempFolder: () => folder })), folder);
  await assert.rejects(takeLock(store, { ...options, tempFolder: () => folder }), isInUse);
  await lock.release();
});

test("takeLock works for a socket's path of 100 bytes, the longest beside the store", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "x".repeat(100 - Buffer.byteLength(join(folder, ".sock"))));
  const lock = await takeLock(store, options);
  assert.ok(existsSync(`${store}.sock`));
  await lock.release();
});

interface Runtime {
  readonly command: string;
  readonly args: readonly string[];
}

/** Starts a process that takes the lock once it is told to. @param runtime that of the test unless it is given */
async function startHolder(
  t: TestContext,
  store: string,
  runtime: Runtime = {
    command: process.execPath,
    args: process.versions["deno"] ? ["run", "-A", "--no-check"] : [],
  },
): Promise<ChildProcess> {
  const args = [...runtime.args, "test/fakes/lock-holder.ts", store];
  const child = spawn(runtime.command, args, { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  assert.equal(await nextWord(child), "ready\n");
  return child;
}

async function nextWord(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return String(chunk);
}

async function take(child: ChildProcess): Promise<string> {
  const word = nextWord(child);
  child.stdin?.write("take it\n");
  return word;
}

test("of processes that come at once to a killed one's store exactly one has it, all with pid 1", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const owner = await startHolder(t, store);
  assert.equal(await take(owner), "held\n");
  const others = await Promise.all(Array.from({ length: 3 }, () => startHolder(t, store)));
  const [early, ...late] = others;
  assert.match(await take(early ?? owner), /another whatsapp-bot is using it \(pid 1\)/);
  const ended = once(owner, "exit");
  owner.kill("SIGKILL");
  await ended;
  assert.ok(existsSync(`${store}.sock`));
  const words = await Promise.all(late.map((child) => take(child)));
  assert.equal(words.filter((word) => word === "held\n").length, 1, words.join(""));
  assert.deepEqual(readdirSync(dirname(store)), ["bot.db.sock"]);
});

test("on Deno, held to README's two sockets, exactly one of processes that come at once has it too", async (t) => {
  const folder = realpathSync(createFolder(t));
  const store = join(folder, "bot.db");
  // The last one is of another whatsapp-bot, one that was not held to two, and may not even be asked.
  for (const name of ["sock", "s000000", "s1a2b3c"]) await leaveStaleSocket(`${store}.${name}`);
  const granted = [
    `--allow-net=unix:${store}.sock,unix:${store}.s000000`,
    `--allow-read=${folder}`,
    `--allow-write=${folder}`,
  ];
  const args = ["run", "--no-prompt", "--no-check", ...granted];
  const runtime = { command: "node_modules/.bin/deno", args };
  const all = await Promise.all(Array.from({ length: 4 }, () => startHolder(t, store, runtime)));
  const words = await Promise.all(all.map((child) => take(child)));
  assert.equal(words.filter((word) => word === "held\n").length, 1, words.join(""));
  assert.equal(words.filter((word) => word.includes("another whatsapp-bot is using it")).length, 3);
  assert.deepEqual(readdirSync(folder), ["bot.db.sock"]);
});
