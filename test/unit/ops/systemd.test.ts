import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import type { Log } from "../../../src/bridge/ports.ts";
import { createServiceManager, type ServiceManager } from "../../../src/ops/systemd.ts";
import { until } from "../../fakes/until.ts";

interface Scene {
  readonly manager: ServiceManager;
  /** What systemd-notify was called with, a line each. */
  readonly told: () => string[];
  readonly warnings: string[];
}

/** A stand-in for systemd's own program, which writes down how it was called; without a script there is none. */
function createScene(
  t: TestContext,
  env: Readonly<Record<string, string>>,
  script: string | null = 'echo "$NOTIFY_SOCKET $*" >>"$0.told"',
): Scene {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-systemd-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "systemd-notify");
  if (script !== null) writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  writeFileSync(`${program}.told`, "");
  const warnings: string[] = [];
  const silent = (): void => {};
  const warn = (message: string): void => void warnings.push(message);
  const log: Log = { debug: silent, info: silent, warn, error: silent };
  return {
    manager: createServiceManager({ env, pid: 4711, log, program }),
    told: () => readFileSync(`${program}.told`, "utf8").split("\n").slice(0, -1),
    warnings,
  };
}

const socket = { NOTIFY_SOCKET: "/run/notify" };

test("systemd is told that serve is ready and that it stops", async (t) => {
  const { manager, told } = createScene(t, socket);
  manager.ready();
  await until("the first word", () => told().length === 1);
  manager.stopping();
  await until("the second word", () => told().length === 2);
  assert.deepEqual(told(), ["/run/notify --no-block READY=1", "/run/notify --no-block STOPPING=1"]);
});

test("nobody is told anything without systemd", async (t) => {
  const { manager, told, warnings } = createScene(t, {});
  manager.ready();
  manager.stopping();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual([told(), warnings], [[], []]);
});

test("the watchdog hears of a process as long as it lives, and no longer", async (t) => {
  const { manager, told } = createScene(t, { ...socket, WATCHDOG_USEC: "20000" });
  const ending = new AbortController();
  t.after(() => ending.abort());
  let isAlive = true;
  let asked = 0;
  manager.watch(() => {
    asked += 1;
    return isAlive ? Promise.resolve() : Promise.reject(new Error("hangs"));
  }, ending.signal);
  await until("two words", () => told().length >= 2);
  assert.equal(told()[0], "/run/notify --no-block WATCHDOG=1");
  isAlive = false;
  const before = asked;
  await until("forty more looks", () => asked > before + 40);
  const count = told().length;
  await until("more looks", () => asked > before + 60);
  assert.equal(told().length, count);
});

test("a watchdog for another process is left alone", async (t) => {
  const env = { ...socket, WATCHDOG_USEC: "2000", WATCHDOG_PID: "1" };
  const { manager } = createScene(t, env);
  const ending = new AbortController();
  t.after(() => ending.abort());
  let asked = 0;
  manager.watch(() => Promise.resolve((asked += 1)), ending.signal);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(asked, 0);
});

test("a systemd-notify that fails is told of once", async (t) => {
  const { manager, warnings } = createScene(t, socket, "exit 1");
  manager.ready();
  await until("the warning", () => warnings.length === 1);
  manager.stopping();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(warnings.length, 1);
});

test("a systemd-notify that is not there is told of, and ends nothing", async (t) => {
  const { manager, warnings } = createScene(t, socket, null);
  manager.ready();
  await until("the warning", () => warnings.length === 1);
});
