import assert from "node:assert/strict";
import { test } from "node:test";

import { splitText } from "../../../../src/bridge/texts/split.ts";

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

test("splitText closes a block of code at a cut and opens it again", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    [
      "```one two three four five six seven```",
      ["```one two```", "```three four five```", "```six seven```"],
    ],
    ["See:\n```\none = 1\n  two = 2\n``` ok", ["See:", "```one = 1```", "```  two = 2```", "ok"]],
    // No block is empty, and one that is never closed is none.
    ["one two three ```four```", ["one two three", "```four```"]],
    ["```one two``` three four five six", ["```one two```", "three four five", "six"]],
    ["one ``` two three four five six", ["one ``` two", "three four five", "six"]],
  ];
  for (const [text, parts] of table) assert.deepEqual(splitText(text, 21), parts);
});

test("splitText keeps what is bold or the like in one part where it can", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["one two three *four five* six", ["one two three", "*four five* six"]],
    ["one two thre _four five_ six", ["one two thre", "_four five_ six"]],
    ["one two thr ~four five~ six", ["one two thr", "~four five~ six"]],
    ["one two *three* four five", ["one two *three* four", "five"]],
    ["1 * 2 * 3 = 6, and 4 * 5 = 20", ["1 * 2 * 3 = 6, and 4", "* 5 = 20"]],
    ["*one two three four five six*", ["*one two three four", "five six*"]],
  ];
  for (const [text, parts] of table) assert.deepEqual(splitText(text, 20), parts);
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
  for (const text of toTexts(words)) {
    const parts = splitText(text, 24);
    assert.equal(parts.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
    for (const part of parts) assert.ok(part.length <= 24);
  }
});

test("splitText leaves no block of code open, and changes nothing else", () => {
  const words = ["```", "```\n", "one", " two", " ", "\n", "\n\n", "*bold* ", "three. "];
  for (const text of toTexts(words)) {
    const fences = text.split("```").length - 1;
    const parts = splitText(text, 30);
    const bare = (part: string): string => part.replace(/\s|```/g, "");
    assert.equal(parts.map(bare).join(""), bare(text));
    for (const part of parts) {
      assert.ok(part.length <= 30, part);
      if (fences % 2 === 0) assert.equal(part.split("```").length % 2, 1, `${text} => ${part}`);
    }
  }
});

/** Texts of such words, the same on every run: a small linear congruential generator chooses. */
function* toTexts(words: readonly string[]): Generator<string> {
  let seed = 7;
  function pick(): string {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return words[Math.floor((seed / 2147483648) * words.length)] ?? "";
  }
  for (let round = 0; round < 300; round++) yield Array.from({ length: 40 }, pick).join("");
}
