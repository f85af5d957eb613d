import assert from "node:assert/strict";
import { test } from "node:test";

import type { Group } from "../../../src/settings/definition.ts";
import { allGroups } from "../../../src/settings/definitions.ts";
import {
  readSettings,
  type ReadSettings,
  type ReadSettingsOptions,
} from "../../../src/settings/read-settings.ts";
import type { Problem } from "../../../src/settings/settings.ts";

const complete = {
  TW_API_APPID: "app-1",
  TW_API_SECRET: "team-secret",
  TW_API_HOST: "https://backend.teamwire.eu",
  WA_API_KEY: "whatsapp-key",
};

type Given<Needed extends Group> = Partial<ReadSettingsOptions<Needed>> & {
  readonly files?: Readonly<Record<string, string>>;
};

function read<Needed extends Group>(
  needs: readonly Needed[],
  { files = {}, ...given }: Given<Needed> = {},
): ReadSettings<Needed> {
  return readSettings({
    flags: {},
    env: complete,
    envFile: null,
    systemTimeZone: "Europe/Vienna",
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("no file"), { code: "ENOENT" });
      return new TextEncoder().encode(text);
    },
    ...given,
    needs,
  });
}

function errorsOf({ problems }: { problems: readonly Problem[] }): string[] {
  return problems.filter(({ severity }) => severity === "error").map(({ where }) => where);
}

test("readSettings fills in the documented defaults", () => {
  const { settings, problems, origins } = read(allGroups);
  assert.deepEqual(problems, []);
  assert.deepEqual(settings, {
    teamwire: { appId: "app-1", secret: "team-secret", host: "https://backend.teamwire.eu" },
    dialog360: {
      apiKey: "whatsapp-key",
      generation: "v2",
      sandbox: false,
      url: "https://waba-v2.360dialog.io",
      sendRatePerSecond: 80,
      pairIntervalMs: 6000,
    },
    notifications: {
      host: "0.0.0.0",
      port: 8080,
      path: "/whatsapp/notification",
      // printf %s "whatsapp-bot webhook v1" | openssl dgst -sha256 -hmac whatsapp-key
      secrets: ["534044c34f267fb2135281c19c717dd681c3a29898780306ae0ee8feec424c99"],
      authRequired: true,
      phoneNumberId: null,
      webhookUrl: null,
      webhookRepair: false,
      silenceMs: null,
    },
    ops: { host: "127.0.0.1", port: 9464, portIsSet: false, token: null, heartbeatUrl: null },
    store: {
      file: "whatsapp_bot.db",
      spoolMaxBytes: 2_000_000_000,
      retentionMs: 90 * 24 * 3_600_000,
    },
    chat: { timeZone: "Europe/Vienna", locale: "en" },
    log: { level: "info", format: null },
    drainTimeoutMs: 30_000,
    configFile: "wa_config.json",
    caFile: null,
    proxy: null,
  });
  assert.equal(origins["TW_API_HOST"], "env");
  assert.equal(origins["WA_DB_FILE"], "default");
});

test("readSettings demands only the groups that are needed", () => {
  const env = { WA_SEND_RATE: "fast", WA_DB_FILE: "/data/bot.db" };
  const { settings, problems } = read(["store"], { env });
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.keys(settings ?? {}), ["store"]);
  assert.equal(settings?.store.file, "/data/bot.db");
  assert.deepEqual(errorsOf(read(["dialog360"], { env })), ["WA_API_KEY", "WA_SEND_RATE"]);
});

test("readSettings names everything that is missing or wrong at once", () => {
  const env = {
    TW_API_HOST: "backend.teamwire.eu",
    WA_NOTIFICATIONS_PORT: "80800",
    WA_SPOOL_MAX: "much",
    WA_TIMEZONE: "Europe/Gotham",
    WA_USE_SANDBOX: "maybe",
    WA_PHONE_NUMBER_ID: "+49 681",
  };
  const result = read(allGroups, { env });
  assert.equal(result.settings, null);
  assert.deepEqual(errorsOf(result).toSorted(), [
    "TW_API_APPID",
    "TW_API_HOST",
    "TW_API_SECRET",
    "WA_API_KEY",
    "WA_NOTIFICATIONS_PORT",
    "WA_PHONE_NUMBER_ID",
    "WA_SPOOL_MAX",
    "WA_TIMEZONE",
    "WA_USE_SANDBOX",
  ]);
  for (const { message, hint } of result.problems) assert.ok(message && hint);
  const port = result.problems.find(({ where }) => where === "WA_NOTIFICATIONS_PORT");
  assert.match(port?.message ?? "", /"80800" is not a port number/);
  assert.match(port?.hint ?? "", /environment.*8080/);
});

