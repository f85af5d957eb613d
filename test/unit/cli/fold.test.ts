import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../../src/cli/fold.ts";

function foldLines(columns: number, ...lines: readonly string[]): readonly string[] {
  return fold(lines.join("\n"), columns).split("\n");
}

test("fold sets prose anew, up to a width that reads well", () => {
  const prose = ["Works while serve runs", "and when it does not.", "", "Never changes it."];
  assert.deepEqual(foldLines(30, ...prose), [
    "Works while serve runs and",
    "when it does not.",
    "",
    "Never changes it.",
  ]);
  const long = "word ".repeat(60).trim();
  assert.ok(foldLines(300, long).every((line) => line.length <= 100));
});

test("fold keeps descriptions in their column while they have room there, else puts them below", () => {
  const items = ["Options:", "  --limit <count>  at most so many, of those that are newest"];
  assert.deepEqual(foldLines(50, ...items), [
    "Options:",
    "  --limit <count>  at most so many, of those that",
    "                   are newest",
  ]);
  assert.deepEqual(foldLines(40, ...items), [
    "Options:",
    "  --limit <count>",
    "      at most so many, of those that are",
    "      newest",
  ]);
});

test("fold lets a command line go on so that it can be copied, and breaks no quotes", () => {
  const command = "  whatsapp-bot sessions list --json --limit 0 | jq '.sessions[] | .id'";
  assert.deepEqual(foldLines(36, "Example:", command), [
    "Example:",
    "  whatsapp-bot sessions list \\",
    "    --json --limit 0 | jq \\",
    "    '.sessions[] | .id'",
  ]);
  assert.deepEqual(foldLines(80, command), [command]);
});
