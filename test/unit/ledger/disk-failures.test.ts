import assert from "node:assert/strict";
import { test } from "node:test";

import type { Store } from "../../../src/ledger/store.ts";
import { createFaultyDisk, type FailingCalls, type FaultyDisk } from "./faulty-disk.ts";
import { createMemoryDisk, type Files, type MemoryDisk } from "./memory-disk.ts";
import { readTexts, record } from "./requests.ts";
import { checkpointIfDue, openStore, startEngine } from "./temp-store.ts";

const sqlite = await startEngine();
const path = "/data/bot.db";

/** What was asked of a store, and what came of it. */
interface Life {
  readonly memory: MemoryDisk;
  readonly disk: FaultyDisk;
  /** The texts that were answered for. */
  readonly done: string[];
  /** The texts whose callers were told that it failed. */
  readonly failed: Set<string>;
}

function createLife(): Life {
  const memory = createMemoryDisk();
  return { memory, disk: createFaultyDisk(memory), done: [], failed: new Set() };
}

/**
 * Everything that a store does with its disk: openings, records, checkpoints, a failed fdatasync, clean ends. At last the
 * disk works again.
 * @param afterStep hears of each step; throws to end this life
 */
function live(life: Life, afterStep: () => void): void {
  const { disk } = life;
  const place = { disk, sqlite, store: path };
  const first = open(life, afterStep);
  for (const text of ["a", "b", "c", "d", "e", "f"]) {
    ask(life, first, text);
    afterStep();
    if (text === "c") disk.fail("sync", "EIO");
    checkpointIfDue(first, place);
    afterStep();
  }
  first.close();
  afterStep();
  const second = open(life, afterStep);
  ask(life, second, "g");
  afterStep();
  disk.heal();
  ask(life, second, "h");
  second.close();
}

/** Tries until it opens. */
function open({ disk }: Life, afterStep: () => void): Store {
  for (;;) {
    try {
      return openStore(path, sqlite, { disk, limits: { bytes: Infinity, statements: 2 } });
    } catch {
      afterStep();
    }
  }
}

function ask({ done, failed }: Life, store: Store, text: string): void {
  const [answer] = store.run([record(text)]);
  if (answer?.kind === "done") done.push(text);
  else failed.add(text);
  assert.deepEqual(without(failed, readTexts(store)), done);
}

/** Sees to it that what was answered for is there, and that the store goes on. */
function checkSurvivor({ done, failed }: Life, files: Files): void {
  const disk = createMemoryDisk(files);
  const store = openStore(path, sqlite, { disk });
  assert.deepEqual(without(failed, readTexts(store)), done);
  assert.equal(store.run([record("after")])[0]?.kind, "done");
  store.close();
  assert.deepEqual([...disk.afterKill().keys()], [path]);
}

/** A failed text may be there all the same, where nobody could tell any more. */
function without(failed: ReadonlySet<string>, texts: readonly string[]): string[] {
  return texts.filter((text) => !failed.has(text));
}

function countCalls(): number {
  const life = createLife();
  live(life, () => {});
  assert.deepEqual(life.done, ["a", "b", "c", "e", "f", "g", "h"]);
  return life.disk.calls();
}

const faults: Record<string, Omit<FailingCalls, "from">> = {
  "one call fails": { code: "ENOSPC", times: 1 },
  "one call fails after it was done": { code: "EIO", times: 1, isLate: true },
  "five calls fail": { code: "EIO", times: 5 },
  "twelve calls fail after they were done": { code: "EIO", times: 12, isLate: true },
  "writes are short": { code: "SHORT", times: 20 },
};

for (const [name, fault] of Object.entries(faults)) {
  test(`Store keeps its word whichever ${name}, and recovers`, () => {
    const calls = countCalls();
    for (let from = 1; from <= calls; from += 1) {
      const life = createLife();
      life.disk.failCalls({ ...fault, from });
      const steps = { left: 2 };
      live(life, () => {
        if (life.disk.calls() < from || steps.left === 0) return;
        steps.left -= 1;
        checkSurvivor(life, life.memory.afterKill());
        checkSurvivor(life, life.memory.afterPowerCut());
      });
      assert.equal(life.done.at(-1), "h", `${name} from ${from}`);
      assert.deepEqual([...life.memory.afterKill().keys()], [path], `${name} from ${from}`);
      checkSurvivor(life, life.memory.afterPowerCut());
    }
  });
}

test("Store keeps its word when everything ends at any call, and the power then fails", () => {
  const calls = countCalls();
  for (let from = 1; from <= calls; from += 1) {
    const life = createLife();
    const { disk, memory, done } = life;
    disk.failCalls({ code: "EIO", from, times: Infinity });
    const end = new Error("the end");
    try {
      live(life, () => {
        if (disk.calls() >= from) throw end;
      });
    } catch (error) {
      if (error !== end) throw error;
    }
    checkSurvivor(life, memory.afterKill());
    checkSurvivor(life, memory.afterPowerCut());
    // The next process finds what was written, of which not everything has reached the disk.
    disk.heal();
    const next = openStore(path, sqlite, { disk });
    ask(life, next, "next");
    assert.equal(done.at(-1), "next");
    checkSurvivor(life, memory.afterPowerCut());
  }
});
