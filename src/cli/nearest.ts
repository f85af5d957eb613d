import { findNearest } from "../bridge/texts/nearest.ts";

/** More than that would be no help. */
const mostSuggestions = 4;

/** `, did you mean --active?` for what is close to a word, or begins with it; nothing where nothing is. */
export function suggest(word: string, candidates: readonly string[]): string {
  return toQuestion(findAllNearest(word, candidates));
}

/** `, did you mean one or other?`; nothing for none and for too many. */
export function toQuestion(words: readonly string[]): string {
  if (words.length === 0 || words.length > mostSuggestions) return "";
  const last = words.at(-1) ?? "";
  const others = words.slice(0, -1).join(", ");
  return `, did you mean ${others ? `${others} or ${last}` : last}?`;
}

/** The candidates that a mistyped word may mean, all as likely as each other as far as one can tell. */
export function findAllNearest(word: string, candidates: readonly string[]): readonly string[] {
  // Of those that are as close, the first is found.
  const found = [candidates, candidates.toReversed()].map((some) => findNearest(word, some));
  const nearest = new Set(found.filter((candidate) => candidate !== null));
  if (nearest.size > 0) return [...nearest];
  const begun = word.toLowerCase();
  return begun.length < 2 ? [] : candidates.filter((candidate) => candidate.startsWith(begun));
}
