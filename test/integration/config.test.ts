// `config init`, `config schema`, `config show`.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";

import { createWorldConfig } from "../../src/simulator/world.ts";
import { runCommand } from "../fakes/io.ts";

function createFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Told {
  readonly problems: readonly { readonly where: string }[];
}

test("config init writes a config in which config validate names exactly what is to be filled in", async (t) => {
  const cwd = createFolder(t);
  const made = await runCommand(["config", "init"], { cwd });
  assert.deepEqual([made.code, made.stdout], [0, "wrote wa_config.json\n"]);
  assert.match(made.stderr, /whatsapp-bot config validate wa_config\.json\n/);
  const check = ["config", "validate", "wa_config.json", "--json"];
  const empty = await runCommand(check, { cwd });
  assert.deepEqual(
    (JSON.parse(empty.stdout) as Told).problems.map(({ where }) => where),
    [
      "configs[0].group_recipients[0].title",
      "configs[0].user_recipients[0].first_name",
      "configs[0].user_recipients[0].last_name",
      "configs[0].admins[0].first_name",
      "configs[0].admins[0].last_name",
    ],
  );
  const file = join(cwd, "wa_config.json");
  const filled = readFileSync(file, "utf8").replaceAll('": ""', '": "x"');
  writeFileSync(file, filled);
  assert.equal((await runCommand(check, { cwd })).stdout, '{"valid":true,"problems":[]}\n');
  // What is offered as a remark is right too.
  const offered = /"_(greeting|away|templates)"/g;
  assert.equal(filled.match(offered)?.length, 3);
  writeFileSync(file, filled.replaceAll(offered, '"$1"'));
  assert.equal((await runCommand(check, { cwd })).stdout, '{"valid":true,"problems":[]}\n');
});

test("config init never replaces a file unless it is told to", async (t) => {
  const cwd = createFolder(t);
  const file = join(cwd, "mine.json");
  writeFileSync(file, "{}");
  const refused = await runCommand(["config", "init", "mine.json"], { cwd });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /there is a file already\nhint: --force/);
  assert.equal(readFileSync(file, "utf8"), "{}");
  assert.equal((await runCommand(["config", "init", "mine.json", "--force"], { cwd })).code, 0);
  assert.match(readFileSync(file, "utf8"), /chat_title_prefix/);
});

test("config init takes the file of WA_BOT_CONFIG, gives each config a key of its own, and says where it cannot write", async (t) => {
  const cwd = createFolder(t);
  mkdirSync(join(cwd, "my bot"));
  const keys: string[] = [];
  for (const name of ["one.json", "my bot/two.json"]) {
    const { code, stderr } = await runCommand(["config", "init"], {
      cwd,
      env: { WA_BOT_CONFIG: name },
    });
    assert.equal(code, 0, stderr);
    keys.push(/"key": "([\da-f-]{36})"/.exec(readFileSync(join(cwd, name), "utf8"))?.[1] ?? "");
    if (name.includes(" ")) assert.match(stderr, /validate 'my bot\/two\.json'/);
  }
  assert.ok(keys[0] && keys[1] && keys[0] !== keys[1]);
  const nowhere = await runCommand(["config", "init", "none/wa.json"], { cwd });
  assert.equal(nowhere.code, 73);
  assert.match(nowhere.stderr, /ENOENT/);
});

test("whoever has no config yet is told of config init", async (t) => {
  const { code, stdout } = await runCommand(["config", "validate"], { cwd: createFolder(t) });
  assert.equal(code, 78);
  assert.match(stdout, /wa_config\.json: .* ENOENT \(.*whatsapp-bot config init/);
});

test("config schema prints a JSON Schema that takes the demo's config", async () => {
  const { code, stdout } = await runCommand(["config", "schema"]);
  assert.equal(code, 0);
  const schema = JSON.parse(stdout) as { $schema: string };
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  const validate = new Ajv2020({ strictTypes: false }).compile(schema);
  assert.equal(validate({ $schema: "./wa_config.schema.json", ...createWorldConfig() }), true);
  assert.equal(validate({ configs: [{}] }), false);
});

interface Effective {
  readonly name: string;
  readonly value: unknown;
  readonly origin: string;
  readonly from: string;
}

interface Shown {
  readonly settings: readonly Effective[];
  readonly config: readonly Effective[];
}

/** Everything that must not be shown holds this. */
const secret = "geheim";

const env = {
  TW_API_APPID: "app",
  TW_API_HOST: "https://backend.example.com",
  TW_API_SECRET: `${secret}-1`,
  WA_API_KEY_FILE: "key.txt",
  WA_USE_SANDBOX: "yes",
  WA_NOTIFICATIONS_URL_PATH: `/${secret}/notification`,
  WA_HEARTBEAT_URL: `https://heartbeat.example.com/${secret}?id=1`,
  HTTPS_PROXY: `http://user:${secret}@proxy.example.com:3128`,
};

function prepare(t: TestContext): string {
  const cwd = createFolder(t);
  writeFileSync(join(cwd, "key.txt"), `${secret}-2\n`);
  const lines = ["# the bot", "WA_DB_FILE=old.db", "", " WA_DB_FILE = 'new.db'", "WA_LOCALE=de"];
  writeFileSync(join(cwd, "bot.env"), lines.join("\r\n"));
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(createWorldConfig()));
  return cwd;
}