test("readSettings prefers flag to environment to env-file to default", () => {
  const files = { "bot.env": 'WA_DB_FILE=file.db\nWA_LOCALE="de" # German\nWA_LOG_LEVEL=debug\n' };
  const env = { WA_DB_FILE: "env.db", WA_LOCALE: "fr", WA_LOG_FORMAT: "" };
  const flags = { dbFile: "flag.db" };
  const result = read(["store", "chat", "log"], { flags, env, envFile: "bot.env", files });
  assert.equal(result.settings?.store.file, "flag.db");
  assert.equal(result.settings?.chat.locale, "fr");
  assert.equal(result.settings?.log.level, "debug");
  assert.equal(result.settings?.log.format, null);
  assert.deepEqual(
    [result.origins["WA_DB_FILE"], result.origins["WA_LOCALE"], result.origins["WA_LOG_LEVEL"]],
    ["flag", "env", "file"],
  );
});

test("readSettings tells of an env-file that cannot be read", () => {
  assert.deepEqual(errorsOf(read(["store"], { envFile: "none.env" })), ["--env-file"]);
});

test("readSettings has no flag for a secret", () => {
  const { TW_API_SECRET: _, ...env } = complete;
  const flags = { twApiSecret: "x", apiSecret: "x" };
  assert.deepEqual(errorsOf(read(["teamwire"], { env, flags })), ["TW_API_SECRET"]);
});

test("readSettings reads a secret from a file, without its final newline", () => {
  const env = { WA_API_KEY_FILE: "/run/key" };
  const result = read(["dialog360"], { env, files: { "/run/key": "from-file\r\n" } });
  assert.equal(result.settings?.dialog360.apiKey, "from-file");
});

test("readSettings refuses a secret that is set twice, unreadable, empty or broken", () => {
  const file = { WA_API_KEY_FILE: "/run/key" };
  const files = { "/run/key": "one\n" };
  const both = read(["dialog360"], { env: { ...file, WA_API_KEY: "two" }, files });
  assert.deepEqual(errorsOf(both), ["WA_API_KEY"]);
  assert.deepEqual(errorsOf(read(["dialog360"], { env: file })), ["WA_API_KEY_FILE"]);
  const empty = read(["dialog360"], { env: file, files: { "/run/key": "\n" } });
  assert.deepEqual(errorsOf(empty), ["WA_API_KEY_FILE"]);
  const broken = read(["dialog360"], { env: file, files: { "/run/key": "one\ntwo" } });
  assert.deepEqual(errorsOf(broken), ["WA_API_KEY"]);
});

test("readSettings shows no secret in a problem", () => {
  const env = {
    TW_API_APPID: "app-1",
    TW_API_SECRET: "s3cr3t with blanks",
    TW_API_HOST: "https://user:s3cr3t@backend.teamwire.eu",
    WA_API_KEY: "s3cr3t with blanks",
    WA_WEBHOOK_SECRET: "s3cr3t,,",
    WA_OPS_TOKEN: "s3cr3t\nx",
    WA_NOTIFICATIONS_URL_PATH: "s3cr3t",
    WA_WEBHOOK_URL: "http://bot.example.com/s3cr3t",
    WA_HEARTBEAT_URL: "s3cr3t",
    HTTPS_PROXY: "user:s3cr3t@proxy",
  };
  const result = read(allGroups, { env });
  assert.equal(errorsOf(result).length, Object.keys(env).length - 1);
  assert.doesNotMatch(JSON.stringify(result.problems), /s3cr3t/);
});

test("readSettings warns of an unknown WA_ or TW_ name with the nearest known one", () => {
  const env = {
    ...complete,
    WA_NOTIFICATION_PORT: "1",
    TW_FOO: "1",
    PATH: "/bin",
    WA_API_KEY_FIL: "",
  };
  const { settings, problems } = read(allGroups, { env });
  assert.notEqual(settings, null);
  assert.deepEqual(
    problems.map(({ where, severity }) => [where, severity]),
    [
      ["TW_FOO", "warning"],
      ["WA_API_KEY_FIL", "warning"],
      ["WA_NOTIFICATION_PORT", "warning"],
    ],
  );
  assert.match(problems[1]?.hint ?? "", /WA_API_KEY_FILE/);
  assert.match(problems[2]?.hint ?? "", /WA_NOTIFICATIONS_PORT/);
});

for (const word of ["True", "true", "TRUE", "1", "yes", "on"]) {
  test(`readSettings takes WA_USE_SANDBOX=${word} for yes`, () => {
    const { settings } = read(["dialog360"], { env: { ...complete, WA_USE_SANDBOX: word } });
    assert.equal(settings?.dialog360.sandbox, true);
  });
}

for (const [generation, sandbox, url] of [
  ["v1", "off", "https://waba.messagepipe.io"],
  ["v2", "off", "https://waba-v2.360dialog.io"],
  ["v1", "on", "https://waba-sandbox.messagepipe.io"],
  ["v2", "on", "https://waba-sandbox.360dialog.io"],
] as const) {
  test(`readSettings knows the API's address for ${generation}, sandbox ${sandbox}`, () => {
    const env = { ...complete, WA_API_GENERATION: generation, WA_USE_SANDBOX: sandbox };
    assert.equal(read(["dialog360"], { env }).settings?.dialog360.url, url);
  });
}

