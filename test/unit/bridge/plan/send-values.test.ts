import assert from "node:assert/strict";
import { test } from "node:test";

import { splitValues } from "../../../../src/bridge/plan/send-values.ts";

test("splitValues separates by | and takes quotes off whole values alone", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["Anna", ["Anna"]],
    [" Anna | Tuesday ", ["Anna", "Tuesday"]],
    ['"Anna | Co" | Tuesday', ["Anna | Co", "Tuesday"]],
    ['Tuesday | "Anna | Co"', ["Tuesday", "Anna | Co"]],
    [
      "“Anna | Co” | „Müller | Söhne“ | „one | two” | « Le | Bar »",
      ["Anna | Co", "Müller | Söhne", "one | two", "Le | Bar"],
    ],
    ['"She said ""yes"""', ['She said "yes"']],
    ['5" screws | 3', ['5" screws', "3"]],
    ['"Anna | Tuesday', ['"Anna', "Tuesday"]],
    ['"Anna" Becker | x', ['"Anna" Becker', "x"]],
    ["Anna |", ["Anna", ""]],
    ["| Tuesday", ["", "Tuesday"]],
    ['"" | x', ["", "x"]],
    ["one\ntwo \t  three", ["one two three"]],
  ];
  for (const [text, values] of table) assert.deepEqual(splitValues(text), values, text);
});
