// What surrounds the process: slow and vanished readers, silent connections.
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { listen } from "../../src/app/listen.ts";
import type { NewDelivery } from "../../src/bridge/delivery.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { emptyPlan, toSession } from "../contracts/ledger-samples.ts";
import { until } from "../fakes/until.ts";

const silent = (): void => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

function createFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-process-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface StartOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A file that is open, in the place of a pipe. */
  readonly stdout?: number | "pipe";
  readonly stderr?: number | "pipe";
}

/** Runs the source under whatever runs this test. */
function start(
  t: TestContext,
  args: readonly string[],
  { folder, env, stdout = "pipe", stderr = "pipe" }: StartOptions,
): ChildProcess {
  const runtime = process.versions["deno"] ? ["run", "-A", "--no-check"] : [];
  const child = spawn(process.execPath, [...runtime, resolve("src/main.ts"), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", stdout, stderr],
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

test("a long list reaches a reader that is slow to begin, whole", async (t) => {
  const folder = createFolder(t);
  const file = join(folder, "store.db");
  const ledger = await openLedger(file, { log, pid: 1 });
  const deliveries = Array.from({ length: 4_000 }, (_, index): NewDelivery => ({
    sessionId: null,
    side: "team",
    sourceId: `notification:${index}`,
    part: 0,
    kind: "unreadable",
    outgoing: null,
    state: "failed",
    reason: "a message without an id",
    createdAt: 1_790_000_000_000,
    tid: null,
  }));
  await ledger.plan({ ...emptyPlan, deliveries });
  await ledger.close();
  const args = ["deliveries", "list", "--json", "--limit", "0"];
  const child = start(t, args, { folder, env: { WA_DB_FILE: file } });
  const ended = once(child, "close");
  // Longer than a finished command waits for open handles.
  await Promise.race([once(child, "exit"), new Promise((done) => setTimeout(done, 4_000))]);
  let text = "";
  child.stdout?.on("data", (chunk) => (text += String(chunk)));
  assert.deepEqual(await ended, [0, null]);
  const listed = JSON.parse(text) as { deliveries: unknown[]; total: number };
  assert.equal(listed.deliveries.length, 4_000);
});

// Deno throws where Node has an event, and gives no code.
const hasFullDisk = existsSync("/dev/full");

test(
  "a full disk under the output is a failure and no bug",
  { skip: !hasFullDisk && "there is no /dev/full" },
  async (t: TestContext) => {
    const stdout = openSync("/dev/full", "w");
    t.after(() => closeSync(stdout));
    const child = start(t, ["config", "schema"], { folder: createFolder(t), env: {}, stdout });
    let told = "";
    child.stderr?.on("data", (chunk) => (told += String(chunk)));
    assert.deepEqual(await once(child, "close"), [1, null]);
    assert.equal(told, "error: Write the output: ENOSPC\n");
  },
);

const hasScript = spawnSync("script", ["--version"]).status === 0;
const hasTerminal = hasScript && !process.versions["deno"];

test(
  "Ctrl+C and Ctrl+D at the question of sessions forget are a no; a name in it moves no cursor",
  { skip: !hasTerminal && "there is no script(1), or it is not Node" },
  async (t: TestContext) => {
    const folder = createFolder(t);
    const store = join(folder, "store.db");
    const ledger = await openLedger(store, { log, pid: 1 });
    const session = toSession(1, { name: "Mal\u001b[31mlory", phone: "491511234567" });
    await ledger.plan({ ...emptyPlan, newSessions: [session] });
    await ledger.close();
    const command = `"${process.execPath}" "${resolve("src/main.ts")}" sessions forget 1 --db-file "${store}"`;
    for (const key of ["\u0003", "\u0004"]) {
      const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"]);
      t.after(() => child.kill("SIGKILL"));
      const ended = once(child, "close");
      let told = "";
      child.stdout.on("data", (chunk) => (told += String(chunk)));
      await until("the question", () => told.includes("[y/N]"));
      child.stdin.write(key);
      assert.deepEqual(await ended, [1, null], told);
      assert.match(told, /Erase Mal \[31mlory .*\r\n(.*\r\n)?error: nothing was erased\r\n$/s);
      assert.ok(!told.includes("\u001b[31m") && !told.includes("bug"), told);
    }
  },
);

/** Starts `serve` with nobody at the other ends. */
function startServe(t: TestContext, folder: string, stderr: number | "pipe"): ChildProcess {
  const user = { user_id: "u1" };
  const configs = [{ key: "k", chat_title_prefix: "W", user_recipients: [user] }];
  writeFileSync(join(folder, "wa_config.json"), JSON.stringify({ configs }));
  return start(t, ["serve"], {
    folder,
    stderr,
    env: {
      TW_API_APPID: "app",
      TW_API_SECRET: "secret-of-teamwire",
      TW_API_HOST: "http://127.0.0.1:9",
      WA_API_KEY: "key-of-360dialog",
      WA_API_URL: "http://127.0.0.1:9",
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: "0",
      WA_OPS_PORT: "off",
      WA_LOG_LEVEL: "debug",
      WA_LOG_FORMAT: "json",
    },
  });
}

test(
  "serve goes on while the disk under its log is full",
  { skip: !hasFullDisk && "there is no /dev/full" },
  async (t: TestContext) => {
    const [folder, stderr] = [createFolder(t), openSync("/dev/full", "w")];
    t.after(() => closeSync(stderr));
    const child = startServe(t, folder, stderr);
    const ended = once(child, "exit");
    await until("the start", () => {
      assert.equal(child.exitCode, null);
      return existsSync(join(folder, "whatsapp_bot.db.sock"));
    });
    if (child.pid) process.kill(child.pid, "SIGTERM");
    assert.deepEqual(await ended, [0, null]);
  },
);

test("serve goes on when whoever reads its log goes away", async (t) => {
  const child = startServe(t, createFolder(t), "pipe");
  const ended = once(child, "exit");
  let told = "";
  child.stderr?.on("data", (chunk) => (told += String(chunk)));
  const port = await until("the start", () => /"notifications":(\d+)/.exec(told)?.[1]);
  child.stderr?.destroy();
  const url = `http://127.0.0.1:${port}/whatsapp/notification`;
  for (let turn = 0; turn < 3; turn += 1) {
    // Refused, which is logged the first time.
    const answer = await fetch(url, { method: "POST", body: "{}" });
    assert.equal(answer.status, 401);
    await answer.body?.cancel();
    await new Promise((next) => setTimeout(next, 50));
  }
  // Not by `child.kill`: for Deno a child that it signalled always ended by that signal.
  if (child.pid) process.kill(child.pid, "SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});

for (const [what, bytes] of [
  ["says nothing", ""],
  ["breaks off in a request", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
] as const) {
  test(`listen's close does not wait for a connection that ${what}`, async (t) => {
    const listener = await listen({
      fetch: async (request) => new Response(await request.text().catch(() => "")),
      host: "127.0.0.1",
      port: 0,
      setting: "WA_NOTIFICATIONS_PORT",
    });
    const socket = connect(listener.port, "127.0.0.1");
    t.after(() => socket.destroy());
    socket.on("error", silent);
    await once(socket, "connect");
    socket.write(bytes);
    let isClosed = false;
    void listener.close().then(() => (isClosed = true));
    await until("the end", () => isClosed);
  });
}

test(
  "on a terminal that was never told its size a table has 80 columns",
  { skip: !hasScript && "there is no script(1)" },
  (t: TestContext) => {
    const runtime = process.versions["deno"] ? "run -A --no-check" : "";
    const line = `"${process.execPath}" ${runtime} "${resolve("src/main.ts")}" sessions list`;
    // Where there is no terminal outside, that of `script` says 0.
    const { stdout, status } = spawnSync("script", ["-qec", line, "/dev/null"], {
      cwd: createFolder(t),
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /ID {2}CUSTOMER .*PENDING/);
  },
);
