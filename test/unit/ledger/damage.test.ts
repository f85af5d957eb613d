import assert from "node:assert/strict";
import { test } from "node:test";

import { OperatorError } from "../../../src/bridge/errors.ts";
import { fileMarkAt } from "../../../src/ledger/database.ts";
import { segmentHeaderLength, segmentMarkAt } from "../../../src/ledger/log/segment.ts";
import { Store, type Word } from "../../../src/ledger/store.ts";
import { createFaultyDisk } from "./faulty-disk.ts";
import { createMemoryDisk, type Files } from "./memory-disk.ts";
import { readTexts, record } from "./requests.ts";
import { checkpointIfDue, startEngine, testStoreId } from "./temp-store.ts";

/** Files of a store that was not closed, and what its writer knew of it. */
interface Sample {
  readonly files: Files;
  /** What the store held after each group, from before the first. */
  readonly states: readonly string[];
  /** How long the newest segment was after each group. */
  readonly ends: readonly number[];
}

/** What opening made of files: so many whole groups, or a refusal. */
type Outcome = "refused" | { readonly groups: number; readonly words: readonly Word[] };

const sqlite = await startEngine();
const path = "/data/bot.db";
const [first, second, newest] = [`${path}.log.2`, `${path}.log.3`, `${path}.log.4`];
const segments = [first, second, newest];

/** A store file with a few groups and segments with two, one and three; the second ends with one that does not count. */
function makeSample(storeId: string, inFile = 2): Sample {
  const memory = createMemoryDisk();
  const disk = createFaultyDisk(memory);
  const place = { disk, sqlite, store: path };
  const limits = { bytes: Infinity, statements: 1 };
  const store = new Store(place, { newStoreId: storeId, limits });
  const states = [toState([])];
  const ends: number[] = [];
  function add(count: number): void {
    for (let added = 0; added < count; added += 1) {
      const texts = Array.from({ length: 2 * states.length }, (_, index) => `text ${index}`);
      const group = texts.slice(-2).map((text) => record(text));
      assert.ok(store.run(group).every(({ kind }) => kind === "done"));
      states.push(toState(texts));
      ends.push(memory.read(newest)?.length ?? 0);
    }
  }
  add(inFile);
  assert.ok(checkpointIfDue(store, place));
  add(2);
  // Begun and never written: what remains of it is the new segment.
  assert.ok(store.beginCheckpoint());
  add(1);
  disk.fail("sync", "EIO");
  disk.fail("truncate", "EIO");
  assert.equal(store.run([record("lost")])[0]?.kind, "failed");
  add(3);
  const files = memory.afterKill();
  assert.deepEqual([...files.keys()].toSorted(), [path, ...segments]);
  return { files, states, ends };
}

function toState(texts: readonly string[]): string {
  return texts.join(", ");
}

const sample = makeSample(testStoreId);
const all = sample.states.length - 1;

/** Opens files, and sees to it that a refusal leaves them as they are. */
function open(files: Files): Outcome {
  const disk = createMemoryDisk(files);
  let store: Store;
  try {
    store = new Store({ disk, sqlite, store: path }, { newStoreId: "aaaaaaaaaaaaaaaa" });
  } catch (error) {
    assert.ok(error instanceof OperatorError, String(error));
    assert.ok([73, 78].includes(error.exitCode));
    assert.deepEqual(disk.afterKill(), files);
    return "refused";
  }
  const words = store.takeWords();
  const groups = sample.states.indexOf(toState(readTexts(store)));
  assert.notEqual(groups, -1, "not a state that the store ever had");
  store.close();
  return { groups, words };
}

function change(changes: Readonly<Record<string, Uint8Array | null | undefined>>): Files {
  const files = new Map(sample.files);
  for (const [name, content] of Object.entries(changes)) {
    if (content) files.set(name, content);
    else files.delete(name);
  }
  return files;
}

function contentOf(name: string): Uint8Array {
  return sample.files.get(name) ?? assert.fail(name);
}

function flip(content: Uint8Array, offset: number, bit: number): Uint8Array {
  const flipped = content.slice();
  flipped[offset] = (flipped[offset] ?? 0) ^ (1 << bit);
  return flipped;
}

test("a store opens as its writer knew it", () => {
  assert.deepEqual(open(sample.files), { groups: all, words: [] });
});

