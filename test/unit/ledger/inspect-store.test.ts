import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { OperatorError } from "../../../src/bridge/errors.ts";
import { inspectStore } from "../../../src/ledger/inspect.ts";
import { lookAtPlace } from "../../../src/ledger/look-at-place.ts";
import { schemaVersion } from "../../../src/ledger/schema.ts";
import { placeOlder } from "./older-versions.ts";
import { createFolder, readFolder } from "./temp-store.ts";

const windows = platform() === "win32";

test("inspectStore tells version and sent messages of an older store, and changes no file", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  placeOlder(store);
  const before = readFolder(folder);
  const { bytes, ...facts } = await inspectStore(store);
  // Deliveries 6 and 7 of the fixture.
  assert.deepEqual(facts, {
    exists: true,
    version: 1,
    newestVersion: schemaVersion,
    sentToCustomers: 2,
  });
  assert.equal(bytes, readFileSync(store).length);
  assert.deepEqual(readFolder(folder), before);
});

test("inspectStore finds no store where there is none, and makes none", async (t) => {
  const folder = createFolder(t);
  for (const path of [join(folder, "bot.db"), join(folder, "no", "bot.db")]) {
    assert.equal((await inspectStore(path)).exists, false);
  }
  assert.deepEqual(readFolder(folder), readFolder(createFolder(t)));
});

test("inspectStore refuses a store with a page that is not sound", async (t) => {
  const store = join(createFolder(t), "bot.db");
  placeOlder(store);
  const bytes = readFileSync(store);
  bytes.fill(0xff, bytes.length - 4096);
  writeFileSync(store, bytes);
  await assert.rejects(
    inspectStore(store),
    (error) => error instanceof OperatorError && error.exitCode === 73,
  );
});

test("lookAtPlace tells folder, room and size of a store", (t) => {
  const store = join(createFolder(t), "bot.db");
  placeOlder(store);
  for (const name of [store, `${store}.log.2`]) chmodSync(name, 0o600);
  const { freeBytes, ...facts } = lookAtPlace(store);
  assert.ok(freeBytes !== null && freeBytes > 0);
  assert.deepEqual(facts, {
    folder: dirname(store),
    refusal: null,
    storeBytes: readFileSync(store).length,
    readableByOthers: [],
  });
});

test(
  "lookAtPlace names what others may read",
  { skip: windows && "rights of another kind" },
  (t) => {
    const folder = join(createFolder(t), "a b");
    mkdirSync(folder);
    const store = join(folder, "bot.db");
    placeOlder(store);
    chmodSync(store, 0o640);
    chmodSync(`${store}.log.2`, 0o600);
    assert.deepEqual(lookAtPlace(store).readableByOthers, [`'${store}'`]);
  },
);

test("lookAtPlace names the system's reason where the store cannot be written", (t) => {
  const folder = createFolder(t);
  assert.equal(lookAtPlace(join(folder, "no", "bot.db")).refusal, "ENOENT");
  writeFileSync(join(folder, "file"), "");
  const refusal = (path: string): string | null => {
    try {
      return lookAtPlace(path).refusal;
    } catch (error) {
      return error instanceof OperatorError ? String(error.exitCode) : null;
    }
  };
  assert.equal(refusal(join(folder, "file", "bot.db")), "73");
});