test("readSettings takes plain http to this machine only, unless TW_API_INSECURE allows it", () => {
  const remote = { ...complete, TW_API_HOST: "http://gateway.internal:8000/" };
  assert.deepEqual(errorsOf(read(["teamwire"], { env: remote })), ["TW_API_HOST"]);
  const allowed = read(["teamwire"], { env: { ...remote, TW_API_INSECURE: "on" } });
  assert.equal(allowed.settings?.teamwire.host, "http://gateway.internal:8000");
  assert.deepEqual(
    allowed.problems.map(({ where, severity }) => [where, severity]),
    [["TW_API_INSECURE", "warning"]],
  );
  for (const host of ["localhost", "127.0.0.2", "[::1]"]) {
    const env = { TW_API_HOST: `http://${host}:81`, WA_API_URL: `http://${host}:82` };
    const result = read(["teamwire", "dialog360"], { env: { ...complete, ...env } });
    assert.deepEqual(result.problems, []);
    assert.equal(result.settings?.dialog360.url, `http://${host}:82`);
  }
  const key = { ...complete, WA_API_URL: "http://127.0.0.1.example.com" };
  assert.deepEqual(errorsOf(read(["dialog360"], { env: key })), ["WA_API_URL"]);
});

test("readSettings takes scheme and host only where the contract says so", () => {
  for (const url of [
    "https://x.io/v1",
    "https://x.io?a",
    "https://x.io/#a",
    "ftp://x.io",
    "https://",
  ]) {
    assert.deepEqual(errorsOf(read(["dialog360"], { env: { ...complete, WA_API_URL: url } })), [
      "WA_API_URL",
    ]);
  }
});

test("readSettings takes several webhook secrets, and warns when none is demanded", () => {
  const env = { ...complete, WA_WEBHOOK_SECRET: "new, old", WA_WEBHOOK_AUTH: "off" };
  const { settings, problems } = read(["notifications"], { env });
  assert.deepEqual(settings?.notifications.secrets, ["new", "old"]);
  assert.equal(settings?.notifications.authRequired, false);
  assert.deepEqual(
    problems.map(({ where, severity }) => [where, severity]),
    [["WA_WEBHOOK_AUTH", "warning"]],
  );
});

test("readSettings demands a token where others can reach the operators' listener", () => {
  const open = { WA_OPS_HOST: "0.0.0.0" };
  assert.deepEqual(errorsOf(read(["ops"], { env: open })), ["WA_OPS_TOKEN"]);
  assert.equal(read(["ops"], { env: { ...open, WA_OPS_TOKEN: "t" } }).settings?.ops?.token, "t");
  assert.deepEqual(errorsOf(read(["ops"], { env: { WA_OPS_HOST: "::1" } })), []);
  assert.equal(read(["ops"], { env: { ...open, WA_OPS_PORT: "off" } }).settings?.ops, null);
  assert.equal(read(["ops"], { env: { WA_OPS_HOST: "OFF" } }).settings?.ops, null);
  assert.equal(read(["ops"], { env: { WA_OPS_PORT: "9464" } }).settings?.ops?.portIsSet, true);
});

test("readSettings reads sizes, times and counts in their units", () => {
  const env = {
    ...complete,
    WA_SPOOL_MAX: "1.5 GiB",
    WA_RETENTION_DAYS: "0",
    WA_PAIR_INTERVAL: "0",
    WA_DRAIN_TIMEOUT: "5s",
    WA_SILENCE_HOURS: "12",
  };
  const { settings } = read(["store", "dialog360", "drainTimeoutMs", "notifications"], { env });
  assert.equal(settings?.store.spoolMaxBytes, 1.5 * 1024 ** 3);
  assert.equal(settings?.store.retentionMs, null);
  assert.equal(settings?.dialog360.pairIntervalMs, 0);
  assert.equal(settings?.drainTimeoutMs, 5000);
  assert.equal(settings?.notifications.silenceMs, 12 * 3_600_000);
});

test("readSettings looks into the certificate file", () => {
  const env = { WA_CA_FILE: "ca.pem" };
  const files = { "ca.pem": "-----BEGIN CERTIFICATE-----\n" };
  assert.equal(read(["caFile"], { env, files }).settings?.caFile, "ca.pem");
  assert.deepEqual(errorsOf(read(["caFile"], { env })), ["WA_CA_FILE"]);
  assert.deepEqual(errorsOf(read(["caFile"], { env, files: { "ca.pem": "x" } })), ["WA_CA_FILE"]);
});

test("readSettings takes a public https webhook without port or underscore", () => {
  const good = ["https://bot.example.com/whatsapp/notification", "http://127.0.0.1:8080/hook"];
  const bad = [
    "https://my_bot.example.com/x",
    "https://bot.example.com:8443/x",
    "http://bot.example.com/x",
    "bot",
  ];
  for (const url of good) {
    const { settings } = read(["notifications"], { env: { ...complete, WA_WEBHOOK_URL: url } });
    assert.equal(settings?.notifications.webhookUrl, url);
  }
  for (const url of bad) {
    const result = read(["notifications"], { env: { ...complete, WA_WEBHOOK_URL: url } });
    assert.deepEqual(errorsOf(result), ["WA_WEBHOOK_URL"]);
  }
});
