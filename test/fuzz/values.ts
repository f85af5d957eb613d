import { pickWhole, type Random } from "../soak/random.ts";

/** One of these. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[pickWhole(random, 0, choices.length - 1)];
  if (chosen === undefined) throw new Error("Pick: there is nothing to pick from");
  return chosen;
}

/** Texts that have broken programs before. */
export const oddTexts: readonly string[] = [
  "",
  " ",
  "\u0000",
  "\uFEFF",
  "\u2028\u2029",
  "\uD800",
  "\uDC00x\uD83D",
  "👩🏽‍🚀🏳️‍🌈",
  "e\u0301\u0323".repeat(50),
  "שלום ‮ مرحبا",
  "*bold* _it_ ~no~ ```code```",
  "/close",
  "__proto__",
  "+49 (681) 300-0978",
  "0".repeat(700),
  "%00%0a\r\nSet-Cookie: a=b",
  "'; DROP TABLE deliveries; --",
  "x".repeat(5000),
];

/** A text: most like the schema's example (each digit and letter another one), the rest odd. */
export function makeText(
  random: Random,
  { examples, minLength = 0, maxLength = Infinity }: Limits,
): string {
  const [example] = examples ?? [];
  const words = example ?? `text ${pickWhole(random, 0, 1e9).toString(36)}`;
  const dice = random();
  const text = dice < 0.7 ? vary(words, random) : dice < 0.85 ? words : makeOddText(random);
  return text.padEnd(minLength, "x").slice(0, maxLength);
}

interface Limits {
  readonly examples?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Half of them are like no other, so that they can be found again. */
function makeOddText(random: Random): string {
  const mark = random() < 0.5 ? pickWhole(random, 100_000, 999_999) : "";
  return `${pick(random, oddTexts)}${mark}`;
}

function vary(text: string, random: Random): string {
  return text.replace(/[0-9A-Za-z]/g, (sign) => {
    const first = sign < "A" ? "0" : sign < "a" ? "A" : "a";
    const [least, most] = first === "0" ? [1, 9] : [0, 25];
    return String.fromCharCode(first.charCodeAt(0) + pickWhole(random, least, most));
  });
}
