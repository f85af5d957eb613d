import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { openLedger } from "../../src/ledger/ledger.ts";
import { emptyPlan } from "../contracts/ledger-samples.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import {
  ask,
  findDelivery,
  parse,
  postUnreadable,
  toBatch,
  toMessageId,
} from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { silentLog } from "../unit/ledger/temp-store.ts";

for (const runs of [true, false]) {
  test(`notifications replay plans again, and neither doubles the neighbours nor loses the dead letter, ${runs ? "with" : "without"} a serve`, async (t) => {
    const bot = await startBot(t);
    const id = await postUnreadable(bot, toBatch());
    const dead = await findDelivery(bot, toMessageId("03"), "failed");
    await until("the neighbours", () => bot.posts().length === 2);
    if (!runs) await bot.stop();
    const ran = await ask(bot, ["notifications", "replay", String(id), "--json"]);
    assert.deepEqual(parse(ran), { done: [id], refused: [] });
    const note = "serve is not running: they are planned when it starts\n";
    assert.deepEqual([ran.code, ran.stderr], [0, runs ? "" : note]);
    if (!runs) {
      assert.equal(await bot.read((reader) => reader.notification(id)?.state), "recorded");
      await bot.start();
    }
    const anew = await until("the dead letter", async () => {
      const [found] = await bot.read((reader) => reader.notification(id)?.deliveries ?? []);
      return found === dead ? null : found;
    });
    const again = await bot.read((reader) => reader.notification(id));
    assert.deepEqual(
      [again?.state, again?.reason, again?.body],
      ["planned", "not all can be understood", JSON.parse(toBatch())],
    );
    assert.equal(await bot.read((reader) => reader.delivery(anew)?.source_id), toMessageId("03"));
    const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
    const sources = ["02", "03", "04"].map(toMessageId);
    assert.deepEqual(rows.map(({ source_id }) => source_id).toSorted(), sources.toSorted());
    assert.deepEqual(bot.posts(), ["Tobias: first", "Tobias: third"]);
  });
}

test("notifications replay relays what an earlier version could not understand", async (t) => {
  const bot = await startBot(t);
  await bot.stop();
  const id = await keepAsDead(bot, toBatch());
  await ask(bot, ["notifications", "replay", String(id)]);
  await bot.start();
  await until("the messages", () => bot.posts().length === 2);
  assert.deepEqual(bot.posts(), ["Tobias: first", "Tobias: third"]);
});

/** Stores a notification as a version that does not understand it at all would have. */
async function keepAsDead(bot: Bot, body: string): Promise<number> {
  const ledger = await openLedger(join(bot.folder, "store.db"), { log: silentLog, pid: 1 });
  const receivedAt = bot.clock.now();
  await ledger.record({ source: "dialog360", receivedAt, body: Buffer.from(body) });
  const { notifications } = await ledger.recorded(100);
  const { id } = notifications.at(-1) ?? { id: 0 };
  await ledger.plan({
    ...emptyPlan,
    notifications: [{ id, state: "dead", reason: "not JSON" }],
  });
  await ledger.close();
  return id;
}

test("notifications replay refuses what is not kept and does the others", async (t) => {
  const bot = await startBot(t);
  const id = await postUnreadable(bot, "no json");
  const ran = await ask(bot, ["notifications", "replay", "999", String(id), "--json"]);
  assert.equal(ran.code, 1);
  const reason = "it waits to be planned, its body is gone, or there is none of that id";
  assert.deepEqual(parse(ran), { done: [id], refused: [{ id: 999, reason }] });
  await until("it is dead again", () =>
    bot.read((reader) => reader.notification(id)?.state === "dead"),
  );
  assert.equal((await ask(bot, ["notifications", "replay", "all"])).code, 2);
});
