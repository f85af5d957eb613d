import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { openLedger } from "../../src/ledger/ledger.ts";
import { findTraces } from "../fakes/traces.ts";
import { inspect, readVersions } from "../unit/ledger/inspect.ts";
import { placeOlder } from "../unit/ledger/older-versions.ts";
import { createFolder, silentLog, startEngine } from "../unit/ledger/temp-store.ts";

const at = Date.parse("2026-11-23T09:00:00Z");

for (const [version, traces] of [
  [1, ["Tobias", "496813097812", "DE.13491208655302741918", "text of m2", "text of wamid.2"]],
  [2, ["Tobias", "4968130978", "text of wamid.4", "text of m4"]],
] as const) {
  test(`forget erases a person from the copy of a version-${version} store and leaves it that version`, async (t) => {
    const [folder, sqlite] = [createFolder(t), await startEngine()];
    const store = join(folder, "bot.db");
    placeOlder(store, version);
    const copy = `${store}.v${version}`;
    const ledger = await openLedger(store, { log: silentLog, pid: 1 });
    t.after(() => ledger.close());
    for (const trace of traces) assert.notDeepEqual(findTraces(folder, [trace]), [], trace);
    const before = inspect(sqlite, copy, readVersions);
    const done = await ledger.forget({ sessionId: 1, at });
    await ledger.purge();
    assert.deepEqual(done?.copies, [{ path: copy, result: "rewritten" }]);
    assert.deepEqual(findTraces(folder, traces), []);
    assert.deepEqual(inspect(sqlite, copy, readVersions), before);
    const left = inspect(sqlite, copy, (db) => db.read("SELECT id FROM sessions ORDER BY id"));
    assert.deepEqual(left, [{ id: 2 }, { id: 3 }]);
  });
}

test("forget deletes copies that cannot be read, with their logs, and what a crash has left", async (t) => {
  const folder = createFolder(t);
  const store = join(folder, "bot.db");
  placeOlder(store, 2);
  const ledger = await openLedger(store, { log: silentLog, pid: 1 });
  t.after(() => ledger.close());
  const names = [
    "bot.db.before-restore-20261123T090000",
    "bot.db.before-restore-20261123T090000.log.3",
    "bot.db.restoring",
    "bot.db.v1.new",
  ];
  for (const name of names) writeFileSync(join(folder, name), "of Tobias");
  writeFileSync(join(folder, "bot.db.notes"), "somebody else's");
  const done = await ledger.forget({ sessionId: 1, at });
  assert.deepEqual(
    done?.copies.map(({ path, result }) => [path.slice(store.length), result]).toSorted(),
    [
      [".before-restore-20261123T090000", "deleted"],
      [".restoring", "deleted"],
      [".v1.new", "deleted"],
      [".v2", "rewritten"],
    ],
  );
  const left = readdirSync(folder).filter((name) => !/\.(?:sock|log\.\d+)$/.test(name));
  assert.deepEqual(left.toSorted(), ["bot.db", "bot.db.notes", "bot.db.v2"]);
});
