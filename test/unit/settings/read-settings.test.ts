import assert from "node:assert/strict";
import { test } from "node:test";

import { allGroups } from "../../../src/settings/definitions.ts";
import { complete, errorsOf, read } from "./given.ts";

test("readSettings fills in the documented defaults", () => {
  const { settings, problems, found } = read(allGroups);
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
    ops: { host: "127.0.0.1", port: 9464, portIsSet: false, token: null },
    store: {
      file: "whatsapp_bot.db",
      spoolMaxBytes: 2_000_000_000,
      retentionMs: 90 * 24 * 3_600_000,
    },
    chat: { timeZone: null, locale: "en" },
    log: { level: "info", format: null },
    drainTimeoutMs: 30_000,
    heartbeatUrl: null,
    configFile: "wa_config.json",
    caFile: null,
    proxy: null,
  });
  assert.equal(found.get("TW_API_HOST")?.origin, "env");
  assert.equal(found.get("WA_DB_FILE")?.origin, "default");
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
    ["WA_DB_FILE", "WA_LOCALE", "WA_LOG_LEVEL", "WA_LOG_FORMAT"].map((name) => {
      const { origin, place } = result.found.get(name) ?? {};
      return [origin, place];
    }),
    [
      ["flag", "--db-file"],
      ["env", "environment"],
      ["file", "bot.env:3"],
      ["default", "default"],
    ],
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
