import { changeAt, gone, type Path } from "./mutate.ts";

const mostTries = 5000;

/** What may stand in the place of a value that is not to blame. */
const simplifications: readonly ((value: unknown) => unknown)[] = [
  () => gone,
  (value) => (Array.isArray(value) ? value.slice(0, value.length / 2) : value),
  (value) => (Array.isArray(value) ? value.slice(value.length / 2) : value),
  (value) =>
    typeof value === "object" && value !== null ? (Object.values(value)[0] ?? gone) : value,
  () => null,
  () => "x",
];

/** The smallest body found that is still `isBad`: whatever can be left out or made simpler, is. */
export function minimise(text: string, isBad: (text: string) => boolean): string {
  let smallest = text;
  let tries = 0;

  /** @returns whether something in this place could be made simpler */
  function simplifyAt(path: Path): boolean {
    const body = parse(smallest);
    if (!leadsSomewhere(path, body)) return false;
    const simpler = simplifications
      .map((simplify) => JSON.stringify(changeAt(body, path, simplify)))
      .find((next) => {
        if (next.length >= smallest.length || tries > mostTries) return false;
        tries += 1;
        return isBad(next);
      });
    smallest = simpler ?? smallest;
    return simpler !== undefined;
  }

  for (let before = ""; before !== smallest && tries < mostTries;) {
    before = smallest;
    for (const path of listPaths(parse(smallest))) while (simplifyAt(path));
  }
  return smallest;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function leadsSomewhere(path: Path, body: unknown): boolean {
  let value = body;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return true;
}

/** From the top down: what leaves out the most comes first. */
function listPaths(body: unknown): readonly Path[] {
  const paths: Path[] = [];
  let level: readonly (readonly [Path, unknown])[] = [[[], body]];
  while (level.length > 0 && paths.length < mostTries) {
    level = level.flatMap(([path, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([key, inner]) => [[...path, key], inner] as const)
        : [],
    );
    paths.push(...level.map(([path]) => path));
  }
  return paths;
}
