import assert from "node:assert/strict";
import { test } from "node:test";

import { tally, toText, type Tally } from "./tally.ts";

const fine = { arrived: 0, lost: 0, doubled: 0, disordered: 0, astray: 0 };

test("tally finds nothing wrong where everything arrived once and in order", () => {
  expectNumbers(3, [1, 2, 3], { arrived: 3 });
  expectNumbers(2, [1, 2, 3], { arrived: 3 });
});

test("tally counts what is missing, in a conversation without any message too", () => {
  expectNumbers(4, [1, 3], { arrived: 2, lost: 2 });
  expect(tally("staff", [0, 2], [[]]), { lost: 2 });
});

test("tally counts copies, and as disordered only those that come after a later message", () => {
  expectNumbers(3, [1, 2, 2, 3], { arrived: 3, doubled: 1 });
  expectNumbers(3, [1, 2, 3, 2], { arrived: 3, doubled: 1, disordered: 1 });
  expectNumbers(3, [1, 3, 2], { arrived: 3, disordered: 1 });
});

test("tally counts what is in the wrong conversation or was written by nobody", () => {
  const foreign = toText("staff", { conversation: 1, number: 1 });
  const customers = toText("customer", { conversation: 0, number: 1 });
  expect(tally("staff", [0], [[foreign, customers, "Hello"]]), { astray: 3 });
});

test("tally names the first few that are wrong", () => {
  const { examples } = tally("staff", [2], [["staff 0 writes 2", "staff 0 writes 2"]]);
  assert.deepEqual(examples, ["doubled: staff 0 writes 2", "lost: staff 0 writes 1"]);
  assert.equal(tally("staff", [100], []).examples.length, 5);
});

function expectNumbers(written: number, arrived: readonly number[], wanted: Partial<Tally>): void {
  const texts = arrived.map((number) => toText("staff", { conversation: 0, number }));
  expect(tally("staff", [written], [texts]), wanted);
}

function expect({ examples: _examples, ...counts }: Tally, wanted: Partial<Tally>): void {
  assert.deepEqual(counts, { ...fine, ...wanted });
}
