import assert from "node:assert/strict";
import { test } from "node:test";

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

for (const { runs, env, words } of [
  { runs: true, env: {}, words: "This message was not delivered: it was taken back" },
  { runs: false, env: { WA_LOCALE: "de" }, words: "Diese Nachricht wurde nicht zugestellt" },
]) {
  test(`deliveries drop tells staff of what it gives up, on that very post, ${runs ? "with" : "without"} a serve`, async (t) => {
    const bot = await startBot(t);
    const tid = await beginChat(bot);
    const { dialog360, teamwire } = bot.world;
    dialog360.simulator.faults.away = true;
    const { mid } = teamwire.simulator.post(tid, "user-anna", "Never mind");
    const id = await findDelivery(bot, mid, "pending");
    await until("the first attempt", () =>
      bot.read((reader) => reader.delivery(id)?.next_attempt_at),
    );
    if (!runs) await bot.stop();
    const ran = await ask(bot, ["deliveries", "drop", String(id), "--json"], { env });
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
