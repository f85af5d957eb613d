import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import type { Sqlite } from "../../src/ledger/database.ts";
import { createFileSystem, type FileSystem } from "../../src/ledger/file-system.ts";
import type { StorePlace } from "../../src/ledger/log/load.ts";
import { eraseFromCopies } from "../../src/ledger/privacy/copies.ts";
import type { FoundPerson } from "../../src/ledger/privacy/person.ts";
import type { Store } from "../../src/ledger/store.ts";
import { findTraces } from "../fakes/traces.ts";
import { placeOlder } from "../unit/ledger/older-versions.ts";
import {
  checkpointIfDue,
  copyFolder,
  createFolder,
  openStore,
  startEngine,
} from "../unit/ledger/temp-store.ts";

const traces = ["Tobias", "4968130978", "text of wamid.4", "text of m4"];

// The disk is what is left of a process: a kill is the moment from which on nothing reaches it.
test("forget that is killed at any step is finished by the next start, or plainly not done", async (t) => {
  const sqlite = await startEngine();
  const base = createFolder(t);
  placeOlder(join(base, "bot.db"), 2);
  openStore(join(base, "bot.db"), sqlite);
  const outcomes: string[] = [];
  for (let step = 1; outcomes.at(-1) !== "ended"; step += 1) {
    assert.ok(step < 200, "it ends");
    outcomes.push(killAt(step, copyFolder(t, base), sqlite));
  }
  assert.ok(outcomes.includes("not done"));
  assert.ok(outcomes.includes("finished"));
  const first = outcomes.indexOf("finished");
  assert.ok(
    outcomes.slice(first).every((outcome) => outcome !== "not done"),
    outcomes.join(),
  );
});

/** @returns what became of it; asserts that nothing is left, at the latest after it was asked for again */
function killAt(step: number, folder: string, sqlite: Sqlite): "ended" | "finished" | "not done" {
  const store = join(folder, "bot.db");
  const disk = createDyingDisk(step);
  const place = { disk, sqlite, store };
  const hasEnded = tries(() => forget(openStore(store, sqlite, { disk }), place));
  const healthy = { ...place, disk: createFileSystem() };
  const reopened = openStore(store, sqlite);
  // As the owner's thread does at its start.
  checkpointIfDue(reopened, healthy);
  const isThere = findPerson(reopened) !== null;
  if (isThere) forget(reopened, healthy);
  assert.deepEqual(findTraces(folder, traces), [], `killed at step ${step}`);
  if (hasEnded) return "ended";
  return isThere ? "not done" : "finished";
}

function forget(store: Store, place: StorePlace): void {
  const person = findPerson(store);
  assert.ok(person);
  eraseFromCopies(place, person);
  const [answer] = store.run([{ name: "forget", given: { sessionId: 1, at: 1 } }]);
  if (answer?.kind !== "done") throw new Error("killed");
  store.askPurge();
  checkpointIfDue(store, place);
  const [purged] = store.takePurged();
  if (purged?.fault !== null) throw new Error("killed");
}

function findPerson(store: Store): FoundPerson | null {
  const [answer] = store.run([{ name: "person", given: 1 }]);
  assert.equal(answer?.kind, "done");
  // What `person` returns.
  return answer.value as FoundPerson | null;
}

function tries(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** A disk that takes nothing any more from its n-th change on. */
function createDyingDisk(changes: number): FileSystem {
  const disk = createFileSystem();
  let left = changes;
  function change<Given extends unknown[], Result>(
    act: (...given: Given) => Result,
  ): (...given: Given) => Result {
    return (...given) => {
      left -= 1;
      if (left <= 0) throw new Error("killed");
      return act(...given);
    };
  }
  return {
    ...disk,
    create: change(disk.create),
    write: change(disk.write),
    truncate: change(disk.truncate),
    sync: change(disk.sync),
    replace: change(disk.replace),
    remove: change(disk.remove),
  };
}
