import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { createFileSystem } from "../../src/ledger/file-system.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { createFolder, openStore, startEngine } from "../unit/ledger/temp-store.ts";

function isDamage(error: unknown): boolean {
  return error instanceof OperatorError && error.exitCode === 73;
}

test("openReader starts again when a checkpoint came between", async (t) => {
  const folder = createFolder(t);
  const path = join(folder, "bot.db");
  const sqlite = await startEngine();
  const store = openStore(path, sqlite);
  const body = Buffer.from("{}");
  store.run([{ name: "record", given: { source: "dialog360", receivedAt: 1, body } }]);
  const old = readFileSync(path);
  store.close();
  const next = openStore(path, sqlite);
  next.run([{ name: "record", given: { source: "dialog360", receivedAt: 1, body } }]);
  // A checkpoint right after the reader's first look at the file: the old file with the new log has a gap.
  let looks = 0;
  const disk = createFileSystem();
  const moving = {
    ...disk,
    read(file: string) {
      if (file !== path) return disk.read(file);
      looks += 1;
      return looks === 1 ? old : disk.read(file);
    },
  };
  const reader = await openReader(path, moving);
  assert.equal(reader.notifications({ limit: 0 }).total, 2);
  assert.equal(looks, 2);
  reader.close();
  writeFileSync(path, old);
  await assert.rejects(openReader(path), isDamage);
});

test("openReader shows no older state when the log goes away during its look", async (t) => {
  const path = join(createFolder(t), "bot.db");
  const store = openStore(path, await startEngine());
  const body = Buffer.from("{}");
  store.run([{ name: "record", given: { source: "dialog360", receivedAt: 1, body } }]);
  const disk = createFileSystem();
  let looks = 0;
  const moving = {
    ...disk,
    read(file: string) {
      const content = disk.read(file);
      // The clean end of the writer, with its checkpoint, right after the file has been read.
      if (file === path && (looks += 1) === 1) store.close();
      return content;
    },
  };
  const reader = await openReader(path, moving);
  assert.equal(reader.notifications({ limit: 0 }).total, 1);
  reader.close();
});
