import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

import { LedgerWriteError } from "../../src/bridge/errors.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import { createWorkerChannel } from "../../src/ledger/channel.ts";
import { readWasm, startWorker } from "../../src/ledger/engine.ts";
import type { WorkerStart } from "../../src/ledger/envelope.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { until } from "../fakes/until.ts";
import { createFolder, testStoreId } from "../unit/ledger/temp-store.ts";

interface Scene {
  readonly ledger: Ledger;
  readonly folder: string;
  readonly path: string;
  /** What operators were told. */
  readonly words: readonly string[];
  /** What each thread was started as. */
  readonly started: readonly WorkerStart["kind"][];
  /** Ends the owner's thread as an error in it does. */
  readonly kill: () => void;
  /** Lets held checkpoints end. */
  readonly release: () => void;
}

interface SceneOptions {
  /** How many statements the log may grow by. */
  readonly statements?: number;
  /** Checkpoints do nothing, and not before they are released. */
  readonly holdCheckpoints?: boolean;
}

async function setScene(
  t: TestContext,
  { statements = Infinity, holdCheckpoints = false }: SceneOptions = {},
): Promise<Scene> {
  const released = Promise.withResolvers<void>();
  const folder = createFolder(t, () => {
    released.resolve();
    return ledger.close();
  });
  const path = join(folder, "bot.db");
  const words: string[] = [];
  const started: WorkerStart["kind"][] = [];
  let owner: Worker | null = null;
  const start = {
    store: path,
    newStoreId: testStoreId,
    wasm: await readWasm(),
    limits: { bytes: Infinity, statements },
  };
  const channel = await createWorkerChannel(start, {
    tell: ({ message }) => words.push(message),
    pausesMs: { first: 1, longest: 10 },
    startOwner(given) {
      started.push(given.kind);
      owner = startWorker(given);
      return owner;
    },
    startCheckpoint(given) {
      started.push(given.kind);
      if (!holdCheckpoints) return startWorker(given);
      const held = Object.assign(new EventEmitter(), { terminate: async () => 0 });
      void released.promise.then(() => held.emit("message", null));
      return held;
    },
  });
  const ledger = createLedger(channel, async () => {});
  return {
    ledger,
    folder,
    path,
    words,
    started,
    // Not what was agreed: it cannot even be read.
    kill: () => owner?.postMessage({ kind: "group", group: null }, []),
    release: () => released.resolve(),
  };
}

function record(ledger: Ledger, text: string): Promise<void> {
  return ledger.record({ source: "dialog360", receivedAt: 1, body: Buffer.from(text) });
}

/** As the caller of a notification does that was answered 503. */
async function recordPatiently(ledger: Ledger, text: string): Promise<void> {
  await until("the ledger is back", () =>
    record(ledger, text).then(
      () => true,
      (error) => {
        assert.ok(error instanceof LedgerWriteError);
        return false;
      },
    ),
  );
}

async function readTexts(ledger: Ledger): Promise<string[]> {
  const { notifications } = await ledger.recorded(100);
  return notifications.map(({ body }) => Buffer.from(body).toString());
}

test("a ledger whose thread dies refuses what waits, says so and is back without a restart", async (t) => {
  const { ledger, words, started, kill } = await setScene(t);
  await record(ledger, "before");
  kill();
  await assert.rejects(record(ledger, "lost"), LedgerWriteError);
  await recordPatiently(ledger, "after");
  assert.deepEqual(await readTexts(ledger), ["before", "after"]);
  kill();
  await assert.rejects(record(ledger, "lost"), LedgerWriteError);
  await recordPatiently(ledger, "after that");
  assert.deepEqual(await readTexts(ledger), ["before", "after", "after that"]);
  assert.deepEqual(started, ["owner", "owner", "owner"]);
  const word = "the ledger's thread has ended and is started again";
  assert.deepEqual(words, [word, word]);
});

test("a ledger whose store is away is opened again once it is back, and says so once", async (t) => {
  const { ledger, path, words, started, kill } = await setScene(t);
  await record(ledger, "before");
  renameSync(path, `${path}.away`);
  kill();
  await until("tries to open", () => started.length > 4);
  await assert.rejects(record(ledger, "lost"), LedgerWriteError);
  renameSync(`${path}.away`, path);
  await recordPatiently(ledger, "after");
  assert.deepEqual(await readTexts(ledger), ["before", "after"]);
  assert.deepEqual(words, [
    "the ledger's thread has ended and is started again",
    "the ledger cannot be opened again yet; it is tried until it can",
  ]);
});

test("a ledger makes no new store in the place of one that is gone", async (t) => {
  const { ledger, path, started, kill } = await setScene(t);
  renameSync(path, `${path}.away`);
  kill();
  await until("tries to open", () => started.length > 3);
  await assert.rejects(record(ledger, "lost"), LedgerWriteError);
});

test("a ledger can be closed while its thread is away", async (t) => {
  const { ledger, path, started, kill } = await setScene(t);
  renameSync(path, `${path}.away`);
  kill();
  await until("tries to open", () => started.length > 2);
  await ledger.close();
  const count = started.length;
  await assert.rejects(record(ledger, "late"), LedgerWriteError);
  assert.equal(started.length, count);
});

test("a ledger that is closed while its thread comes back ends cleanly", async (t) => {
  const { ledger, folder, started, kill } = await setScene(t);
  await record(ledger, "before");
  kill();
  await until("a new thread", () => started.length > 1);
  await ledger.close();
  assert.deepEqual(readdirSync(folder), ["bot.db"]);
});

/** Long enough for what must not happen to happen. */
const aWhileMs = 300;

test("a ledger whose thread dies during a checkpoint opens again when that is over", async (t) => {
  const given = { statements: 1, holdCheckpoints: true };
  const { ledger, words, started, kill, release } = await setScene(t, given);
  await record(ledger, "before");
  await until("a checkpoint", () => started.includes("checkpoint"));
  kill();
  await pause(aWhileMs);
  assert.deepEqual(started, ["owner", "checkpoint"]);
  release();
  await recordPatiently(ledger, "after");
  assert.deepEqual(await readTexts(ledger), ["before", "after"]);
  assert.deepEqual(words, ["the ledger's thread has ended and is started again"]);
});

test("a ledger that is closed during a checkpoint waits for it, and begins no other", async (t) => {
  const given = { statements: 1, holdCheckpoints: true };
  const { ledger, folder, started, release } = await setScene(t, given);
  await record(ledger, "one");
  await until("a checkpoint", () => started.includes("checkpoint"));
  await record(ledger, "two");
  let isClosed = false;
  const closing = ledger.close().then(() => (isClosed = true));
  await pause(aWhileMs);
  assert.equal(isClosed, false);
  release();
  await closing;
  assert.deepEqual(started, ["owner", "checkpoint"]);
  assert.deepEqual(readdirSync(folder), ["bot.db"]);
});
