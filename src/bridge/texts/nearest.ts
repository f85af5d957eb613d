/**
 * The candidate that a mistyped word most likely means, whatever its case; null if none is close.
 * Close is up to a third of the letters, at most 4, a swap of neighbours counting once.
 */
export function findNearest(word: string, candidates: Iterable<string>): string | null {
  const typed = word.toLowerCase();
  let nearest: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = toDistance(typed, candidate.toLowerCase());
    const isClose = distance <= toTolerance(typed.length, candidate.length);
    if (isClose && (!nearest || distance < nearest.distance)) nearest = { candidate, distance };
  }
  return nearest?.candidate ?? null;
}

/** A word must share at least one letter with what it is taken for. */
function toTolerance(length: number, other: number): number {
  const third = Math.max(1, Math.floor(Math.max(length, other) / 3));
  return Math.min(third, 4, Math.min(length, other) - 1);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function toDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
