import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { createWorldConfig } from "../../src/simulator/world.ts";
import { startBot } from "../fakes/bot.ts";
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
import { until } from "../fakes/until.ts";

const german = { WA_LOCALE: "de" };

for (const { runs, env = {}, texts, words } of [
  { runs: true, words: "This message was not delivered: it was taken back" },
  { runs: false, env: german, words: "Diese Nachricht wurde nicht zugestellt" },
  { runs: false, env: german, texts: { de: "Zurückgezogen." }, words: "Zurückgezogen." },
]) {
  const how = `${runs ? "with" : "without"} a serve${texts ? ", in the config's own words" : ""}`;
  test(`deliveries drop tells staff of what it gives up, on that very post, ${how}`, async (t) => {
    const bot = await startBot(t);
    writeConfig(bot.folder, texts && { "failed.dropped": texts });
    const tid = await beginChat(bot);
    const { dialog360, teamwire } = bot.world;
    dialog360.simulator.faults.away = true;
    const { mid } = teamwire.simulator.post(tid, "user-anna", "Never mind");
    const id = await findDelivery(bot, mid, "pending");
    await until("the first attempt", () =>
      bot.read((reader) => reader.delivery(id)?.next_attempt_at),
    );
    if (!runs) await bot.stop();
    const ran = await ask(bot, ["deliveries", "drop", String(id), "--json"], {
      env,
      cwd: bot.folder,
    });
    assert.deepEqual(parse(ran), { done: [id], refused: [] });
    const note = "serve is not running: what staff have to be told is told when it starts\n";
    assert.deepEqual([ran.code, ran.stderr], [0, runs ? "" : note]);
    const dropped = await bot.read((reader) => reader.delivery(id));
    assert.deepEqual([dropped?.state, dropped?.content], ["dropped", null]);
    dialog360.simulator.faults.away = false;
    if (!runs) await bot.start();
    await until("the notice", () => bot.posts().length === 3);
    const notice = teamwire.simulator.chats[0]?.messages.at(-1);
    assert.equal(notice?.reply_to, mid);
    assert.ok(notice.msg?.startsWith(words), notice.msg ?? "");
    await bot.clock.advance(60_000);
    assert.equal(dialog360.simulator.sends.length, 0);
  });
}

function writeConfig(folder: string, texts: object | undefined): void {
  const [base] = createWorldConfig()["configs"] as object[];
  const configs = [{ ...base, ...(texts && { texts }) }];
  writeFileSync(join(folder, "wa_config.json"), JSON.stringify({ configs }));
}

test("deliveries drop without a serve takes the bot's own words where the config cannot be used, and says so", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  bot.world.dialog360.simulator.faults.away = true;
  const { mid } = bot.world.teamwire.simulator.post(tid, "user-anna", "Never mind");
  const id = await findDelivery(bot, mid, "pending");
  await bot.stop();
  const ran = await ask(bot, ["deliveries", "drop", String(id)], { cwd: bot.folder });
  assert.equal(ran.code, 0);
  assert.match(ran.stderr, /wa_config\.json cannot be used: staff are told in the bot's own words/);
});

test("deliveries drop does not tell staff again of what failed", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, "Lost");
  const readNotices = (): Promise<string[]> =>
    bot.read((reader) => {
      const { rows } = reader.deliveries({ limit: 0 });
      return rows.filter(({ kind }) => kind === "notice").map(({ source_id }) => source_id);
    });
  const told = await readNotices();
  assert.equal(told.length, 1);
  const plain = await ask(bot, ["deliveries", "drop", String(id)]);
  assert.deepEqual([plain.code, plain.stdout], [0, `ID\tRESULT\tREASON\n${id}\tdropped\t-\n`]);
  assert.deepEqual(await readNotices(), told);
});

test("deliveries drop of a notification's only dead letter erases its body too", async (t) => {
  const bot = await startBot(t);
  const notification = await postUnreadable(bot, toBatch());
  const id = await findDelivery(bot, toMessageId("03"), "failed");
  assert.equal((await ask(bot, ["deliveries", "drop", String(id)])).code, 0);
  const kept = await bot.read((reader) => reader.notification(notification));
  assert.deepEqual([kept?.state, kept?.body, kept?.deliveries], ["dropped", null, [id]]);
});
