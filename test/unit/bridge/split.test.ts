import assert from "node:assert/strict";
import { test } from "node:test";

import { splitText } from "../../../src/bridge/split.ts";

test("splitText leaves a text alone that fits", () => {
  for (const text of [
    "",
    "Hello",
    "  two\n\n  paragraphs \n",
    "x".repeat(4096),
    "👋🏽".repeat(1024),
  ]) {
    assert.deepEqual(splitText(text), [text]);
  }
});

test("splitText cuts one character more than fits", () => {
  assert.deepEqual(splitText("x".repeat(4097)), ["x".repeat(4096), "x"]);
});

test("splitText chooses the best place in the second half of what fits", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["one two three\n\nfour. five\nsix", ["one two three", "four. five\nsix"]],
    ["one two three\n \t\n\n  four. five", ["one two three", "  four. five"]],
    ["one two three\r\n\r\nfour. five six", ["one two three", "four. five six"]],
    ["one two. three\nfour five six", ["one two. three", "four five six"]],
    ["one two three.  four five six", ["one two three.", "four five six"]],
    ["one (“two three.”) four five", ["one (“two three.”)", "four five"]],
    [
      "一二三四五六七八九十。一二三四五六七八九十",
      ["一二三四五六七八九十。", "一二三四五六七八九十"],
    ],
    ["one two three four five six", ["one two three four", "five six"]],
    ["a\n\nbcdefghijklmnopqrstuvwxyz", ["a\n\nbcdefghijklmnopqr", "stuvwxyz"]],
  ];
  for (const [text, parts] of table) assert.deepEqual(splitText(text, 20), parts);
});

test("splitText takes the last unit that fits when white space follows it", () => {
  assert.deepEqual(splitText("abcdefghij k", 10), ["abcdefghij", "k"]);
  assert.deepEqual(splitText("abcdefghi. k", 10), ["abcdefghi.", "k"]);
  assert.deepEqual(splitText("abcdefghij\n\nk", 10), ["abcdefghij", "k"]);
});

test("splitText cuts never inside a grapheme", () => {
  const family = "👨‍👩‍👧‍👦";
  assert.deepEqual(splitText(family.repeat(3), 26), [family.repeat(2), family]);
  assert.deepEqual(splitText("e\u0301".repeat(6), 5), [
    "e\u0301e\u0301",
    "e\u0301e\u0301",
    "e\u0301e\u0301",
  ]);
  assert.deepEqual(splitText("🇩🇪🇫🇷🇮🇹", 10), ["🇩🇪🇫🇷", "🇮🇹"]);
  assert.deepEqual(splitText("abcd \u0301efgh", 7), ["abcd \u0301e", "fgh"]);
});

test("splitText keeps code points whole in a grapheme that is longer than a part", () => {
  const pile = `a${"\u{1F3FB}".repeat(10)}`;
  const parts = splitText(pile, 8);
  assert.equal(parts.join(""), pile);
  assert.ok(parts.every((part) => part.length <= 8 && part.isWellFormed()));
});

test("splitText sends no blank part", () => {
  assert.deepEqual(splitText(`Hello${" ".repeat(50)}you`, 20), ["Hello", "you"]);
  assert.deepEqual(splitText(`Hello${"\n".repeat(50)}you`, 20), ["Hello", "you"]);
  assert.equal(splitText(" ".repeat(50), 20).length, 1);
});

test("splitText loses nothing but white space and makes no part too long", () => {
  const words = [
    "Grüße",
    "👋🏽",
    "\n",
    "\n\n",
    " ",
    "  ",
    "«test».",
    "\t",
    "e\u0301",
    "x".repeat(30),
    "。",
  ];
  // A small linear congruential generator: the same texts on every run.
  let seed = 7;
  function pick(): string {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return words[Math.floor((seed / 2147483648) * words.length)] ?? "";
  }
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 40 }, pick).join("");
    const parts = splitText(text, 24);
    assert.equal(parts.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
    for (const part of parts) assert.ok(part.length <= 24);
  }
});
