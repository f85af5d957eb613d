import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Ledger } from "../../src/bridge/ports.ts";
import { createWorkerChannel } from "../../src/ledger/channel.ts";
import { fileMarkAt } from "../../src/ledger/database.ts";
import { readWasm, startWorker } from "../../src/ledger/engine.ts";
import { createLedger, openLedger } from "../../src/ledger/ledger.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { emptyPlan, toSession, toTeam } from "../contracts/ledger-samples.ts";
import { until } from "../fakes/until.ts";
import { createFolder, silentLog, testStoreId } from "../unit/ledger/temp-store.ts";

function record(ledger: Ledger, text: string): Promise<void> {
  return ledger.record({ source: "dialog360", receivedAt: 1, body: Buffer.from(text) });
}

/** The numbers of the segments that there are. */
function listSegments(folder: string): number[] {
  const matches = readdirSync(folder).map((name) => /^bot\.db\.log\.(\d+)$/.exec(name)?.[1] ?? []);
  return matches.flat().map(Number);
}

test("openLedger makes its log short again while it goes on", async (t) => {
  const folder = createFolder(t, () => ledger.close());
  const limits = { bytes: Infinity, statements: 10 };
  const options = { log: silentLog, pid: 4711, limits };
  const ledger = await openLedger(join(folder, "bot.db"), options);
  const texts: string[] = [];
  await until("three checkpoints", async () => {
    texts.push(`text ${texts.length}`);
    await record(ledger, texts.at(-1) ?? "");
    return Math.min(...listSegments(folder)) > 3;
  });
  await ledger.close();
  assert.deepEqual(readdirSync(folder), ["bot.db"]);
  const again = await openLedger(join(folder, "bot.db"), options);
  const { notifications } = await again.recorded(texts.length + 1);
  assert.deepEqual(
    notifications.map(({ body }) => Buffer.from(body).toString()),
    texts,
  );
  await again.close();
});

test("openLedger can be closed while a checkpoint is written", async (t) => {
  const folder = createFolder(t);
  const path = join(folder, "bot.db");
  const limits = { bytes: Infinity, statements: 1 };
  for (const total of [1, 2, 3]) {
    const ledger = await openLedger(path, { log: silentLog, pid: 4711, limits });
    await record(ledger, "{}");
    await ledger.close();
    assert.deepEqual(readdirSync(folder), ["bot.db"]);
    const reader = await openReader(path);
    assert.equal(reader.notifications({ limit: 0 }).total, total);
    reader.close();
  }
});

test("a ledger goes on where no thread can be had for a checkpoint, and says so", async (t) => {
  const folder = createFolder(t, () => ledger.close());
  const store = join(folder, "bot.db");
  const words: unknown[] = [];
  const limits = { bytes: Infinity, statements: 2 };
  const channel = await createWorkerChannel(
    { store, newStoreId: testStoreId, wasm: await readWasm(), limits },
    {
      tell: (word) => words.push(word),
      startOwner: startWorker,
      startCheckpoint(start) {
        if (words.length === 0) throw Object.assign(new Error("no room"), { code: "EAGAIN" });
        return startWorker(start);
      },
    },
  );
  const ledger = createLedger(channel, async () => {});
  for (const text of ["one", "two"]) await record(ledger, text);
  await until("a word", () => words.length > 0);
  assert.deepEqual(words, [
    {
      message: "the checkpoint could not be finished; the log keeps everything",
      fields: { fault: "EAGAIN" },
    },
  ]);
  for (const text of ["three", "four"]) await record(ledger, text);
  await until("a checkpoint", () => Math.min(...listSegments(folder)) > 2);
  assert.equal((await ledger.recorded(9)).notifications.length, 4);
  await ledger.close();
  assert.equal(words.length, 1);
  assert.equal(readFileSync(store)[fileMarkAt], 0);
});

test("openReader sees whole groups only and all that was answered for, through many checkpoints", async (t) => {
  const folder = createFolder(t, () => ledger.close());
  const path = join(folder, "bot.db");
  const limits = { bytes: Infinity, statements: 20 };
  const ledger = await openLedger(path, { log: silentLog, pid: 4711, limits });
  await ledger.plan({ ...emptyPlan, newSessions: [toSession(1, {})] });
  const progress = { done: 0, isOver: false };

  /** Each notification is recorded, and planned together with one delivery. */
  async function write(): Promise<void> {
    while (!progress.isOver) {
      await record(ledger, "{}");
      const id = progress.done + 1;
      const notifications = [{ id, state: "planned", reason: null } as const];
      await ledger.plan({ ...emptyPlan, notifications, deliveries: [toTeam(1, `m${id}`)] });
      progress.done = id;
    }
  }

  async function read(): Promise<void> {
    for (let last = 0; Math.min(...listSegments(folder)) <= 8;) {
      const before = progress.done;
      const reader = await openReader(path);
      const { rows } = reader.notifications({ limit: 0 });
      const planned = rows.filter(({ state }) => state === "planned").length;
      assert.equal(reader.deliveries({ limit: 0 }).total, planned);
      assert.ok(planned >= Math.max(before, last), `${planned} after ${before} and ${last}`);
      assert.ok(rows.length - planned <= 1);
      last = planned;
      reader.close();
    }
  }

  await Promise.all([write(), read().finally(() => (progress.isOver = true))]);
});
