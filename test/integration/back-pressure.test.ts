// What is refused while it cannot be kept, so that the provider keeps it, and how that ends.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { createFullDisk } from "../fakes/full-disk.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readStates } from "./conversation.ts";

const minute = 60_000;

async function post(bot: Bot): Promise<[number, string | null]> {
  const options = { method: "POST", headers: { ...bot.headers }, body: envelope() };
  const answer = await fetch(bot.notificationsUrl, options);
  await answer.body?.cancel();
  return [answer.status, answer.headers.get("retry-after")];
}

test("a disk that is full is found out without a notification, and what happened meanwhile is not forgotten", async (t) => {
  const disk = await createFullDisk();
  const bot = await startBot(t, {
    app: { openLedger: disk.openLedger },
    world: { dialog360: { receiptDelayMs: 60 * minute } },
  });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  const end = dialog360.simulator.watch(() => {
    end();
    disk.isFull = true;
  });
  teamwire.simulator.post(tid, "user-anna", "Once");
  await until("readiness is red", async () => (await bot.ready()).status === 503);
  await bot.clock.advance(minute);
  disk.isFull = false;
  await until("it is known as sent", async () => {
    await bot.clock.advance(1_000);
    return (await readStates(bot))[0] === "sent";
  });
  await bot.clock.advance(10 * minute);
  assert.equal(dialog360.simulator.sends.length, 1);
  assert.deepEqual(await bot.ready(), { status: 200, ready: true, degraded: [] });
});

test("what is in doubt is not sent again before its receipt can have come in, once there is room for it", async (t) => {
  const disk = await createFullDisk();
  const bot = await startBot(t, {
    app: { openLedger: disk.openLedger },
    world: { dialog360: { receiptDelayMs: 30_000 } },
  });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.dropNext(1);
  teamwire.simulator.post(tid, "user-anna", "Once");
  await until("the doubt", async () => (await readStates(bot))[0] === "uncertain");
  disk.isFull = true;
  // The receipt is refused meanwhile, and repeated with waits that double.
  for (let second = 0; second < 70; second += 1) await bot.clock.advance(1_000);
  disk.isFull = false;
  await until("the receipt", async () => {
    await bot.clock.advance(1_000);
    return (await readStates(bot))[0] !== "uncertain";
  });
  await bot.clock.advance(10 * minute);
  assert.equal(dialog360.simulator.sends.length, 1);
});

test("too much that waits is answered with 503 until some of it is done, and nothing of it is lost", async (t) => {
  const bot = await startBot(t, { app: { limits: { notifications: 100, deliveries: 5 } } });
  await beginChat(bot);
  const { teamwire, dialog360, cast } = bot.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  teamwire.simulator.faults.away = true;
  const taken: Promise<boolean>[] = [];
  await until("that no more is taken", async () => {
    taken.push(dialog360.simulator.writes(tobias, `${taken.length + 1}`, { order: "kept" }).taken);
    await bot.clock.advance(1_000);
    return (await bot.ready()).status === 503;
  });
  assert.deepEqual((await bot.ready()).reasons, ["too much waits to be delivered"]);
  assert.deepEqual(await post(bot), [503, "10"]);
  await bot.clock.advance(minute);
  assert.equal((await bot.ready()).status, 503);
  teamwire.simulator.faults.away = false;
  await until("all messages", async () => {
    await bot.clock.advance(10_000);
    return bot.posts().length === taken.length + 1;
  });
  assert.deepEqual(new Set(await Promise.all(taken)), new Set([true]));
  assert.deepEqual(
    bot.posts().slice(1),
    taken.map((_, index) => `Tobias: ${index + 1}`),
  );
  assert.equal((await bot.ready()).status, 200);
  assert.deepEqual(await post(bot), [200, null]);
});

test("too much that waited already at the start is known from the first moment", async (t) => {
  const bot = await startBot(t, { app: { limits: { notifications: 100, deliveries: 2 } } });
  const tid = await beginChat(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.away = true;
  for (const text of ["1", "2", "3"]) teamwire.simulator.post(tid, "user-anna", text);
  await until("three that wait", async () => (await readStates(bot)).length === 3);
  await bot.stop();
  await bot.start();
  assert.equal((await bot.ready()).status, 503);
  assert.deepEqual(await post(bot), [503, "10"]);
});
