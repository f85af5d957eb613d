import assert from "node:assert/strict";
import { existsSync, linkSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { askControl } from "../../src/ledger/control.ts";
import { takeLock, toSocketPath, type LockOptions } from "../../src/ledger/lock.ts";
import { createFolder } from "../unit/ledger/temp-store.ts";

const options: LockOptions = {
  platform: "linux",
  tempFolder: tmpdir(),
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
  const hashed = toSocketPath(long, { ...options, tempFolder: "/tmp" });
  assert.match(hashed, /^\/tmp\/whatsapp-bot-[0-9a-f]{24}\.sock$/);
  assert.notEqual(hashed, toSocketPath(`${long}2`, { ...options, tempFolder: "/tmp" }));
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
  assert.ok(!existsSync(`${store}.sock.takeover`));
  await lock.release();
});

test("takeLock gets past a take-over that was cut off", async (t) => {
  const store = join(createFolder(t), "bot.db");
  writeFileSync(`${store}.sock.takeover`, "");
  const lock = await takeLock(store, { ...options, patienceMs: 100 });
  assert.ok(!existsSync(`${store}.sock.takeover`));
  await lock.release();
});

test("takeLock respects one that holds the socket and says nothing", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const silent = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => silent.listen(`${store}.sock`, resolve));
  await assert.rejects(takeLock(store, { ...options, patienceMs: 50 }), isInUse);
  await new Promise<void>((resolve) => silent.close(() => resolve()));
});

test("takeLock removes nothing that is not a socket", async (t) => {
  const store = join(createFolder(t), "bot.db");
  writeFileSync(`${store}.sock`, "somebody's notes");
  await assert.rejects(takeLock(store, options), OperatorError);
  assert.ok(existsSync(`${store}.sock`));
  assert.ok(!existsSync(`${store}.sock.takeover`));
});

test("takeLock works for a path that is too long for a socket", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "x".repeat(100), "bot.db");
  const lock = await takeLock(store, { ...options, tempFolder: folder });
  assert.equal(dirname(toSocketPath(store, { ...options, tempFolder: folder })), folder);
  await assert.rejects(takeLock(store, { ...options, tempFolder: folder }), isInUse);
  await lock.release();
});

test("the control socket answers requests by name, and says why it does not", async (t) => {
  const store = join(createFolder(t), "bot.db");
  const requests = {
    double: (given: unknown) => ({ twice: Number(given) * 2 }),
    fail: () => Promise.reject(new Error("not now")),
  };
  const lock = await takeLock(store, { ...options, requests });
  function ask(name: string, given?: unknown): Promise<unknown> {
    return askControl(`${store}.sock`, { name, given, timeoutMs: 2000 });
  }
  assert.deepEqual(await ask("double", 21), { kind: "answered", pid: 4711, result: { twice: 42 } });
  assert.deepEqual(await ask("fail"), { kind: "declined", pid: 4711, reason: "not now" });
  assert.deepEqual(await ask("toString"), {
    kind: "declined",
    pid: 4711,
    reason: "not a known request",
  });
  assert.deepEqual(await ask("ping"), { kind: "answered", pid: 4711, result: {} });
  await lock.release();
  assert.deepEqual(await ask("ping"), { kind: "absent" });
});
