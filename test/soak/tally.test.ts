import assert from "node:assert/strict";
import { test } from "node:test";

import { tally, toText, type Tally } from "./tally.ts";

function tallyNumbers(written: number, arrived: readonly number[]): Tally {
  const texts = arrived.map((number) => toText("staff", { conversation: 0, number }));
  return tally("staff", [written], [texts]);
}

const fine = { lost: 0, doubled: 0, disordered: 0, astray: 0 };

test("tally finds nothing wrong where everything arrived once and in order", () => {
  assert.deepEqual(tallyNumbers(3, [1, 2, 3]), { ...fine, arrived: 3 });
  assert.deepEqual(tallyNumbers(2, [1, 2, 3]), { ...fine, arrived: 3 });
});

test("tally counts what is missing, in a conversation without any message too", () => {
  assert.deepEqual(tallyNumbers(4, [1, 3]), { ...fine, arrived: 2, lost: 2 });
  assert.deepEqual(tally("staff", [0, 2], [[]]), { ...fine, arrived: 0, lost: 2 });
});

test("tally counts copies, and as disordered only those that come after a later message", () => {
  assert.deepEqual(tallyNumbers(3, [1, 2, 2, 3]), { ...fine, arrived: 3, doubled: 1 });
  const late = { ...fine, arrived: 3, doubled: 1, disordered: 1 };
  assert.deepEqual(tallyNumbers(3, [1, 2, 3, 2]), late);
  assert.deepEqual(tallyNumbers(3, [1, 3, 2]), { ...fine, arrived: 3, disordered: 1 });
});

test("tally counts what is in the wrong conversation or was written by nobody", () => {
  const foreign = toText("staff", { conversation: 1, number: 1 });
  const customers = toText("customer", { conversation: 0, number: 1 });
  assert.deepEqual(tally("staff", [0], [[foreign, customers, "Hello"]]), {
    ...fine,
    arrived: 0,
    astray: 3,
  });
});
