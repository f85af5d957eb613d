/** Measures texts as a terminal shows them. */
export interface Ruler {
  /** How many columns a text takes. */
  readonly measure: (text: string) => number;
  /** The pieces of a text that stay whole where it is cut. */
  readonly split: (text: string) => Iterable<string>;
}

/** For texts in which every character takes one column, such as our own words. */
export const plainRuler: Ruler = { measure: ({ length }) => length, split: (text) => text };

/** A ruler for such texts. What knows of all writing takes 20 ms to load, and most tables need none of it. */
export async function loadRuler(texts: readonly string[]): Promise<Ruler> {
  if (texts.every((text) => /^[ -~]*$/.test(text))) return plainRuler;
  const { default: measure } = await import("string-width");
  return { measure, split: splitGraphemes };
}

function* splitGraphemes(text: string): Generator<string, void, undefined> {
  for (const { segment } of new Intl.Segmenter().segment(text)) yield segment;
}

/** A text in so many columns of a terminal, ended by `…` where it is too long. */
export function cut(
  text: string,
  { width, ruler }: { readonly width: number; readonly ruler: Ruler },
): string {
  if (ruler.measure(text) <= width) return text;
  let line = "";
  for (const piece of ruler.split(text)) {
    if (ruler.measure(line + piece) >= width) break;
    line += piece;
  }
  return `${line}…`;
}
