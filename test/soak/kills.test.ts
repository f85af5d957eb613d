import assert from "node:assert/strict";
import { test } from "node:test";

import { countCutOff, countUnexplained } from "./kills.ts";

const kills = [
  { at: 1000, until: 1100 },
  { at: 2000, until: 2100 },
];

test("countCutOff counts what was accepted too shortly before a kill to be answered, or until the next start", () => {
  const count = (time: number): number => countCutOff([time], { kills, answerDelayMs: 10 });
  assert.deepEqual([991, 992, 993, 1000, 1100, 1101, 2000].map(count), [0, 0, 1, 1, 1, 0, 1]);
});

test("countUnexplained finds a copy without a kill since the first was accepted", () => {
  const twice = (first: number, second: number): number =>
    countUnexplained([[at(first), at(second)]], kills);
  assert.deepEqual([twice(900, 1200), twice(1100, 1200), twice(1200, 2200)], [0, 0, 0]);
  assert.deepEqual([twice(800, 900), twice(1101, 1200), twice(2200, 2300)], [1, 1, 1]);
});

test("countUnexplained lets one kill explain one copy of each conversation", () => {
  const other = { text: "other", at: 950 };
  const copies = [at(900), other, at(1200), { ...other, at: 2200 }];
  assert.equal(countUnexplained([copies], kills), 1);
  const oneEach = [
    [at(900), at(1200)],
    [other, { ...other, at: 1300 }],
  ];
  assert.equal(countUnexplained(oneEach, kills), 0);
  assert.equal(countUnexplained([[at(900), at(1200), at(1300)]], kills), 1);
});

function at(time: number): { text: string; at: number } {
  return { text: "one", at: time };
}
