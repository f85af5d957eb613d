import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import {
  ask,
  beginChat,
  failDelivery,
  findDelivery,
  parse,
  postUnreadable,
  toBatch,
  toMessageId,
} from "../fakes/failures.ts";
import { runCommand } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";

/** What reached the customer. */
function toTexts(bot: Bot): unknown[] {
  const { sends } = bot.world.dialog360.simulator;
  return sends.map(({ body }) => (body["text"] as { body: string }).body);
}

test("deliveries retry has a running serve send what failed", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, "Your order is ready");
  const ran = await ask(bot, ["deliveries", "retry", String(id), "--json"]);
  assert.deepEqual([ran.code, ran.stderr], [0, ""]);
  assert.deepEqual(parse(ran), { done: [id], refused: [] });
  await until("the message", () => toTexts(bot).length === 1);
  assert.deepEqual(toTexts(bot), ["Your order is ready"]);
});

test("deliveries retry sends at once what waits for its next attempt", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.failNext(1, { status: 503, body: "busy" });
  const { mid } = teamwire.simulator.post(tid, "user-anna", "Soon");
  const id = await until("the wait", () =>
    bot.read(
      (reader) =>
        reader
          .deliveries({ states: ["pending"], limit: 0 })
          .rows.find(
            ({ source_id, next_attempt_at }) => source_id === mid && next_attempt_at !== null,
          )?.id,
    ),
  );
  assert.equal((await ask(bot, ["deliveries", "retry", String(id)])).code, 0);
  await until("the message, though time stands still", () => toTexts(bot).length === 1);
});

test("deliveries retry notes it in the store where no serve runs, and the next start sends it", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, "Your order is ready");
  await bot.stop();
  const ran = await ask(bot, ["deliveries", "retry", String(id), "--json"]);
  assert.deepEqual(parse(ran), { done: [id], refused: [] });
  assert.deepEqual(
    [ran.code, ran.stderr],
    [0, "serve is not running: they are tried when it starts\n"],
  );
  assert.deepEqual(toTexts(bot), []);
  await bot.start();
  await until("the message", () => toTexts(bot).length === 1);
});

for (const runs of [true, false]) {
  test(`deliveries retry refuses ids each with its reason and does the others, ${runs ? "with" : "without"} a serve`, async (t) => {
    const bot = await startBot(t);
    const tid = await beginChat(bot);
    const id = await failDelivery(bot, tid, "Your order is ready");
    const sent = await findDelivery(bot, toMessageId("01"), "sent");
    const notification = await postUnreadable(bot, toBatch());
    const dead = await findDelivery(bot, toMessageId("03"), "failed");
    if (!runs) await bot.stop();
    const ids = [999, sent, id, dead].map(String);
    const ran = await ask(bot, ["deliveries", "retry", ...ids, "--json"]);
    assert.equal(ran.code, 1);
    assert.deepEqual(parse(ran), {
      done: [id],
      refused: [
        { id: 999, reason: "there is no such delivery" },
        { id: sent, reason: "it is sent" },
        {
          id: dead,
          reason: `it could not be understood; whatsapp-bot notifications replay ${notification}`,
        },
      ],
    });
    const error = JSON.parse(ran.stderr.split("\n").at(-2) ?? "") as { error: object };
    assert.deepEqual(error, {
      error: {
        code: "refused",
        message: "3 of 4 refused: the reasons are in the output",
        hint: null,
      },
    });
    const plain = await ask(bot, ["deliveries", "retry", "999"]);
    assert.equal(plain.stdout, "ID\tRESULT\tREASON\n999\trefused\tthere is no such delivery\n");
    assert.equal(plain.stderr, "error: 1 of 1 refused: the reasons are in the output\n");
  });
}

test("deliveries retry takes whole numbers only, and at least one", async () => {
  for (const ids of [["1", "x2"], ["1.5"], ["0x1"], ["12345678901234567890"], []]) {
    const { code, stdout, stderr } = await runCommand(["deliveries", "retry", ...ids]);
    assert.deepEqual([code, stdout], [2, ""], ids.join(" "));
    assert.match(stderr, /^error: .*(is not a whole number|missing required argument)/);
  }
});

test("deliveries retry makes no store where there is none", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-retry-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of [join(folder, "none.db"), join(folder, "missing", "none.db")]) {
    const env = { WA_DB_FILE: file };
    const ran = await runCommand(["deliveries", "retry", "1", "--json"], { env });
    assert.equal(ran.code, 1);
    const reason = `there is no session store ${file} yet`;
    assert.deepEqual(parse(ran), { done: [], refused: [{ id: 1, reason }] });
  }
  assert.deepEqual(readdirSync(folder), []);
});
