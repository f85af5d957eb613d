// What those who watch the relay are told, counted by hand.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { NotificationRow } from "../../src/ledger/tables/listings.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { readExposition } from "../fakes/exposition.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readStates, sleep } from "./conversation.ts";

const hour = 3_600_000;

/** All samples, by name and labels without what all names begin with. */
async function scrape(bot: Bot): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${bot.opsUrl}/metrics`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const metrics = readExposition(await answer.text());
  const samples = [...metrics.values()].flatMap((metric) => [...metric.samples]);
  return new Map(samples.map(([key, value]) => [key.replace("whatsapp_bot_", ""), value]));
}

/** Those of a metric that are not 0, by their labels alone. */
function pick(samples: ReadonlyMap<string, number>, name: string): Record<string, number> {
  const found = [...samples].filter(([key, value]) => key.startsWith(`${name}{`) && value !== 0);
  return Object.fromEntries(
    found.map(([key, value]) => [key.replace(/^.*?\{|[a-z]+="|"|\}$/g, ""), value]),
  );
}

/** What is told once all that came in is planned and nothing more comes, and how many answers of the feed there were. */
async function settle(bot: Bot): Promise<{ samples: ReadonlyMap<string, number>; fed: number }> {
  const list = async (): Promise<readonly NotificationRow[]> =>
    (await bot.read((reader) => reader.notifications({ limit: 0 }))).rows;
  return until("all is planned", async () => {
    const before = await list();
    const samples = await scrape(bot);
    const after = await list();
    const counts = Object.values(pick(samples, "notifications_planned_total"));
    const isDone =
      before.length === after.length && counts.reduce((sum, one) => sum + one, 0) === after.length;
    const fed = after.filter(({ source }) => source === "teamwire").length;
    return isDone ? { samples, fed } : null;
  });
}

/** One of Tobias' messages, one answer at the second attempt, and three posts that are none. */
async function talk(bot: Bot): Promise<void> {
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const isSend = (method: string, path: string): boolean =>
    method === "POST" && path.endsWith("/messages");
  dialog360.simulator.faults.failNext(1, { status: 503 }, isSend);
  teamwire.simulator.post(tid, "user-anna", "Good morning");
  await until("the failed attempt", async () =>
    (await scrape(bot)).get('delivery_retries_total{side="customer",reason="transient"}'),
  );
  await until("the wait", async () => (await readStates(bot))[0] === "pending");
  await bot.clock.advance(7161);
  await until("the receipts", async () => (await readStates(bot))[0] === "delivered");
  assert.equal(await bot.notify("no JSON"), 200);
  assert.equal(await bot.notify(envelope({ messages: [null] })), 200);
  assert.equal(await bot.notify("{}", {}), 401);
}

test("/metrics tells what came in, what was delivered, and how long it took", async (t) => {
  const bot = await startBot(t, {
    environment: { WA_NOTIFICATIONS_URL_PATH: "/whatsapp/s3cret-part" },
  });
  await talk(bot);
  const { samples, fed } = await settle(bot);
  assert.deepEqual(pick(samples, "notifications_total"), {
    // Tobias' message, the receipts sent and delivered, the two that cannot be understood.
    "dialog360,recorded": 5,
    "dialog360,unauthorized": 1,
    "teamwire,recorded": fed,
  });
  assert.deepEqual(pick(samples, "notifications_planned_total"), {
    "dialog360,planned": 3,
    "dialog360,partly": 1,
    "dialog360,dead": 1,
    "teamwire,planned": fed,
  });
  assert.equal(samples.get("acknowledgement_seconds_count"), 5);
  assert.deepEqual(pick(samples, "deliveries"), {
    "customer,text,delivered": 1,
    "team,text,sent": 1,
    "team,unreadable,failed": 1,
  });
  assert.deepEqual(pick(samples, "deliveries_entered_total"), {
    "customer,text,pending": 2,
    "customer,text,sending": 2,
    "customer,text,sent": 1,
    "customer,text,delivered": 1,
    "team,text,pending": 1,
    "team,text,sending": 1,
    "team,text,sent": 1,
    "team,unreadable,failed": 1,
  });
  assert.deepEqual(pick(samples, "delivery_retries_total"), { "customer,transient": 1 });
  // The second attempt is made after 5 s and 0.4321 of the 5 s up to the next step, in whole milliseconds.
  assert.equal(samples.get('relay_seconds_sum{side="customer"}'), 7.161);
  assert.equal(samples.get('relay_seconds_count{side="customer"}'), 1);
  assert.equal(samples.get('relay_seconds_bucket{le="5",side="customer"}'), 0);
  assert.equal(samples.get('relay_seconds_bucket{le="10",side="customer"}'), 1);
  assert.equal(samples.get('relay_seconds_count{side="team"}'), 1);
  assert.deepEqual(pick(samples, "degraded"), { "webhook-unauthorized": 1 });
  assert.equal(samples.get("ready"), 1);
  assert.equal(samples.get('build_info{version="2.0.0",commit="0123456789ab",runtime="test"}'), 1);
  assert.deepEqual(
    [...samples].filter(([key]) => key.startsWith("process_")),
    [
      ["process_resident_memory_bytes", 3000],
      ["process_heap_bytes", 2000],
      ["process_cpu_seconds_total", 1.5],
      ["process_start_time_seconds", Date.parse("2026-11-23T09:00:00Z") / 1000],
    ],
  );
  assert.ok((samples.get("ledger_sync_seconds_count") ?? 0) > 5);
  assert.ok((samples.get("ledger_sync_seconds_sum") ?? 0) > 0);
  assert.ok((samples.get("ledger_file_bytes") ?? 0) > 4096);
  assert.ok((samples.get("ledger_log_bytes") ?? 0) > 1000);
  await until("a timer that was looked at", async () =>
    (await scrape(bot)).get("event_loop_lag_seconds_count"),
  );
});

test("/metrics names nobody and no secret, whatever came in", async (t) => {
  const bot = await startBot(t, {
    environment: { WA_NOTIFICATIONS_URL_PATH: "/whatsapp/s3cret-part" },
  });
  await talk(bot);
  const odd = { from: "49681300012978", timestamp: "1763887000" };
  for (const type of ["poll_4968130978", "event"]) {
    assert.equal(await bot.notify(envelope({ messages: [{ ...odd, id: type, type }] })), 200);
  }
  await until("two more posts", () => bot.posts().length === 4);
  await until(
    "both are settled",
    async () => pick(await scrape(bot), "deliveries")["team,unsupported,sent"] === 2,
  );
  const text = await (await fetch(`${bot.opsUrl}/metrics`)).text();
  for (const secret of ["4968130", "s3cret", "Tobias", "Good morning", "poll", "event,"]) {
    assert.ok(!text.includes(secret), secret);
  }
});

test("/metrics tells what waits, for how long, and which windows close soon", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  await until("the post is settled", async () => {
    const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
    return rows.every(({ state }) => state === "sent");
  });
  const { samples: quiet } = await settle(bot);
  assert.deepEqual(pick(quiet, "sessions"), { open: 1 });
  assert.deepEqual(pick(quiet, "queue_length"), {});
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.away = true;
  teamwire.simulator.post(tid, "user-anna", "One");
  teamwire.simulator.post(tid, "user-anna", "Two");
  await until("both wait", async () => {
    const waits = (await scrape(bot)).get('queue_length{queue="customer"}') === 2;
    return waits && (await readStates(bot)).every((state) => state === "pending");
  });
  await bot.clock.advance(90_000);
  assert.equal(pick(await scrape(bot), "queue_oldest_seconds")["customer"], 90);
  await sleep(bot, 20 * hour - 90_000);
  assert.deepEqual(pick(await scrape(bot), "sessions"), { closing: 1 });
  await sleep(bot, 4 * hour);
  await until("what waits is kept", async () =>
    (await readStates(bot)).every((state) => state === "held"),
  );
  const samples = await scrape(bot);
  assert.deepEqual(pick(samples, "sessions"), { closed: 1 });
  assert.equal(pick(samples, "queue_length")["customer"], undefined);
});

test("/metrics counts on over a restart, and knows of the last notification from before it", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const before = await until("the post is settled", async () => {
    const samples = await scrape(bot);
    return pick(samples, "deliveries")["team,text,sent"] === 1 ? samples : null;
  });
  const last = Date.parse("2026-11-23T09:00:00Z") / 1000;
  assert.equal(before.get("last_notification_timestamp_seconds"), last);
  await bot.stop();
  await bot.clock.advance(hour);
  await bot.start();
  const after = await scrape(bot);
  assert.equal(after.get("last_notification_timestamp_seconds"), last);
  const name = "deliveries_entered_total";
  assert.deepEqual(pick(after, name), pick(before, name));
  assert.equal(after.get('notifications_total{source="dialog360",result="recorded"}'), 0);
});

test("/metrics tells how long the feed has not answered", async (t) => {
  const bot = await startBot(t);
  await until(
    "the feed's first answer",
    async () => (await scrape(bot)).get("feed_lag_seconds") === 0,
  );
  bot.world.teamwire.simulator.faults.away = true;
  await bot.clock.advance(100_000);
  const lag = (await scrape(bot)).get("feed_lag_seconds") ?? 0;
  assert.ok(lag >= 100, String(lag));
  assert.equal((await scrape(bot)).get("flowing"), 0);
});
