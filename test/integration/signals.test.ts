// The process itself: what signals and the control socket do to a `serve` that runs.
import assert from "node:assert/strict";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { askControl, type ControlAnswer } from "../../src/ledger/control/control.ts";
import { toSocketPath } from "../../src/ledger/control/lock.ts";
import { createStage, source, type Stage } from "../e2e/program.ts";
import { until } from "../fakes/until.ts";

async function serve(
  t: TestContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const secret = "s3cret-s3cret";
  const stage = await createStage(t, source, {
    environment: { WA_WEBHOOK_SECRET: secret, ...environment },
  });
  stage.headers = { Authorization: `Bearer ${secret}` };
  await stage.serve();
  return stage;
}

function write(stage: Stage, customer: number, text: string): Promise<boolean> {
  const { dialog360, cast } = stage.world;
  const writer = cast.customers[customer];
  assert.ok(writer);
  return dialog360.simulator.writes(writer, text).taken;
}

function readTitles(stage: Stage): string[] {
  return stage.world.teamwire.simulator.chats.map(({ chat }) => chat.title);
}

for (const [signal, code] of [
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const) {
  test(`a second ${signal} ends serve at once with ${code}, and nothing is lost`, async (t) => {
    const stage = await serve(t, { WA_DRAIN_TIMEOUT: "3600" });
    await write(stage, 0, "Hello");
    await until("a chat", () => readTitles(stage).length === 1);
    const { faults } = stage.world.teamwire.simulator;
    faults.latencyMs = 1e9;
    assert.equal(await write(stage, 0, "Do not lose me"), true);
    await until("an attempt", async () => {
      const { stdout } = await stage.run("deliveries", "list", "--json", "--state", "sending");
      return (JSON.parse(stdout) as { total: number }).total === 1;
    });
    stage.signal(signal);
    await until("the drain", () => stage.log.includes('"draining"'));
    assert.equal(await stage.end(signal), code);
    assert.doesNotMatch(stage.log, /left for the next start/);
    faults.clear();
    await stage.serve();
    const { simulator } = stage.world.teamwire;
    const readPosts = () => simulator.chats[0]?.messages.map(({ msg }) => msg);
    await until("the message", () => readPosts()?.length === 2);
    assert.deepEqual(readPosts(), ["Hello", "Do not lose me"]);
    assert.equal(await stage.end(signal), 0);
  });
}

/** Changes the config. @returns what gives it back */
function changePrefix(stage: Stage, prefix: string): void {
  const file = join(stage.folder, "wa_config.json");
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/"chat_title_prefix":"[^"]*"/, `"chat_title_prefix":"${prefix}"`),
  );
}

function breakConfig(stage: Stage): () => void {
  const file = join(stage.folder, "wa_config.json");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("chat_title_prefix", "chat_title_prefox"));
  return () => writeFileSync(file, text);
}

function ask(stage: Stage): Promise<ControlAnswer> {
  const store = realpathSync(join(stage.folder, "whatsapp_bot.db"));
  const socket = toSocketPath(store, { platform: platform(), tempFolder: tmpdir });
  return askControl(socket, { name: "reload", timeoutMs: 10_000 });
}

test("SIGHUP has the config read again; one that is not valid is said, and the old one stays", async (t) => {
  const stage = await serve(t);
  await write(stage, 0, "Hello");
  await until("a chat", () => readTitles(stage).length === 1);
  changePrefix(stage, "Line 2:");
  stage.signal("SIGHUP");
  await until("the new config", () => stage.log.includes('read again"'));
  await write(stage, 1, "Hello");
  await until("a chat of the new config", () => readTitles(stage).length === 2);
  breakConfig(stage);
  stage.signal("SIGHUP");
  await until("the complaint", () => stage.log.includes("the old one stays"));
  assert.match(stage.log, /configs\[0\]\.chat_title_prefox/);
  await write(stage, 2, "Hello");
  await until("one more chat", () => readTitles(stage).length === 3);
  assert.deepEqual(
    readTitles(stage).map((title) => title.split(":")[0]),
    ["Whatsapp", "Line 2", "Line 2"],
  );
  assert.equal(await stage.end("SIGTERM"), 0);
});

test("serve reload tells who asked and the log what is wrong, and the old config stays", async (t) => {
  const stage = await serve(t);
  changePrefix(stage, "Line 2:");
  assert.equal((await ask(stage)).kind, "answered");
  const mend = breakConfig(stage);
  const declined = await ask(stage);
  assert.equal(declined.kind, "declined");
  assert.match(JSON.stringify(declined), /chat_title_prefox/);
  await until("the first complaint", () => countRefusals(stage) === 1);
  const told = await stage.run("serve", "reload");
  assert.deepEqual([told.code, told.stdout], [78, ""]);
  assert.match(
    told.stderr,
    /chat_title_prefox: not a known key \(Did you mean "chat_title_prefix"/,
  );
  assert.match(told.stderr, /chat_title_prefix: missing/);
  await until("the second complaint", () => countRefusals(stage) === 2);
  const places = stage.log.match(/"level":"error".*"where":"configs\[0\]\.chat_title_pref[io]x"/g);
  assert.equal(places?.length, 4, "both problems, each time");
  await write(stage, 0, "Hello");
  await until("a chat", () => readTitles(stage).length === 1);
  assert.match(readTitles(stage)[0] ?? "", /^Line 2:/);
  mend();
  assert.deepEqual(await stage.run("serve", "reload", "--json"), {
    code: 0,
    stdout: '{"reloaded":true,"warnings":[]}\n',
    stderr: "",
  });
  assert.equal(await stage.end("SIGTERM"), 0);
});

function countRefusals(stage: Stage): number {
  return stage.log.split("the old one stays").length - 1;
}

test("warnings of the config are in the log, and told to who asked for a reload", async (t) => {
  const stage = await serve(t);
  const file = join(stage.folder, "wa_config.json");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/"key":"[^"]*"/, '"key":"+49681300012978"'));
  const { code, stdout, stderr } = await stage.run("serve", "reload");
  assert.deepEqual([code, stdout], [0, "reloaded\n"]);
  assert.match(stderr, /^warning: configs\[0\]\.key: .* is not a GUID/);
  const line = await until("the log", () =>
    stage.log.split("\n").find((one) => one.includes("configs[0].key")),
  );
  assert.match(line, /"level":"warn"/);
  assert.doesNotMatch(line, /49681300012978/);
  assert.equal(await stage.end("SIGTERM"), 0);
});
