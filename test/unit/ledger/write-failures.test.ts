import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { LedgerWriteError } from "../../../src/bridge/errors.ts";
import { createInlineChannel } from "../../../src/ledger/channel.ts";
import { writeAtomically } from "../../../src/ledger/file-system.ts";
import { createLedger } from "../../../src/ledger/ledger.ts";
import type { Store } from "../../../src/ledger/store.ts";
import { testLedger } from "../../contracts/ledger-contract.ts";
import { createFaultyDisk, type FaultyDisk } from "./faulty-disk.ts";
import { createMemoryDisk } from "./memory-disk.ts";
import { readTexts, record, recordAll } from "./requests.ts";
import { copyFolder, createFolder, openStore, startEngine } from "./temp-store.ts";

testLedger("createLedger in one thread:", async (t) => {
  const store = openStore(join(createFolder(t), "bot.db"), await startEngine());
  return createLedger(createInlineChannel(store), async () => {});
});

interface Scene {
  readonly store: Store;
  readonly disk: FaultyDisk;
  readonly folder: string;
  /** What the store would hold after a crash at this moment. */
  readonly survive: () => string[];
}

async function setScene(t: TestContext): Promise<Scene> {
  const [folder, disk, sqlite] = [createFolder(t), createFaultyDisk(), await startEngine()];
  const store = openStore(join(folder, "bot.db"), sqlite, { disk });
  recordAll(store, ["before"]);
  function survive(): string[] {
    return readTexts(openStore(join(copyFolder(t, folder), "bot.db"), sqlite));
  }
  return { store, disk, folder, survive };
}

const failures: Record<string, { break: (disk: FaultyDisk) => void; segments: number }> = {
  "a full disk": { break: (disk) => disk.fail("write", "ENOSPC"), segments: 1 },
  "a short write": { break: (disk) => disk.shortenWrite(10), segments: 1 },
  "a short write of a whole header": { break: (disk) => disk.shortenWrite(20), segments: 1 },
  "a failed fdatasync": { break: (disk) => disk.fail("sync", "EIO"), segments: 2 },
  "a failed fdatasync and truncate": {
    break: (disk) => {
      disk.fail("sync", "EIO");
      disk.fail("truncate", "EIO");
    },
    segments: 2,
  },
  "a short write that cannot be cut off": {
    break: (disk) => {
      disk.shortenWrite(10);
      disk.fail("truncate", "EIO", 2);
    },
    segments: 2,
  },
};

for (const [name, failure] of Object.entries(failures)) {
  test(`Store tells every caller of a group of ${name}, keeps what stood and recovers`, async (t) => {
    const { store, disk, folder, survive } = await setScene(t);
    failure.break(disk);
    const answers = store.run([record("lost"), { name: "recorded", given: 9 }, record("lost too")]);
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ["failed", "failed", "failed"],
    );
    assert.deepEqual(readTexts(store), ["before"], "rolled back in memory");
    recordAll(store, ["after", "and after"]);
    assert.deepEqual(readTexts(store), ["before", "after", "and after"]);
    assert.deepEqual(survive(), ["before", "after", "and after"]);
    const segments = readdirSync(folder).filter((file) => file.includes(".log."));
    assert.equal(segments.length, failure.segments);
  });
}

test("Store refuses as long as the disk does, and recovers without a restart", async (t) => {
  const { store, disk, survive } = await setScene(t);
  disk.fail("sync", "EIO");
  disk.fail("create", "ENOSPC", 3);
  for (let count = 0; count < 4; count += 1) {
    assert.equal(store.run([record("lost")])[0]?.kind, "failed");
    assert.deepEqual(survive(), ["before"]);
  }
  recordAll(store, ["after"]);
  assert.deepEqual(survive(), ["before", "after"]);
});

test("Store never asks a descriptor again whose fdatasync failed", async (t) => {
  const [folder, disk, sqlite] = [createFolder(t), createFaultyDisk(), await startEngine()];
  const calls: string[] = [];
  const watched = {
    ...disk,
    sync(file: number) {
      calls.push(`sync ${file}`);
      disk.sync(file);
    },
    close(file: number) {
      calls.push(`close ${file}`);
      disk.close(file);
    },
  };
  const store = openStore(join(folder, "bot.db"), sqlite, { disk: watched });
  recordAll(store, ["before"]);
  calls.length = 0;
  disk.fail("sync", "EIO");
  store.run([record("lost")]);
  const failed = calls[0]?.replace("sync ", "");
  assert.deepEqual(calls, [`sync ${failed}`, `close ${failed}`]);
});

test("createLedger turns what could not be written into a LedgerWriteError", async (t) => {
  const { store, disk } = await setScene(t);
  const ledger = createLedger(createInlineChannel(store), async () => {});
  disk.fail("write", "ENOSPC");
  const notification = { source: "dialog360", receivedAt: 1, body: Buffer.from("a text") } as const;
  await assert.rejects(ledger.record(notification), (error) => {
    assert.ok(error instanceof LedgerWriteError);
    assert.match(error.message, /ENOSPC/);
    assert.ok(!error.message.includes("a text"));
    return true;
  });
  await ledger.record(notification);
  assert.equal((await ledger.recorded(9)).notifications.length, 2);
});

test("Store keeps its log where the checkpoint of a clean end fails", async (t) => {
  const { store, disk, survive } = await setScene(t);
  disk.fail("replace", "ENOSPC");
  store.close();
  assert.match(store.takeWords()[0]?.message ?? "", /the log keeps everything/);
  assert.deepEqual(survive(), ["before"]);
});

test("Store does not go on where memory is behind the disk; opened again it has the record", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const path = join(folder, "bot.db");
  let isBroken = false;
  class BreakingDatabase extends sqlite.Database {
    override prepare(sql: string): ReturnType<InstanceType<typeof sqlite.Database>["prepare"]> {
      if (isBroken && sql === "COMMIT") throw new Error("out of memory");
      return super.prepare(sql);
    }
  }
  const store = openStore(path, { ...sqlite, Database: BreakingDatabase });
  isBroken = true;
  assert.throws(() => store.run([record("one")]), /out of memory/);
  assert.deepEqual(readTexts(openStore(path, sqlite)), ["one"]);
});

test("writeAtomically gives up where the disk takes nothing, and leaves no draft", () => {
  const disk = createMemoryDisk();
  const full = { ...disk, write: () => 0 };
  assert.throws(() => writeAtomically(full, "/data/a", Buffer.from("text")), /takes no more/);
  assert.deepEqual(disk.list("/data"), []);
});

test("Store fails the whole group where the engine runs out of room, and goes on", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const path = join(folder, "bot.db");
  openStore(path, sqlite).close();
  class SmallDatabase extends sqlite.Database {
    constructor(content?: ArrayLike<number> | Buffer | null) {
      super(content);
      this.run("PRAGMA max_page_count = 60");
    }
  }
  const store = openStore(path, { ...sqlite, Database: SmallDatabase });
  const [small, large] = [record("small"), record("x".repeat(1_000_000))];
  for (const group of [[small, large, small], [large]]) {
    const answers = store.run(group);
    assert.ok(answers.every(({ kind }) => kind === "failed"));
    recordAll(store, ["after"]);
  }
  assert.deepEqual(readTexts(store), ["after", "after"]);
  const survivor = openStore(join(copyFolder(t, folder), "bot.db"), sqlite);
  assert.deepEqual(readTexts(survivor), ["after", "after"]);
});
