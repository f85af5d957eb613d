import assert from "node:assert/strict";
import { test } from "node:test";
import { rootCertificates } from "node:tls";

import { checkWebhookUrl } from "../../../src/settings/address.ts";
import { complete, errorsOf, read } from "./given.ts";

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
  const [one = "", other = ""] = rootCertificates;
  const files = { "ca.pem": `# Ours\n${one}\n${other}\n` };
  assert.equal(read(["caFile"], { env, files }).settings?.caFile, "ca.pem");
  assert.deepEqual(errorsOf(read(["caFile"], { env })), ["WA_CA_FILE"]);
  assert.deepEqual(errorsOf(read(["caFile"], { env, files: { "ca.pem": "x" } })), ["WA_CA_FILE"]);
  const broken = { "ca.pem": `${one}\n${other.replace(/\n.{20}/, "\n")}` };
  const [problem] = read(["caFile"], { env, files: broken }).problems;
  assert.match(problem?.message ?? "", /number 2 in it/);
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

for (const [url, reason] of [
  ["https://bot.example.com/whatsapp/notification", null],
  ["http://localhost:8080/x", null],
  ["http://bot.example.com/x", /https/],
  ["https://bot.example.com:8443/x", /port/],
  ["https://my_bot.example.com/x", /underscore/],
  ["bot.example.com", /address/],
] as const) {
  test(`checkWebhookUrl judges ${url}`, () => {
    const wrong = checkWebhookUrl(url);
    if (reason) assert.match(wrong ?? "", reason);
    else assert.equal(wrong, null);
  });
}

test("readSettings refuses an empty flag", () => {
  assert.deepEqual(errorsOf(read(["store"], { flags: { dbFile: " " } })), ["WA_DB_FILE"]);
});
