// The commands that keep, put back and ask after the store.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { ControlServer, type ControlRequests } from "../../src/ledger/control/control.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { startBot } from "../fakes/bot.ts";
import { runCommand, type Ran } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";
import { placeOlder } from "../unit/ledger/older-versions.ts";
import { createFolder, silentLog } from "../unit/ledger/temp-store.ts";

function parse(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

interface Scene {
  readonly cwd: string;
  readonly store: string;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
}

function setScene(t: TestContext): Scene {
  const cwd = createFolder(t);
  const store = join(cwd, "bot.db");
  placeOlder(store);
  return { cwd, store, run: (...args) => runCommand(args, { cwd, env: { WA_DB_FILE: store } }) };
}

/** Somebody who holds the store and answers. */
async function hold(t: TestContext, store: string, requests: ControlRequests): Promise<void> {
  const control = await ControlServer.listen(`${store}.sock`, { requests, pid: 4711 });
  t.after(() => control.close());
}

test("backup tells what it wrote; restore what it put in place, what it kept and the way back", async (t) => {
  const { cwd, store, run } = setScene(t);
  const backup = await run("backup", "copy.db");
  const copy = join(cwd, "copy.db");
  const { size } = statSync(copy);
  assert.deepEqual(backup, {
    code: 0,
    stdout: `backed up to ${copy}: 3 sessions, 10 deliveries, 5 notifications, ${size} bytes\n`,
    stderr: "",
  });
  const restore = await run("restore", "copy.db");
  assert.deepEqual([restore.code, restore.stderr], [0, ""]);
  const [restored, kept, back, ...rest] = restore.stdout.split("\n");
  assert.equal(
    restored,
    `restored ${store} from ${copy}: 3 sessions, 10 deliveries, 5 notifications`,
  );
  const before = kept?.replace("the store before it is kept as ", "") ?? "";
  assert.match(before, /\/bot\.db\.before-restore-\d{8}T\d{6}$/);
  assert.equal(back, `to go back: whatsapp-bot restore ${before}`);
  assert.deepEqual(rest, [""]);
  assert.equal((await run("restore", before)).code, 0);
});

test("backup and restore print JSON", async (t) => {
  const { cwd, store, run } = setScene(t);
  const held = { sessions: 3, deliveries: 10, notifications: 5 };
  const backup = parse((await run("backup", "copy.db", "--json")).stdout);
  const path = join(cwd, "copy.db");
  const { size: bytes } = statSync(path);
  assert.deepEqual(backup, { path, bytes, ...held });
  const {
    store_id: id,
    before,
    ...restored
  } = parse((await run("restore", "copy.db", "--json")).stdout);
  assert.deepEqual(restored, { path: store, from: path, bytes, ...held });
  assert.match(String(id), /^[0-9a-f]{16}$/);
  assert.ok(readdirSync(cwd).includes(String(before).slice(cwd.length + 1)));
});

test("backup and restore end with the code for what is wrong and say what to do", async (t) => {
  const { cwd, store, run } = setScene(t);
  writeFileSync(join(cwd, "notes"), "somebody's notes");
  await run("backup", "copy.db");
  for (const [args, code, word] of [
    [["backup"], 2, /missing required argument 'file'/],
    [["backup", "copy.db"], 1, /hint: .*--force/],
    [["backup", "notes", "--force"], 78, /no backup/],
    [["backup", "bot.db.log.3", "--force"], 2, /the store's own/],
    [["backup", "no/copy.db"], 73, /hint: .*mkdir -p/],
    [["backup", "new.db", "--db-file", join(cwd, "none.db")], 1, /there is none/],
    [["restore"], 2, /missing required argument 'file'/],
    [["restore", "none.db"], 1, /no such file/],
    [["restore", "notes"], 78, /another program/],
    [["restore", "bot.db"], 2, /the session store itself/],
  ] as const) {
    const ran = await run(...args);
    assert.equal(ran.code, code, `${args.join(" ")}: ${ran.stderr}`);
    assert.equal(ran.stdout, "");
    assert.match(ran.stderr, word);
  }
  const json = parse((await run("restore", "notes", "--json")).stderr);
  assert.equal((json["error"] as { code: string }).code, "store_foreign");
  assert.equal((await run("backup", "copy.db", "--force")).code, 0);
  assert.equal(readFileSync(join(cwd, "notes"), "utf8"), "somebody's notes");
  assert.ok(readFileSync(store).length > 0);
});

test("backup works beside a serve that hangs, and restore does not", async (t) => {
  const { store, run } = setScene(t);
  const silent = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => silent.listen(`${store}.sock`, resolve));
  assert.equal((await run("backup", "copy.db")).code, 0);
  await new Promise<void>((resolve) => silent.close(() => resolve()));
  const ledger = await openLedger(store, { log: silentLog, pid: 4711 });
  const restore = await run("restore", "copy.db");
  assert.equal(restore.code, 73);
  assert.match(restore.stderr, /another whatsapp-bot is using it \(pid 4711\)/);
  await ledger.close();
});

test("a store that was backed up while serve ran goes on after a restore, known by another id", async (t) => {
  const bot = await startBot(t);
  const customer = { phone: "49681300012978", name: "Tobias" };
  await bot.world.dialog360.simulator.writes(customer, "Hello").taken;
  await until("the chat", () => bot.posts().length === 1);
  const options = { cwd: bot.folder, env: { WA_DB_FILE: join(bot.folder, "store.db") } };
  assert.equal((await runCommand(["backup", "copy.db"], options)).code, 0);
  await bot.world.dialog360.simulator.writes(customer, "After the backup").taken;
  await until("the second post", () => bot.posts().length === 2);
  await bot.stop();
  assert.equal((await runCommand(["restore", "copy.db"], options)).code, 0);
  await bot.start();
  // Its delivery gets the number that the second post had; by the same reference Teamwire would take it for that post.
  await bot.world.dialog360.simulator.writes(customer, "After the restore").taken;
  await until("the third post", () => bot.posts().length === 3);
  assert.deepEqual(bot.posts(), [
    "Tobias: Hello",
    "Tobias: After the backup",
    "Tobias: After the restore",
  ]);
});

const trouble = {
  id: "webhook-open",
  since: "2026-11-23T12:00:00.000Z",
  detail: "notifications are accepted without a secret",
  remedy: "run: whatsapp-bot webhook set <url>",
};

test("healthcheck ends with 0 where serve is ready, with --strict only if nothing is degraded", async (t) => {
  const { store, run } = setScene(t);
  const health = { ready: true, reasons: [], degraded: [] as object[] };
  await hold(t, store, { health: () => health });
  assert.deepEqual(await run("healthcheck"), { code: 0, stdout: "ready\n", stderr: "" });
  assert.equal((await run("healthcheck", "--strict")).code, 0);
  health.degraded.push(trouble);
  const usual = await run("healthcheck");
  assert.equal(usual.code, 0);
  assert.equal(
    usual.stdout,
    `ready\ndegraded: webhook-open since 2026-11-23T12:00:00.000Z: ${trouble.detail} (${trouble.remedy})\n`,
  );
  const json = await run("healthcheck", "--json");
  assert.deepEqual([json.code, parse(json.stdout)], [0, health]);
  const strict = await run("healthcheck", "--strict");
  assert.deepEqual([strict.code, strict.stderr], [1, "error: serve is degraded: webhook-open\n"]);
});

test("healthcheck ends with 1 where serve is not ready, cannot say, or is not there", async (t) => {
  const { store, run } = setScene(t);
  const absent = await run("healthcheck");
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /no serve runs on the session store/);
  let answer: () => unknown = () => ({ ready: false, reasons: ["draining"], degraded: [trouble] });
  await hold(t, store, { health: () => answer() });
  const unready = await run("healthcheck", "--json");
  assert.equal(unready.code, 1);
  assert.deepEqual(parse(unready.stdout), {
    ready: false,
    reasons: ["draining"],
    degraded: [trouble],
  });
  assert.deepEqual(parse(unready.stderr), {
    error: { code: "not_ready", message: "serve is not ready: draining", hint: null },
  });
  answer = () => {
    throw new OperatorError("not now", { code: "store_in_use", exitCode: 73 });
  };
  assert.deepEqual(await run("healthcheck"), {
    code: 1,
    stdout: "",
    stderr: "error: serve is not ready: not now\n",
  });
  answer = () => "fine";
  assert.equal((await run("healthcheck")).code, 1);
});

