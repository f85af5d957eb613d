// The engine counts deliveries by itself, whoever changes them: held here against the deliveries, after a life in which
// anything may have happened to them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { ask, toBatch } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { inspect } from "../unit/ledger/inspect.ts";
import { startEngine } from "../unit/ledger/temp-store.ts";
import { sleep } from "./conversation.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What is counted, and what there is. */
async function readBoth(bot: Bot): Promise<readonly [string[], string[]]> {
  await bot.rest();
  return inspect(await startEngine(), join(bot.folder, "store.db"), (db) => {
    const read = (from: string): string[] =>
      db.read<{ row: string }>(`SELECT ${from} ORDER BY 1`).map(({ row }) => row);
    return [
      read(
        "side || ' ' || kind || ' ' || state || ' ' || present AS row FROM delivery_counts WHERE present <> 0",
      ),
      read(
        `side || ' ' || iif(kind LIKE 'unsupported %', 'unsupported', kind) || ' ' || state || ' ' || count(*) AS row
          FROM deliveries GROUP BY side, iif(kind LIKE 'unsupported %', 'unsupported', kind), state`,
      ),
    ];
  });
}

async function assertCounted(bot: Bot): Promise<void> {
  const [counted, there] = await readBoth(bot);
  assert.deepEqual(counted, there);
}

function countDeliveries(bot: Bot): Promise<number> {
  return bot.read((reader) => reader.deliveries({ limit: 0 }).total);
}

/** The same numbers on every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("deliveries are counted as they are, after a long life with failures, decisions, forgetting and retention", async (t) => {
  const bot = await startBot(t, { environment: { WA_RETENTION_DAYS: "9" } });
  const { dialog360, teamwire } = bot.world;
  const random = createRandom(4711);
  dialog360.simulator.faults.storm = () =>
    [
      { status: 503 },
      { status: 400, body: { error: { message: "(#131026)", code: 131_026 } } },
      { status: 400, body: { error: { message: "(#131047)", code: 131_047 } } },
      "unanswered" as const,
    ][random(24)] ?? null;
  teamwire.simulator.faults.storm = () =>
    [{ status: 503 }, "unanswered" as const][random(16)] ?? null;

  async function listIds(...states: readonly ("failed" | "held" | "pending")[]): Promise<string[]> {
    const { rows } = await bot.read((reader) => reader.deliveries({ states, limit: 0 }));
    return rows.map(({ id }) => String(id));
  }
  const { customers } = bot.world.cast;
  const acts: readonly (() => Promise<unknown>)[] = [
    async () => {
      const customer = customers[random(customers.length)];
      if (customer) await dialog360.simulator.writes(customer, `word ${random(100)}`).taken;
    },
    async () => {
      const { chats } = teamwire.simulator;
      const open = chats.filter(({ chat }) => !chat.is_closed);
      const tid = open[random(open.length)]?.chat.tid;
      const words = [
        "a word",
        "another word",
        "/info",
        "/note for us",
        "/held",
        "/send 1",
        "/close",
      ];
      if (tid) teamwire.simulator.post(tid, "user-anna", words[random(words.length)] ?? "");
    },
    async () => bot.clock.advance(random(20) * minuteMs),
    async () => bot.notify(toBatch()),
    async () => bot.notify("no JSON"),
    async () => {
      const ids = (await listIds("failed")).slice(0, 2);
      if (ids.length > 0) await ask(bot, ["deliveries", "retry", ...ids]);
    },
    async () => {
      const ids = (await listIds("failed", "held", "pending")).slice(0, 2);
      if (ids.length > 0) await ask(bot, ["deliveries", "drop", "--yes", ...ids]);
    },
    async () => {
      const { rows } = await bot.read((reader) => reader.notifications({ limit: 0 }));
      const [first] = rows.filter(({ reason }) => reason !== null);
      const verb = random(2) === 0 ? "replay" : "drop";
      if (first) await ask(bot, ["notifications", verb, String(first.id)]);
    },
  ];
  const moves = [0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7];
  for (let round = 0; round < 4; round += 1) {
    for (let step = 0; step < 25; step += 1) await acts[moves[random(moves.length)] ?? 0]?.();
    await assertCounted(bot);
    if (round === 0) bot.keep();
    if (round === 1) await bot.crash();
    if (round === 2) {
      const { rows } = await bot.read((reader) => reader.sessions({ limit: 0, now: 0 }));
      await ask(bot, ["sessions", "forget", String(rows.at(-1)?.id), "--yes"]);
    }
    await assertCounted(bot);
  }
  dialog360.simulator.faults.storm = null;
  teamwire.simulator.faults.storm = null;
  const before = await countDeliveries(bot);
  assert.ok(before > 10, `${before} deliveries`);
  await sleep(bot, 20 * dayMs);
  await bot.clock.advance(10 * minuteMs);
  await until("the sweep", async () => {
    await bot.clock.advance(50);
    return (await countDeliveries(bot)) < before;
  });
  await assertCounted(bot);
});
