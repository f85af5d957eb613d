/**
 * WhatsApp's limit of 4096 "characters" for a text, read as UTF-16 units: the strictest of the usual readings, so a
 * part is never too long whichever was meant.
 */
export const longestText = 4096;

/** A block of code, as WhatsApp writes it. */
const fence = "```";

/** What WhatsApp shows bold, italic, struck or as code: in one line, and rarely long. */
const span = /(?<![\p{L}\p{N}])([*_~`])(?=\S)[^\n]{0,300}?\S\1(?![\p{L}\p{N}])/gu;

/** White space that is a grapheme of its own: a mark that follows would belong to it. */
const space = String.raw`\s(?![\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200d])`;

/** Where a text may be cut, the most welcome place first; the cut lies at the end of the match. */
const places: readonly (() => RegExp)[] = [
  () => /\n[^\S\n]*(?=\n)/gu,
  () => /\n/gu,
  () => new RegExp(String.raw`[.!?…]["'”’»)\]]*(?=${space})|[。！？](?!\p{M})`, "gu"),
  () => new RegExp(`(?=${space})`, "gu"),
];

/**
 * The parts in which a text is sent: one as it is, if it fits. Else each ends at the last end of a paragraph in the
 * second half of what fits, or of a line there, a sentence, a word; a longer word is cut between two graphemes. At a cut
 * the white space that ends the part is dropped, and what begins the next one: blank lines where a line ended, all white
 * space elsewhere. Nothing else is, and a part is never blank. Markup that a cut goes through would show raw: bold words
 * and such are kept whole where they can be, and a block of code goes on in the next part as one of its own.
 */
export function splitText(text: string, limit: number = longestText): readonly string[] {
  const parts: string[] = [];
  const most = text.includes(fence) ? limit - 2 * fence.length : limit;
  let rest = text;
  while (rest.length > limit || (parts.length > 0 && rest.length > most)) {
    const cut = findCut(rest, most);
    const next = rest.slice(cut);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = /\n\s*$/u.test(rest.slice(0, cut)) ? dropBlankLines(next) : dropSpace(next);
  }
  parts.push(rest);
  const told = mendFences(parts).filter((part) => part.trim() !== "");
  return told.length > 0 ? told : parts.slice(0, 1);
}

function findCut(text: string, limit: number): number {
  const half = Math.floor(limit / 2);
  // Two units more than fit, to see what follows the last that does.
  const secondHalf = text.slice(half, limit + 3);
  const cuts = places.flatMap((place) =>
    Array.from(secondHalf.matchAll(place()))
      .filter((match) => half + match.index + match[0].trimEnd().length <= limit)
      .map((match) => half + match.index + match[0].length)
      .toReversed(),
  );
  const spans = Array.from(text.slice(0, limit * 2).matchAll(span));
  const isWhole = (cut: number): boolean =>
    spans.every(({ index, 0: { length } }) => cut <= index || index + length <= cut);
  return cuts.find(isWhole) ?? cuts[0] ?? findGraphemeStart(text, limit);
}

/** The parts of a text, a block of code in each closed where it ends and opened again in the next; one never closed is none. */
function mendFences(parts: readonly string[]): readonly string[] {
  let isOpen = false;
  return parts.map((part, index) => {
    const begun = isOpen ? openFence(part) : part;
    const isCode = begun.split(fence).length % 2 === 0;
    isOpen = isCode && parts.slice(index + 1).some((later) => later.includes(fence));
    return isOpen ? closeFence(begun) : begun;
  });
}

/** A block that would be empty is left out. */
function openFence(part: string): string {
  return /^\s*```/u.test(part) ? part.replace(/^\s*```\s*/u, "") : fence + part;
}

function closeFence(part: string): string {
  return part.endsWith(fence) ? part.slice(0, -fence.length).trimEnd() : part + fence;
}

/** The last start of a grapheme up to `limit`; where one alone is longer than that, a place between two code points. */
function findGraphemeStart(text: string, limit: number): number {
  const segments = new Intl.Segmenter().segment(text.slice(0, limit * 2));
  const start = segments.containing(limit)?.index ?? limit;
  if (start > 0) return start;
  return /^[\uDC00-\uDFFF]/u.test(text.slice(limit)) ? limit - 1 : limit;
}

function dropSpace(text: string): string {
  return text.replace(new RegExp(`^(?:${space})+`, "u"), "");
}

/** The indentation of the first line that holds something stays. */
function dropBlankLines(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/u, "");
}

/** A text on one line, cut between two graphemes where it is longer than `limit` of them. */
export function toShort(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  const graphemes = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
  return graphemes.length <= limit
    ? line
    : `${graphemes
        .slice(0, limit - 1)
        .join("")
        .trimEnd()}…`;
}
