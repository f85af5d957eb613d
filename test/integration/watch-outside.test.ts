// What `serve` looks at by the hour: a webhook that was changed elsewhere, a dead key; and how it mends the webhook.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { startFront } from "../fakes/front.ts";
import { until } from "../fakes/until.ts";

const minute = 60_000;
const theirs = { url: "https://other.example/hooks/their-secret-path", headers: {} };

async function listTroubles(bot: Bot): Promise<readonly string[]> {
  return ((await bot.ready()).degraded ?? []).map(({ id }) => id);
}

/** Lets time pass, if any has to, until something is so. */
function passTime(
  bot: Bot,
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<boolean> {
  return until(what, async () => {
    if (await isSo()) return true;
    await bot.clock.advance(4 * minute);
    return false;
  });
}

async function untilTrouble(bot: Bot, id: string): Promise<void> {
  await passTime(bot, `trouble with ${id}`, async () => (await listTroubles(bot)).includes(id));
}

async function untilWhole(bot: Bot, id: string): Promise<void> {
  await passTime(bot, `no trouble with ${id}`, async () => !(await listTroubles(bot)).includes(id));
}

/** Lets another look pass: one of its calls fails, which shows, and the next one's does not. */
async function lookAgain(bot: Bot): Promise<void> {
  const isRegistration = (method: string, path: string): boolean =>
    method === "GET" && path.endsWith("/configs/webhook");
  bot.world.dialog360.simulator.faults.failNext(1, { status: 503 }, isRegistration);
  await untilTrouble(bot, "dialog360");
  await untilWhole(bot, "dialog360");
}

function countLines(bot: Bot, ...words: readonly string[]): number {
  const lines = bot.log.split("\n");
  return lines.filter((line) => words.every((word) => line.includes(word))).length;
}

test("a webhook that was changed elsewhere is degraded, logged once, and ends when it is ours again", async (t) => {
  const bot = await startBot(t);
  const { webhook } = bot.world.dialog360.simulator;
  webhook.register(theirs);
  await untilTrouble(bot, "webhook");
  const [trouble] = (await bot.ready()).degraded ?? [];
  assert.equal(trouble?.detail, "https://other.example/hooks/***: without a secret");
  await lookAgain(bot);
  await lookAgain(bot);
  assert.deepEqual(await listTroubles(bot), ["webhook"]);
  assert.equal(countLines(bot, '"degraded"', '"webhook"'), 1);
  assert.ok(!bot.log.includes("their-secret-path"));
  const metrics = await fetch(`${bot.opsUrl}/metrics`);
  // Nothing comes in: the heartbeat stops.
  assert.match(await metrics.text(), /^whatsapp_bot_flowing 0$/m);
  // Nobody asked for it to be mended.
  assert.deepEqual(webhook.target, theirs);
  webhook.register({ url: bot.notificationsUrl, headers: bot.headers });
  await untilWhole(bot, "webhook");
  assert.equal(countLines(bot, '"recovered"', '"webhook"'), 1);
});

test("a dead key is degraded, and what depends on it is not judged", async (t) => {
  const bot = await startBot(t);
  const { simulator } = bot.world.dialog360;
  const { apiKey } = simulator;
  simulator.apiKey = "the next key";
  await untilTrouble(bot, "api-key");
  assert.equal(countLines(bot, '"degraded"', '"api-key"'), 1);
  for (const id of ["webhook", "public-url", "health-status"]) {
    assert.ok(!(await listTroubles(bot)).includes(id), id);
  }
  simulator.apiKey = apiKey;
  await untilWhole(bot, "api-key");
});

test("a public address that leads elsewhere and a blocked number are degraded too", async (t) => {
  const front = await startFront(t);
  const bot = await startBot(t);
  const { simulator } = bot.world.dialog360;
  simulator.webhook.register({ url: front.url, headers: bot.headers });
  simulator.blockedBy = {
    error_code: 141_010,
    error_description: "Call +49 681 300012978 about it.",
    possible_solution: "Enable it.",
  };
  await untilTrouble(bot, "public-url");
  const { degraded = [] } = await bot.ready();
  assert.deepEqual(
    degraded.map(({ id, detail }) => `${id}: ${detail}`),
    [
      "health-status: blocked; PHONE_NUMBER: 141010 Call +496813***978 about it.",
      "public-url: something else answers there, with 502",
    ],
  );
  front.bot = bot;
  simulator.blockedBy = null;
  await untilWhole(bot, "public-url");
  assert.deepEqual(await listTroubles(bot), []);
});

test("360dialog that is busy for a moment is no trouble: nothing can be told", async (t) => {
  const bot = await startBot(t);
  for (const [status, path] of [
    [429, "/v1/configs/webhook"],
    [429, "/health_status"],
    [503, "/health_status"],
  ] as const) {
    let hasFailed = false;
    bot.world.dialog360.simulator.faults.failNext(1, { status }, (_, asked) => {
      return (hasFailed ||= asked === path);
    });
    await passTime(bot, "the look", () => hasFailed);
    assert.deepEqual(await listTroubles(bot), [], `${status} at ${path}`);
  }
});

test("serve takes notifications before it has looked", async (t) => {
  const bot = await startBot(t);
  await bot.stop();
  bot.world.dialog360.simulator.faults.away = true;
  await bot.start();
  assert.equal((await bot.ready()).status, 200);
  await untilTrouble(bot, "dialog360");
  assert.equal((await bot.ready()).status, 200);
});

test("with WA_WEBHOOK_REPAIR the webhook is registered again, told once, and not fought for without end", async (t) => {
  const front = await startFront(t);
  const bot = await startBot(t, {
    environment: { WA_WEBHOOK_URL: front.url, WA_WEBHOOK_REPAIR: "on" },
  });
  front.bot = bot;
  const { webhook } = bot.world.dialog360.simulator;
  const ours = { url: front.url, headers: bot.headers };
  const words = "the webhook was changed elsewhere: it is registered again";
  webhook.register(theirs);
  await passTime(bot, "the repair", () => webhook.target?.url === front.url);
  assert.deepEqual(webhook.target, ours);
  await untilWhole(bot, "webhook");
  assert.equal(countLines(bot, words), 1);
  assert.ok(!bot.log.includes("their-secret-path"));

  webhook.register(theirs);
  await untilTrouble(bot, "webhook-contested");
  assert.deepEqual(webhook.target, theirs, "an hour has not passed");
  assert.equal(countLines(bot, words), 1);
  const told = (await bot.ready()).degraded?.find(({ id }) => id === "webhook-contested");
  assert.match(told?.detail ?? "", /^somebody else keeps changing the webhook/);
  await passTime(bot, "the second repair", () => webhook.target?.url === front.url);
  assert.equal(countLines(bot, words), 2);
  await untilWhole(bot, "webhook-contested");
  assert.deepEqual([webhook.target, await listTroubles(bot)], [ours, []]);
  assert.equal(countLines(bot, words), 2);
});

test("a webhook that is gone with its key is registered as soon as the new key is taken", async (t) => {
  const front = await startFront(t);
  const environment = { WA_WEBHOOK_URL: front.url, WA_WEBHOOK_REPAIR: "on" };
  const bot = await startBot(t, { environment });
  front.bot = bot;
  const { simulator } = bot.world.dialog360;
  const { apiKey } = simulator;
  simulator.apiKey = "the next key";
  simulator.webhook.register(null);
  await untilTrouble(bot, "api-key");
  assert.equal(simulator.webhook.target, null);
  simulator.apiKey = apiKey;
  await passTime(bot, "the webhook", () => simulator.webhook.target?.url === front.url);
  await untilWhole(bot, "api-key");
});
