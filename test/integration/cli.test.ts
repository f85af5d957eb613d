import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pid } from "node:process";
import { test, type TestContext } from "node:test";

import { createWorldConfig, startWorld } from "../../src/simulator/world.ts";
import { startBot } from "../fakes/bot.ts";
import { runCommand, type Ran } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";

function createFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function parse(ran: Ran): Record<string, unknown> {
  return JSON.parse(ran.stdout) as Record<string, unknown>;
}

const complete = {
  TW_API_APPID: "app",
  TW_API_SECRET: "team-secret",
  TW_API_HOST: "https://backend.example.com",
  WA_API_KEY: "whatsapp-key",
};

test("without a command help is printed and the exit code is 2", async () => {
  const { code, stdout } = await runCommand([]);
  assert.equal(code, 2);
  assert.match(stdout, /^Usage: whatsapp-bot/);
  assert.match(stdout, /whatsapp-bot serve/);
});

test("errors are one JSON object on stderr with --json", async () => {
  const { code, stdout, stderr } = await runCommand([
    "sessions",
    "list",
    "--json",
    "--limit",
    "many",
  ]);
  assert.deepEqual([code, stdout], [2, ""]);
  const { error } = JSON.parse(stderr) as { error: Record<string, string> };
  assert.equal(error["code"], "usage");
  assert.match(error["message"] ?? "", /many/);
});

test("config validate tells every problem of settings and config at once, with place and hint", async (t) => {
  const cwd = createFolder(t);
  writeFileSync(
    join(cwd, "wa_config.json"),
    JSON.stringify({
      configs: [{ key: "not-a-guid", chat_title_prefx: "W", user_recipients: [] }],
    }),
  );
  const env = {
    ...complete,
    WA_NOTIFICATIONS_PORT: "99999",
    WA_DB_FIEL: "x",
    WA_BOT_CONFIG: "wa_config.json",
  };
  const ran = await runCommand(["config", "validate", "--json"], { cwd, env });
  assert.equal(ran.code, 78);
  const { valid, problems } = parse(ran) as {
    valid: boolean;
    problems: { where: string; message: string; hint: string; severity: string }[];
  };
  assert.equal(valid, false);
  assert.deepEqual(
    new Set(problems.map(({ where }) => where)),
    new Set([
      "WA_NOTIFICATIONS_PORT",
      "WA_DB_FIEL",
      "configs[0].key",
      "configs[0].chat_title_prefx",
      "configs[0].chat_title_prefix",
      "configs[0].user_recipients",
    ]),
  );
  assert.ok(problems.every(({ message, hint }) => message && hint));
  assert.doesNotMatch(ran.stdout + ran.stderr, /team-secret|whatsapp-key/);
});

test("config validate checks a file alone, without any settings", async (t) => {
  const cwd = createFolder(t);
  writeFileSync(join(cwd, "c.json"), JSON.stringify(createWorldConfig()));
  const { code, stdout } = await runCommand(["config", "validate", "c.json"], { cwd });
  assert.deepEqual([code, stdout], [0, "valid\n"]);
});

test("serve ends with 78 and the list of all problems when the settings are wrong", async () => {
  const { code, stderr } = await runCommand(["serve"], { env: { WA_LOCALE: "xx" } });
  assert.equal(code, 78);
  for (const name of [...Object.keys(complete), "WA_LOCALE"])
    assert.match(stderr, new RegExp(name));
});

test("webhook set registers the URL with the secret, webhook show tells that it is ours", async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const env = { WA_API_KEY: world.dialog360.simulator.apiKey, WA_API_URL: world.dialog360.url };
  const url = "https://example.com/whatsapp/notification";
  assert.equal(
    (await runCommand(["webhook", "show"], { env })).stdout,
    "no webhook is registered\n",
  );
  const set = await runCommand(["webhook", "set", url], { env });
  assert.deepEqual([set.code, set.stdout], [0, `registered: ${url}, with our secret\n`]);
  // HMAC-SHA256(key: the API key, text: "whatsapp-bot webhook v1"), by openssl.
  assert.deepEqual(world.dialog360.simulator.webhook.target, {
    url,
    headers: {
      Authorization: "Bearer 9086abf2b61efa0c4da34e9edf856f3993e84ca2e580fd10fe876b4531820830",
    },
  });
  assert.deepEqual(parse(await runCommand(["webhook", "show", "--json"], { env })), {
    url,
    ours: true,
    differences: [],
  });
  const other = await runCommand(["webhook", "show", "--json"], {
    env: { ...env, WA_WEBHOOK_SECRET: "another-secret-here" },
  });
  assert.deepEqual(parse(other), { url, ours: false, differences: ["with another secret"] });
});

test("webhook set explains a URL that 360dialog would refuse before it asks", async () => {
  for (const url of [
    "http://example.com/x",
    "https://my_host.example/x",
    "https://example.com:8443/x",
    "nonsense",
  ]) {
    const { code, stderr } = await runCommand(["webhook", "set", url], {
      env: { WA_API_KEY: "k" },
    });
    assert.equal(code, 2, url);
    assert.match(stderr, /cannot be registered/);
  }
});

