// How `serve` finds out that the webhook's public address leads to itself, and that nobody else can pass for it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { askOwner } from "../../src/ledger/control/ask-owner.ts";
import { startBot, type Bot, type BotOptions } from "../fakes/bot.ts";
import { passOn, startFront, type Front } from "../fakes/front.ts";

const timeoutMs = 20_000;
const nothing = JSON.stringify({ object: "whatsapp_business_account", entry: [] });

async function startScene(
  t: TestContext,
  options?: BotOptions,
): Promise<{ bot: Bot; front: Front }> {
  const bot = await startBot(t, options);
  const front = await startFront(t);
  front.bot = bot;
  return { bot, front };
}

async function probe(bot: Bot, url: string): Promise<unknown> {
  const answer = await askOwner(join(bot.folder, "store.db"), {
    name: "probe",
    given: url,
    timeoutMs,
  });
  assert.equal(answer.kind, "answered");
  return answer.result;
}

function count(bot: Bot): Promise<number> {
  return bot.read((reader) => reader.notifications({ limit: 0 }).total);
}

test("a probe that comes back to its own process is answered and leaves nothing behind", async (t) => {
  const { bot, front } = await startScene(t);
  assert.deepEqual(await probe(bot, front.url), { kind: "reached" });
  assert.deepEqual(await probe(bot, bot.notificationsUrl), { kind: "reached" });
  assert.equal(await count(bot), 0);
  const [seen] = front.received;
  assert.equal(seen?.headers.authorization, bot.headers["Authorization"]);
  assert.match(String(seen?.headers["x-whatsapp-bot-probe"]), /^[0-9a-f]{32}$/);
  assert.equal(seen?.body, nothing);
});

test("a probe works where no secret is demanded, and then carries none", async (t) => {
  const { bot, front } = await startScene(t, { environment: { WA_WEBHOOK_AUTH: "off" } });
  assert.deepEqual(await probe(bot, front.url), { kind: "reached" });
  assert.equal(front.received[0]?.headers.authorization, undefined);
});

test("what is no probe of this process is treated like any other request", async (t) => {
  const { bot, front } = await startScene(t);
  const answers: unknown[] = [];
  front.answer = async ({ headers, body }) => {
    const nonce = headers["x-whatsapp-bot-probe"] ?? "";
    // Without the secret, with one that is not right, and with a nonce that nobody gave.
    answers.push(await passOn(bot, { headers: { "x-whatsapp-bot-probe": nonce }, body }));
    answers.push(await passOn(bot, { headers: { ...headers, authorization: "Bearer x" }, body }));
    const guessed = { ...headers, "x-whatsapp-bot-probe": "0".repeat(32) };
    answers.push(await passOn(bot, { headers: guessed, body }));
    const right = await passOn(bot, { headers, body });
    // A nonce is taken once.
    answers.push(right, await passOn(bot, { headers, body }));
    return right;
  };
  assert.deepEqual(await probe(bot, front.url), { kind: "reached" });
  assert.deepEqual(answers, [
    { status: 401, text: "Unauthorized" },
    { status: 401, text: "Unauthorized" },
    { status: 200, text: "Recorded" },
    { status: 202, text: "Probe" },
    { status: 200, text: "Recorded" },
  ]);
  assert.equal(await count(bot), 2);
});

test("360dialog's own posts are recorded while a probe is under way", async (t) => {
  const { bot, front } = await startScene(t);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  front.answer = async (post) => {
    const { taken } = bot.world.dialog360.simulator.writes(tobias, "Hello");
    assert.equal(await taken, true);
    return passOn(bot, post);
  };
  assert.deepEqual(await probe(bot, front.url), { kind: "reached" });
  assert.equal(
    await bot.read(
      (reader) =>
        reader.notifications({ limit: 0 }).rows.filter(({ source }) => source === "dialog360")
          .length,
    ),
    1,
  );
});

test("a probe tells where else it ended", async (t) => {
  const { bot, front } = await startScene(t);
  front.answer = async (post) => {
    await passOn(bot, post);
    return { status: 200, text: "OK" };
  };
  assert.deepEqual(await probe(bot, front.url), { kind: "altered", status: 200 });
  front.answer = async () => ({ status: 302, text: "" });
  assert.deepEqual(await probe(bot, front.url), { kind: "other", status: 302 });
  front.answer = async () => ({ status: 200, text: "x".repeat(100_000) });
  assert.deepEqual(await probe(bot, front.url), { kind: "other", status: 200 });
  front.answer = null;
  front.bot = null;
  assert.deepEqual(await probe(bot, front.url), { kind: "other", status: 502 });
  const other = await startBot(t, { environment: { WA_WEBHOOK_SECRET: "another-secret-here" } });
  assert.deepEqual(await probe(bot, other.notificationsUrl), { kind: "another bot", status: 401 });
});

test("serve calls no address that could not be registered", async (t) => {
  const { bot } = await startScene(t);
  for (const url of [
    "http://example.com/",
    "https://my_host.example/",
    "file:///etc/passwd",
    null,
  ]) {
    await assert.rejects(
      probe(bot, url as string),
      (error) => error instanceof OperatorError && error.exitCode === 2,
    );
  }
});