test("config show tells every setting and every key as it counts and where it came from, secrets as ***", async (t) => {
  const cwd = prepare(t);
  const args = ["config", "show", "--json", "--env-file", "bot.env", "--ops-port", "off"];
  const { code, stdout, stderr } = await runCommand(args, { cwd, env });
  assert.deepEqual([code, stderr], [0, ""]);
  assert.doesNotMatch(stdout, new RegExp(secret));
  const { settings, config } = JSON.parse(stdout) as Shown;
  const of = (rows: readonly Effective[], name: string): unknown[] => {
    const row = rows.find((one) => one.name === name);
    return [row?.value, row?.origin, row?.from];
  };
  assert.equal(settings.length, 35);
  const systemTimeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const [name, value, origin, from] of [
    ["WA_OPS_PORT", "off", "flag", "--ops-port"],
    ["TW_API_HOST", "https://backend.example.com", "env", "environment"],
    ["TW_API_SECRET", "***", "env", "environment"],
    ["WA_API_KEY", "***", "env", "key.txt (WA_API_KEY_FILE, environment)"],
    ["WA_DB_FILE", "new.db", "file", "bot.env:4"],
    ["WA_LOCALE", "de", "file", "bot.env:5"],
    ["WA_NOTIFICATIONS_URL_PATH", "/***", "env", "environment"],
    ["WA_HEARTBEAT_URL", "https://heartbeat.example.com/***", "env", "environment"],
    ["HTTPS_PROXY", "http://***@proxy.example.com:3128", "env", "environment"],
    ["WA_NOTIFICATIONS_PORT", "8080", "default", "default"],
    ["WA_WEBHOOK_SECRET", "***", "default", "default: derived from WA_API_KEY"],
    ["WA_WEBHOOK_URL", null, "default", "default"],
    ["WA_TIMEZONE", systemTimeZone, "default", "default: the system's"],
    [
      "WA_API_URL",
      "https://waba-sandbox.360dialog.io",
      "default",
      "default: by generation and sandbox",
    ],
  ] as const) {
    assert.deepEqual(of(settings, name), [value, origin, from], name);
  }
  const file = "wa_config.json";
  for (const [name, value, origin, from] of [
    ["configs[0].admins", [{ first_name: "Anna", last_name: "Becker" }], "file", file],
    ["configs[0].window_warning", [240, 30], "default", "default"],
    ["configs[0].mark_read", "when_read", "default", "default"],
    ["configs[0].greeting", null, "default", "default"],
  ] as const) {
    assert.deepEqual(of(config, name), [value, origin, from], name);
  }
});

test("config show shows what there is where something is missing or wrong, and says so", async (t) => {
  const cwd = createFolder(t);
  const { code, stdout, stderr } = await runCommand(["config", "show", "--json"], {
    cwd,
    env: { WA_LOCALE: "nl", WA_OPS_TOKEN_FILE: "none" },
  });
  assert.equal(code, 0);
  assert.match(stderr, /problems with the configuration: whatsapp-bot config validate/);
  const { settings, config } = JSON.parse(stdout) as Shown;
  assert.deepEqual(config, []);
  const shown = (name: string): unknown => settings.find((one) => one.name === name);
  assert.deepEqual(shown("WA_LOCALE"), {
    name: "WA_LOCALE",
    value: "nl",
    origin: "env",
    from: "environment",
  });
  assert.deepEqual(shown("WA_API_KEY"), {
    name: "WA_API_KEY",
    value: null,
    origin: "default",
    from: "not set",
  });
});

test("config show shows a config whose picture is missing", async (t) => {
  const cwd = createFolder(t);
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(createWorldConfig("none.png")));
  const { stdout } = await runCommand(["config", "show", "--json"], { cwd, env });
  const { config } = JSON.parse(stdout) as Shown;
  const avatar = config.find(({ name }) => name === "configs[0].chat_avatar_path");
  assert.equal(avatar?.value, "none.png");
});

test("config show fits the terminal, with the origin on request", async (t) => {
  const cwd = prepare(t);
  const args = ["config", "show", "--env-file", "bot.env"];
  const plain = await runCommand(args, { cwd, env, columns: 72 });
  const lines = plain.stdout.split("\n");
  assert.ok(lines.every((line) => line.length <= 72));
  assert.match(lines[0] ?? "", /^NAME +VALUE$/);
  const { stdout } = await runCommand([...args, "--origin"], { cwd, env, columns: 120 });
  assert.match(stdout, /^NAME +FROM +VALUE\n/);
  assert.match(stdout, /\nWA_DB_FILE +bot\.env:4 +new\.db\n/);
  assert.match(stdout, /\nconfigs\[0\]\.window_warning +default +\[240,30\]\n/);
});