test("a refused key ends with 77, a service that is away with 69", async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const env = { WA_API_KEY: "wrong", WA_API_URL: world.dialog360.url };
  assert.equal((await runCommand(["webhook", "show"], { env })).code, 77);
  const away = { WA_API_KEY: "wrong", WA_API_URL: "http://127.0.0.1:9" };
  const { code, stderr } = await runCommand(["webhook", "show"], { env: away });
  assert.equal(code, 69);
  assert.match(stderr, /hint: .*WA_API_URL/);
});

test("readers print an empty list where there is no store, and make none", async (t) => {
  const cwd = createFolder(t);
  const env = { WA_DB_FILE: join(cwd, "none.db") };
  for (const name of ["sessions", "deliveries", "notifications"]) {
    const ran = await runCommand([name, "list", "--json"], { cwd, env });
    assert.equal(ran.code, 0);
    assert.deepEqual(parse(ran), { [name]: [], total: 0 });
    assert.match(ran.stderr, /no session store/);
  }
  assert.deepEqual(readdirSync(cwd), []);
});

test("lists show what serve wrote, redacted, while it runs, and change no file", async (t) => {
  const bot = await startBot(t);
  const { cast, dialog360 } = bot.world;
  for (const customer of cast.customers) await dialog360.simulator.writes(customer, "Hello").taken;
  await bot.notify("no json");
  await until(
    "three chats",
    () => bot.posts(0).length + bot.posts(1).length + bot.posts(2).length === 3,
  );
  await bot.rest();
  const env = { WA_DB_FILE: join(bot.folder, "store.db") };
  const before = readFileSync(env.WA_DB_FILE);

  const sessions = await runCommand(["sessions", "list", "--json", "--limit", "2"], { env });
  const listed = parse(sessions) as { sessions: Record<string, unknown>[]; total: number };
  assert.deepEqual([listed.sessions.length, listed.total], [2, 3]);
  assert.equal(
    Object.keys(listed.sessions[0] ?? {}).join(" "),
    "id customer chat config started_at last_received_at last_sent_at window_expires_at active pending held failed",
  );
  const all = await runCommand(["sessions", "list", "--json"], { env });
  assert.doesNotMatch(all.stdout, /49681300012978/);
  assert.match(all.stdout, /"phone":"\+496813\*\*\*978"/);
  assert.match(all.stdout, /"title":"Whatsapp: Tobias \(\+496813\*\*\*978\)"/);
  const full = await runCommand(["sessions", "list", "--json", "--show-phone"], { env });
  assert.match(full.stdout, /"phone":"\+49681300012978"/);

  const dead = parse(await runCommand(["notifications", "list", "--json"], { env })) as {
    notifications: { state: string; source: string }[];
  };
  assert.ok(
    dead.notifications.some(({ state, source }) => state === "dead" && source === "dialog360"),
  );
  const deliveries = parse(
    await runCommand(["deliveries", "list", "--json", "--state", "sent"], { env }),
  ) as {
    deliveries: Record<string, unknown>[];
    total: number;
  };
  assert.equal(deliveries.total, 3);
  assert.equal(
    Object.keys(deliveries.deliveries[0] ?? {}).join(" "),
    "id session_id to kind source_id state attempts next_attempt_at reason created_at",
  );
  assert.deepEqual(readFileSync(env.WA_DB_FILE), before);
});

test("a table fits the terminal, wide characters included; a pipe gets tab-separated lines", async (t) => {
  const bot = await startBot(t);
  const customer = { phone: "818000001234", name: "山田太郎 🙂" };
  await bot.world.dialog360.simulator.writes(customer, "こんにちは").taken;
  await until("the chat", () => bot.posts().length === 1);
  await bot.rest();
  const env = { WA_DB_FILE: join(bot.folder, "store.db") };
  const { stdout } = await runCommand(["sessions", "list"], { env, columns: 200 });
  const [titles = "", row = ""] = stdout.split("\n");
  // 山田太郎 🙂 takes 11 columns in 7 UTF-16 units: the next column begins where its title does, 4 units earlier.
  assert.equal(row.indexOf("+818000"), titles.indexOf("PHONE") - 4);
  const usual = await runCommand(["sessions", "list"], { env, columns: 80 });
  assert.match(usual.stdout, /ACTIVE .*FAILED\n/);
  const narrow = await runCommand(["sessions", "list"], { env, columns: 40 });
  assert.ok(narrow.stdout.split("\n").every((line) => line.length <= 40));
  const piped = await runCommand(["sessions", "list"], { env });
  assert.deepEqual(
    piped.stdout.split("\n").map((line) => line.split("\t").length),
    [10, 10, 1],
  );
});

test("a second serve on the same store ends with 73 and names the first", async (t) => {
  const bot = await startBot(t);
  const cwd = createFolder(t);
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(createWorldConfig()));
  const env = {
    ...bot.world.environment,
    WA_DB_FILE: join(bot.folder, "store.db"),
    WA_OPS_HOST: "off",
  };
  const { code, stderr } = await runCommand(["serve"], { cwd, env });
  assert.equal(code, 73);
  assert.ok(stderr.includes(`(pid ${pid})`), stderr);
});
