// `doctor` between both simulators, with a `serve` that runs: each of its checks broken in turn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";

import { runCommand } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";
import { dialog360Faults } from "./doctor-faults-dialog360.ts";
import { faults } from "./doctor-faults.ts";
import { examine, startScene } from "./doctor-scene.ts";

test("doctor finds nothing wrong where nothing is, and leaves no trace", async (t) => {
  const { bot, env } = await startScene(t);
  const { teamwire, dialog360 } = bot.world;
  const before = [teamwire.simulator.chats, dialog360.simulator.calls.length, bot.posts()];
  const count = (): Promise<number> =>
    bot.read((reader) => reader.notifications({ limit: 0 }).total);
  const recorded = await count();
  const { code, ok, checks } = await examine(env);
  assert.deepEqual(
    checks.filter((check) => check.ok !== true).map(({ id }) => id),
    ["teamwire-writes"],
  );
  assert.deepEqual([code, ok], [0, true]);
  for (const check of checks) {
    assert.deepEqual(Object.keys(check), ["id", "title", "ok", "detail", "remedy"]);
    assert.equal(check.remedy === null, check.ok === true, check.id);
  }
  const after = [teamwire.simulator.chats, dialog360.simulator.calls.length, bot.posts()];
  assert.deepEqual(after, before);
  assert.equal(await count(), recorded);
});

test("doctor: of each fault exactly one check tells, with its remedy", async (t) => {
  const all = { ...faults, ...dialog360Faults };
  const scene = await startScene(t);
  const { bot, env } = scene;
  const { dialog360, teamwire, cast } = bot.world;
  const { apiKey } = dialog360.simulator;
  const right = { ...env };
  for (const [name, { id, detail, remedy, make }] of Object.entries(all)) {
    await make(scene, t);
    const { code, ok, checks } = await examine(env);
    const failed = checks.filter((check) => check.ok === false);
    assert.deepEqual([name, ...failed.map((check) => check.id)], [name, id]);
    assert.deepEqual([code, ok], [1, false], name);
    assert.match(failed[0]?.detail ?? "", detail, name);
    assert.match(failed[0]?.remedy ?? "", remedy, name);
    const number = checks.findIndex((check) => check.id === id) + 1;
    for (const check of checks.filter(({ detail: words }) => words.startsWith("not checked"))) {
      assert.deepEqual([check.ok, check.detail], [null, `not checked because of ${number}`], name);
    }
    for (const key of Object.keys(env)) delete env[key];
    Object.assign(env, right);
    scene.shiftMs = 0;
    teamwire.simulator.faults.clear();
    dialog360.simulator.faults.clear();
    dialog360.simulator.webhook.register({ url: bot.notificationsUrl, headers: bot.headers });
    Object.assign(dialog360.simulator, { apiKey, blockedBy: null, templates: cast.templates });
  }
  const { ok, checks } = await examine(env);
  assert.ok(ok);
  const told = new Set(Object.values(all).map(({ id }) => id));
  const others = checks.map(({ id }) => id).filter((id) => !told.has(id));
  // One cannot fail, since it is never tried; the other is about hosts and counts, and has a unit test.
  assert.deepEqual(others, ["teamwire-writes", "sandbox"]);
});

test("doctor tells how much of the sandbox is used up, and what the sandbox does not tell", async (t) => {
  const { bot, env } = await startScene(t, { world: { dialog360: { shape: "sandbox" } } });
  const tid = bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "";
  bot.world.teamwire.simulator.post(tid, "user-anna", "Hello Tobias");
  await until("the answer to be settled", () =>
    bot.read((reader) => reader.deliveries({ states: ["delivered"], limit: 0 }).total > 0),
  );
  const { code, checks } = await examine(env);
  const tell = (wanted: string): string | undefined =>
    checks.find(({ id }) => id === wanted)?.detail;
  assert.equal(code, 0);
  assert.equal(tell("sandbox"), "1 sent of 200 messages, to your own number only, without files");
  assert.equal(tell("health-status"), "not told: neither the v1 API nor the sandbox offers it");
});

test("doctor prints a numbered line for each check, in colours only on a terminal", async (t) => {
  const { bot, env } = await startScene(t);
  bot.world.dialog360.simulator.webhook.register(null);
  const plain = await runCommand(["doctor"], { env });
  assert.equal(plain.code, 1);
  const lines = plain.stdout.split("\n");
  assert.equal(lines[0], " 1 ok     The settings are right: nothing is wrong");
  const at = lines.findIndex((line) => line.startsWith("17 FAILED The webhook is registered"));
  assert.match(lines[at + 1] ?? "", /^ {10}remedy: run: whatsapp-bot webhook set <url>/);
  assert.match(lines[at + 2] ?? "", /^18 - .*: not checked because of 17$/);
  assert.match(plain.stdout, /\n20 passed, 1 failed, 3 not checked\n$/);
  assert.equal(plain.stderr.split("\n")[0], "error: 1 of 24 checks failed: webhook");
  assert.ok(!plain.stdout.includes("\u001b"));
  const terminal = await runCommand(["doctor"], { env, columns: 60 });
  assert.ok(terminal.stdout.startsWith(" 1 \u001b[32m✓\u001b[0m The settings are right"));
  assert.ok(terminal.stdout.includes("\n17 \u001b[31m✗\u001b[0m The webhook is registered"));
  const shown = stripVTControlCharacters(terminal.stdout);
  assert.ok(
    shown.split("\n").every((line) => line.length <= 60),
    shown,
  );
  const colourless = { ...env, NO_COLOR: "1" };
  const monochrome = await runCommand(["doctor"], { env: colourless, columns: 60 });
  // What is free on the disk changes while others work on it.
  assert.equal(withoutFree(monochrome.stdout), withoutFree(shown));
});

test("doctor looks at what it can before anything was set up, and says what to do", async () => {
  const { code, stdout } = await runCommand(["doctor"]);
  assert.equal(code, 1);
  assert.match(
    stdout,
    /^ 1 FAILED The settings are right: TW_API_APPID: not set; .*WA_API_KEY: not set/,
  );
  assert.match(
    stdout,
    /\n {10}remedy: TW_API_APPID: Set TW_API_APPID .*; whatsapp-bot config validate tells it of each\n/,
  );
  assert.match(
    stdout,
    /\n24 - .*: not checked because of 1\n\n0 passed, 1 failed, 23 not checked\n$/,
  );
});

test("doctor without a serve says that the public address was not tried", async (t) => {
  const { bot, env } = await startScene(t);
  await bot.stop();
  const { ok, checks } = await examine(env);
  const { ok: told, detail, remedy } = checks.find(({ id }) => id === "public-url") ?? {};
  assert.deepEqual(
    [ok, told, detail, remedy],
    [
      true,
      null,
      "not tried: no serve runs on this store",
      "run: whatsapp-bot serve, and doctor again",
    ],
  );
});

function withoutFree(shown: string): string {
  return shown.replace(/room: \d+/, "room:");
}