test("serve reload asks the running serve and tells what it says of the config", async (t) => {
  const { store, run } = setScene(t);
  const absent = await run("serve", "reload");
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /error: no serve runs on the session store .*\nhint: /);
  let asked = 0;
  let problem: Error | null = null;
  await hold(t, store, {
    reload: () => {
      asked += 1;
      if (problem) throw problem;
    },
  });
  assert.deepEqual(await run("serve", "reload"), { code: 0, stdout: "reloaded\n", stderr: "" });
  assert.deepEqual(parse((await run("serve", "reload", "--json")).stdout), {
    reloaded: true,
    warnings: [],
  });
  problem = new OperatorError("1 problem with the configuration:\n  error: configs[0].key", {
    code: "configuration",
    exitCode: 78,
    hint: "whatsapp-bot config validate checks it",
  });
  assert.deepEqual(await run("serve", "reload"), {
    code: 78,
    stdout: "",
    stderr:
      "error: 1 problem with the configuration:\n  error: configs[0].key\nhint: whatsapp-bot config validate checks it\n",
  });
  assert.equal(asked, 3);
});

test("serve takes no word but reload, and starts nothing for another", async (t) => {
  const { cwd, store, run } = setScene(t);
  await hold(t, store, { reload: () => assert.fail("nobody asked for it") });
  for (const args of [["relaod"], ["relaod", "--db-file", store], ["--db-file", store, "Reload"]]) {
    const ran = await run("serve", ...args);
    assert.equal(ran.code, 2, ran.stderr);
    assert.match(ran.stderr, /unknown command serve (relaod|Reload), did you mean serve reload\?/);
  }
  const other = await run("serve", "now");
  assert.deepEqual(
    [other.code, other.stderr.split("\n")[0]],
    [2, "error: unknown command serve now"],
  );
  assert.equal((await run("serve", "reload", "--notifications-port", "1")).code, 2);
  assert.deepEqual(readdirSync(cwd).toSorted(), ["bot.db", "bot.db.log.2", "bot.db.sock"]);
});
