import assert from "node:assert/strict";
import { test } from "node:test";

import { createTimes } from "../../../src/ledger/tables/times.ts";

test("createTimes writes times as Date does", () => {
  const toText = createTimes();
  const day = 86_400_000;
  const times = [
    0,
    1,
    59_999,
    day - 1,
    day,
    1_788_542_375_582,
    -1,
    951_782_400_007,
    253_402_300_799_999,
  ];
  for (let time = 1_700_000_000_000; time < 1_700_000_000_000 + 9 * day; time += 7_654_321)
    times.push(time);
  for (const time of times) assert.equal(toText(time), new Date(time).toISOString());
});
