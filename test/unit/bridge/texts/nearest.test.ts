import assert from "node:assert/strict";
import { test } from "node:test";

import { findNearest } from "../../../../src/bridge/texts/nearest.ts";

const commands = ["/help", "/info", "/templates", "/send"];

for (const [word, expected] of [
  ["/hepl", "/help"],
  ["/INFO", "/info"],
  ["/template", "/templates"],
  ["/tempaltes", "/templates"],
  ["/sned", "/send"],
  ["/sendd", "/send"],
  ["/weather", null],
  ["/", null],
  ["", null],
] as const) {
  test(`findNearest takes ${JSON.stringify(word)} for ${expected}`, () => {
    assert.equal(findNearest(word, commands), expected);
  });
}

test("findNearest counts a swap of neighbours once, so it beats two replacements", () => {
  assert.equal(findNearest("abcdfe", ["abcdxy", "abcdef"]), "abcdef");
});

test("findNearest takes the first of equally near words and the candidate's own spelling", () => {
  assert.equal(findNearest("wa_db_fil", ["WA_DB_FILE", "WA_DB_FILL"]), "WA_DB_FILE");
});

test("findNearest allows four differences at most, however long the word", () => {
  const known = ["WA_NOTIFICATIONS_URL_PATH"];
  assert.equal(findNearest("WA_NOTIFICATIONS_PATH", known), "WA_NOTIFICATIONS_URL_PATH");
  assert.equal(findNearest("WA_NOTIFICATION_PATH", known), null);
});
