import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { LedgerWriteError, OperatorError } from "../../src/bridge/errors.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import { Database } from "../../src/ledger/database.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { decodeSegment } from "../../src/ledger/log/segment.ts";
import { testLedger } from "../contracts/ledger-contract.ts";
import { copyFolder, createFolder, silentLog, startEngine } from "../unit/ledger/temp-store.ts";

const options = { log: silentLog, pid: 4711 };

testLedger("openLedger:", async (t) => {
  let ledger: Ledger | null = null;
  const folder = createFolder(t, () => ledger?.close());
  ledger = await openLedger(join(folder, "bot.db"), options);
  return ledger;
});

async function readTexts(ledger: Ledger): Promise<string[]> {
  const { notifications } = await ledger.recorded(100);
  return notifications.map(({ body }) => Buffer.from(body).toString());
}

function refusal(exitCode: number, code: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof OperatorError && error.exitCode === exitCode && error.code === code;
}

test("openLedger makes files that only their owner can read, and one file at a clean end", async (t) => {
  const folder = createFolder(t);
  const ledger = await openLedger(join(folder, "bot.db"), options);
  await ledger.record({ source: "dialog360", receivedAt: 1, body: Buffer.from("{}") });
  const names = readdirSync(folder).toSorted();
  assert.deepEqual(names, ["bot.db", "bot.db.log.1", "bot.db.sock"]);
  for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  await ledger.close();
  assert.deepEqual(readdirSync(folder), ["bot.db"]);
  assert.equal(statSync(join(folder, "bot.db")).mode & 0o777, 0o600);
});

test("openLedger finds everything again after a clean end, and after none", async (t) => {
  const folder = createFolder(t);
  const first = await openLedger(join(folder, "bot.db"), options);
  await first.record({ source: "dialog360", receivedAt: 1, body: Buffer.from("one") });
  await first.close();
  const second = await openLedger(join(folder, "bot.db"), options);
  assert.equal(second.storeId, first.storeId);
  await second.record({ source: "teamwire", receivedAt: 2, body: Buffer.from("two"), cursor: "c" });
  const copy = copyFolder(t, folder);
  await second.close();
  const survivor = await openLedger(join(copy, "bot.db"), options);
  assert.deepEqual(await readTexts(survivor), ["one", "two"]);
  assert.equal(await survivor.fact("feed-cursor"), "c");
  await survivor.close();
});

test("openLedger tells a second opener the pid of the first", async (t) => {
  const path = join(createFolder(t), "bot.db");
  const ledger = await openLedger(path, options);
  await assert.rejects(openLedger(path, options), (error) => {
    assert.ok(refusal(73, "store_in_use")(error));
    assert.match(String(error), /pid 4711/);
    return true;
  });
  await ledger.record({ source: "dialog360", receivedAt: 1, body: Buffer.from("still here") });
  await ledger.close();
  await (await openLedger(path, options)).close();
});

test("openLedger refuses a file of another program and leaves it as it is", async (t) => {
  const folder = createFolder(t);
  const sqlite = await startEngine();
  const python = new Database(sqlite);
  python.execute("CREATE TABLE session (id INTEGER PRIMARY KEY)");
  const foreign = {
    "python.db": python.export(),
    "text.db": Buffer.from("no database"),
    "empty.db": Buffer.alloc(0),
  };
  for (const [name, content] of Object.entries(foreign)) {
    const path = join(folder, name);
    writeFileSync(path, content);
    await assert.rejects(openLedger(path, options), (error) => {
      assert.ok(refusal(78, "store_foreign")(error));
      assert.ok(error instanceof OperatorError);
      assert.ok(error.hint?.includes(`mv ${path} ${path}.old`));
      assert.match(error.hint ?? "", /not imported/);
      return true;
    });
    assert.deepEqual(readFileSync(path), Buffer.from(content));
  }
  assert.deepEqual(readdirSync(folder).toSorted(), Object.keys(foreign).toSorted());
});

test("openLedger refuses a store that only a newer version can work with", async (t) => {
  const path = join(createFolder(t), "bot.db");
  await (await openLedger(path, options)).close();
  const db = new Database(await startEngine(), readFileSync(path));
  db.execute("UPDATE store SET schema_version = 9, oldest_compatible = 9");
  const content = db.export();
  writeFileSync(path, content);
  await assert.rejects(openLedger(path, options), refusal(78, "store_newer"));
  assert.deepEqual(readFileSync(path), Buffer.from(content));
});

test("openLedger refuses a folder that is not there", async (t) => {
  const path = join(createFolder(t), "missing", "bot.db");
  await assert.rejects(openLedger(path, options), refusal(73, "store_unusable"));
});

test("openLedger keeps records small where large bodies come at once", async (t) => {
  const folder = createFolder(t);
  const limits = { bytes: Infinity, statements: Infinity };
  const ledger = await openLedger(join(folder, "bot.db"), { ...options, limits });
  const body = new Uint8Array(4 * 1024 * 1024);
  const count = 12;
  const given = { source: "dialog360", receivedAt: 1, body } as const;
  await Promise.all(Array.from({ length: count }, () => ledger.record(given)));
  const log = decodeSegment(readFileSync(join(folder, "bot.db.log.1")));
  await ledger.close();
  const sizes = log?.records.map(({ payload }) => payload.length) ?? [];
  assert.ok(Math.max(...sizes) < 9 * 1024 * 1024, sizes.join(" "));
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) > count * body.length);
});

test("openLedger answers everybody with their own after a request that could not be sent", async (t) => {
  const path = join(createFolder(t), "bot.db");
  const ledger = await openLedger(path, options);
  const body = new Uint8Array(8);
  structuredClone(body, { transfer: [body.buffer] });
  await assert.rejects(
    ledger.record({ source: "dialog360", receivedAt: 1, body }),
    LedgerWriteError,
  );
  await ledger.setFact("own-uid", "bot");
  assert.equal(await ledger.fact("own-uid"), "bot");
  assert.equal(await ledger.fact("feed-cursor"), null);
  await ledger.close();
});

test("openLedger finishes what was asked before close, and takes nothing after it", async (t) => {
  const path = join(createFolder(t), "bot.db");
  const ledger = await openLedger(path, options);
  function record(text: string): Promise<void> {
    return ledger.record({ source: "dialog360", receivedAt: 1, body: Buffer.from(text) });
  }
  const before = ["one", "two"].map((text) => record(text));
  const closing = ledger.close();
  await Promise.all([...before, closing, ledger.close()]);
  await assert.rejects(record("late"), LedgerWriteError);
  const again = await openLedger(path, options);
  assert.deepEqual(await readTexts(again), ["one", "two"]);
  await again.close();
});