test("a segment that is cut at any byte is refused, or torn where it is the newest", () => {
  for (const name of segments) {
    const content = contentOf(name);
    for (let length = 0; length < content.length; length += 1) {
      const outcome = open(change({ [name]: content.slice(0, length) }));
      const message = `${name} cut at ${length}`;
      if (name !== newest || length < segmentHeaderLength) {
        const isUncounted = outcome !== "refused" && name === second;
        assert.deepEqual(outcome, isUncounted ? { groups: all, words: [] } : "refused", message);
        continue;
      }
      const groups = sample.ends.findLastIndex((end) => end <= length) + 1;
      const offset = Math.max(sample.ends[groups - 1] ?? 0, segmentHeaderLength);
      // A cut between two groups is what a crash between them leaves.
      const words = offset === length ? [] : [toTornWord(offset, length)];
      assert.deepEqual(outcome, { groups, words }, message);
    }
  }
});

function toTornWord(offset: number, length: number): Word {
  const fields = { file: newest, offset, bytes: length - offset };
  return { message: "a torn record was cut off the log", fields };
}

test("a segment with any byte flipped is refused, or torn in its last record where it is the newest", () => {
  const lastGroup = sample.ends.at(-2) ?? 0;
  for (const name of segments) {
    const content = contentOf(name);
    for (let offset = 0; offset < content.length; offset += 1) {
      const outcome = open(change({ [name]: flip(content, offset, offset % 8) }));
      const message = `${name} flipped at ${offset}`;
      if (name === newest && offset >= lastGroup) {
        const words = [toTornWord(lastGroup, content.length)];
        assert.deepEqual(outcome, { groups: all - 1, words }, message);
      } else if (outcome !== "refused") {
        // A mark of the chain stands as long as one of its bits does, and some bytes never counted.
        assert.ok(name !== newest && (offset === segmentMarkAt || name === second), message);
        assert.deepEqual(outcome, { groups: all, words: [] }, message);
      }
    }
  }
});

test("a store is refused without any of its files", () => {
  for (let subset = 1; subset < 2 ** segments.length; subset += 1) {
    const missing = segments.filter((_, index) => subset & (1 << index));
    const outcome = open(change(Object.fromEntries(missing.map((name) => [name, null]))));
    assert.equal(outcome, "refused", `without ${missing.join(", ")}`);
  }
  assert.equal(open(change({ [path]: null })), "refused", "without its store file");
});

test("a store is refused with segments that are swapped, repeated or another store's", () => {
  const stranger = makeSample("fedcba9876543210");
  const [covered, next, far] = [1, 5, 7].map((number) => `${path}.log.${number}`);
  const places = [covered, ...segments, next, far];
  for (const name of segments) {
    const others = places.flatMap((place) => (place && place !== name ? place : []));
    const foreign = stranger.files.get(name);
    for (const other of others) {
      const swapped = { [name]: sample.files.get(other), [other]: contentOf(name) };
      assert.equal(open(change({ [other]: contentOf(name) })), "refused", `${name} as ${other}`);
      assert.equal(open(change(swapped)), "refused", `${name} and ${other} swapped`);
      assert.equal(open(change({ [other]: foreign })), "refused", `another's ${name} as ${other}`);
    }
    assert.equal(open(change({ [name]: foreign })), "refused", `another's ${name}`);
  }
  assert.equal(open(change({ [path]: stranger.files.get(path) })), "refused", "another's file");
});

test("a store is refused where one does not say that the next follows", () => {
  for (const [name, markAt] of [
    [path, fileMarkAt],
    [first, segmentMarkAt],
    [second, segmentMarkAt],
  ] as const) {
    const content = contentOf(name).slice();
    content[markAt] = 0;
    assert.equal(open(change({ [name]: content })), "refused", name);
  }
});

test("a store is refused where its log does not begin where its file ends", () => {
  const other = makeSample(testStoreId, 3);
  for (const name of [path, first])
    assert.equal(open(change({ [name]: other.files.get(name) })), "refused", name);
});

test("a store file that is cut, or flipped in its header, is refused or read as it was", () => {
  const content = contentOf(path);
  const pages = Array.from({ length: content.length / 4096 }, (_, page) => page * 4096);
  for (const length of [...Array(100).keys(), ...pages, content.length - 1])
    assert.equal(open(change({ [path]: content.slice(0, length) })), "refused", `cut at ${length}`);
  for (let bit = 0; bit < 800; bit += 1) {
    const outcome = open(change({ [path]: flip(content, bit >> 3, bit & 7) }));
    if (outcome !== "refused") assert.deepEqual(outcome, { groups: all, words: [] }, `bit ${bit}`);
  }
});
