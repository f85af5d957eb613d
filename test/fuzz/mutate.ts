import { pickWhole, type Random } from "../soak/random.ts";
import { oddTexts, pick } from "./values.ts";

/** The keys that lead to a value inside of a body. */
export type Path = readonly (string | number)[];

/** In the place of a value: none at all. */
export const gone = Symbol("gone");

const oddities: readonly unknown[] = [
  [null, true, false, 0, -1, 1.5, 1e308, 12_025_550_143],
  ["", "true", "0", "null", [], {}, [[]], [null], { id: null }],
].flat(1);
const names = [
  ["object", "entry", "changes", "field", "value", "metadata", "contacts", "messages", "statuses"],
  ["errors", "id", "from", "from_user_id", "group_id", "type", "text", "edit", "revoke", "system"],
  ["message_echoes", "__proto__", "constructor", "toString", "length", "", "\u0000"],
].flat();

type Mutation = (value: unknown, random: Random, body: unknown) => unknown;

const mutations: readonly Mutation[] = [
  function miss() {
    return gone;
  },
  function empty() {
    return null;
  },
  function mistype(_value, random) {
    return pick(random, oddities);
  },
  function garble(_value, random) {
    return pick(random, oddTexts);
  },
  function numberForText(value) {
    return typeof value === "string" ? Number(value.replace(/\D/g, "")) : value;
  },
  function textForAny(value) {
    return typeof value === "string" ? value : JSON.stringify(value);
  },
  function addStrangeKey(value, random, body) {
    if (!isObject(value)) return value;
    const added = random() < 0.5 ? pick(random, oddities) : getAt(body, pickPath(body, random));
    return Object.fromEntries([...Object.entries(value), [pick(random, names), added]]);
  },
  function double(value) {
    return Array.isArray(value) ? [...value, ...value] : value;
  },
  function listForObject(value) {
    return isObject(value) ? Object.values(value) : [value];
  },
  function objectForList(value) {
    return Array.isArray(value) ? Object.fromEntries(value.entries()) : { value };
  },
  function hoist(value) {
    return isObject(value) || Array.isArray(value) ? (Object.values(value)[0] ?? null) : value;
  },
  function bury(value, random) {
    const depth = pick(random, [1, 10, 1000]);
    return Array.from({ length: depth }).reduce((inner) => [inner], value);
  },
  function swell(value) {
    if (typeof value === "string") return value.repeat(500).slice(0, 100_000);
    const times = { length: 100 };
    return Array.isArray(value) ? Array.from(times, () => value.slice(0, 20)).flat() : value;
  },
  function copyFromElsewhere(_value, random, body) {
    return getAt(body, pickPath(body, random));
  },
];

/** Breaks a body in one to four ways, in places chosen by chance; every fourth is first put into the form of v1. */
export function mutate(body: unknown, random: Random): unknown {
  let mutated = random() < 0.25 ? toFlat(body) : body;
  for (let left = pickWhole(random, 1, 4); left > 0; left--) {
    const before = mutated;
    const mutation = pick(random, mutations);
    mutated = changeAt(before, pickPath(before, random), (value) =>
      mutation(value, random, before),
    );
  }
  return mutated;
}

/** Without the envelope of v2. */
function toFlat(body: unknown): unknown {
  return getAt(body, ["entry", 0, "changes", 0, "value"]) ?? body;
}

/** A body with another value in one place. */
export function changeAt(body: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    const changed = change(body);
    return changed === gone ? {} : changed;
  }
  const entries = Object.entries(body as object).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== String(key)) return [[name, inner]];
    const changed = rest.length > 0 ? changeAt(inner, rest, change) : change(inner);
    return changed === gone ? [] : [[name, changed]];
  });
  return Array.isArray(body) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Goes down by chance, so that what is near the top is found as often as what is deep. */
function pickPath(body: unknown, random: Random): Path {
  const path: (string | number)[] = [];
  for (let value = body; typeof value === "object" && value !== null && random() < 0.85;) {
    const entries: readonly [string, unknown][] = Object.entries(value);
    if (entries.length === 0) break;
    const [key, inner] = pick(random, entries);
    path.push(key);
    value = inner;
  }
  return path;
}

function getAt(body: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    body,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
