import { parseEnv } from "node:util";

import { findNearest } from "../bridge/texts/nearest.ts";
import { toAttribute, toFlag } from "./definition.ts";
import { listDefinitions, type NamedDefinition } from "./definitions.ts";
import type { Problem } from "./settings.ts";

/** Where a value came from; `file` is the one given with `--env-file`. */
export type Origin = "flag" | "env" | "file" | "default";

/** Reads a whole file; throws what the system says. */
export type ReadFile = (path: string) => Uint8Array;

/** What the settings are read from, strongest first: flags, environment, the file of `--env-file`. */
export interface SettingSources {
  /** By commander's attribute names (`dbFile` for `--db-file`). */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A path, read as `node --env-file` reads it. */
  readonly envFile: string | null;
  readonly readFile: ReadFile;
}

/** The text of one variable; null where it is unset and has no default. */
export interface FoundText {
  readonly text: string | null;
  readonly origin: Origin;
  /** Where exactly, for people: `--db-file`, `bot.env:3`. */
  readonly place: string;
}

export interface OpenSources {
  find(definition: NamedDefinition): { readonly found: FoundText; readonly problems: Problem[] };
  /** What concerns no variable that is known. */
  readonly problems: readonly Problem[];
}

/** Reads the env-file and looks for names that are none of ours. */
export function openSources(sources: SettingSources): OpenSources {
  const { layer, problems } = readEnvFile(sources);
  const layers: readonly Layer[] = [
    { origin: "env", values: sources.env, toPlace: () => "environment" },
    layer,
  ];
  return {
    find: (definition) => findText(definition, layers, sources),
    problems: [...problems, ...findUnknown(layers)],
  };
}

/** Why a file could not be read, in words that hold nothing of the file. */
export function toErrorCode(error: unknown): string {
  // Deno's, with the permission that is missing.
  if (error instanceof Error && error.name === "NotCapable") return error.message;
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : "unreadable";
}

interface Layer {
  readonly origin: Origin;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly toPlace: (name: string) => string;
}

function readEnvFile({ envFile, readFile }: SettingSources): {
  layer: Layer;
  problems: Problem[];
} {
  const none: Layer = { origin: "file", values: {}, toPlace: () => "" };
  if (envFile === null) return { layer: none, problems: [] };
  try {
    const text = new TextDecoder().decode(readFile(envFile));
    const toPlace = (name: string): string => `${envFile}:${findLine(text, name)}`;
    return { layer: { ...none, values: parseEnv(text), toPlace }, problems: [] };
  } catch (error) {
    return { layer: none, problems: [unreadable("--env-file", envFile, error)] };
  }
}

/** The line at which a variable gets its value: the last that names it, as `parseEnv` has it. */
function findLine(text: string, name: string): number {
  const lines = text.split(/\r\n|\r|\n/);
  return (
    lines.findLastIndex((line) => /^\s*(?:export\s+)?([^\s=#]+)\s*=/.exec(line)?.[1] === name) + 1
  );
}

function findText(
  definition: NamedDefinition,
  layers: readonly Layer[],
  { flags, readFile }: SettingSources,
): { found: FoundText; problems: Problem[] } {
  const { name, isSecret } = definition;
  const flag = toFlag(definition);
  const flagValue = flag === null ? undefined : flags[toAttribute(flag)];
  if (typeof flagValue === "string") {
    return plain({ text: flagValue, origin: "flag", place: `--${flag}` });
  }
  const direct = lookUp(name, layers);
  const named = isSecret ? lookUp(`${name}_FILE`, layers) : null;
  if (direct && named) return { found: direct, problems: [bothSet(name)] };
  if (!named) {
    return plain(direct ?? { text: definition.default, origin: "default", place: "default" });
  }
  const place = `${named.text} (${name}_FILE, ${named.place})`;
  try {
    const text = new TextDecoder().decode(readFile(named.text)).replace(/\r?\n$/, "");
    const found = { ...named, text, place };
    return text.trim() ? plain(found) : { found, problems: [emptyFile(name)] };
  } catch (error) {
    const problem = unreadable(`${name}_FILE`, named.text, error);
    return { found: { ...named, text: null, place }, problems: [problem] };
  }
}

function plain(found: FoundText): { found: FoundText; problems: Problem[] } {
  return { found, problems: [] };
}

/** An empty value counts as unset: container tools hand over unset variables so. */
function lookUp(
  name: string,
  layers: readonly Layer[],
): (FoundText & { readonly text: string }) | null {
  for (const { origin, values, toPlace } of layers) {
    const text = values[name];
    if (text?.trim()) return { text, origin, place: toPlace(name) };
  }
  return null;
}

function findUnknown(layers: readonly Layer[]): Problem[] {
  const known = new Set(
    listDefinitions().flatMap(({ name, isSecret }) => (isSecret ? [name, `${name}_FILE`] : [name])),
  );
  const names = new Set(layers.flatMap(({ values }) => listNames(values)));
  return [...names]
    .filter((name) => /^(WA|TW)_/.test(name) && !known.has(name))
    .toSorted()
    .map((name) => {
      const nearest = findNearest(name, known);
      return {
        where: name,
        message: "not a setting of whatsapp-bot, so it has no effect",
        hint: nearest ? `Did you mean ${nearest}?` : "Remove it; --help lists the settings",
        severity: "warning",
      };
    });
}

/** Where Deno may read some variables only, nobody may list them: a misspelt one is not found then. */
function listNames(values: Layer["values"]): readonly string[] {
  try {
    return Object.keys(values);
  } catch {
    return [];
  }
}

function bothSet(name: string): Problem {
  return {
    where: name,
    message: `set together with ${name}_FILE`,
    hint: `Unset ${name} or ${name}_FILE`,
    severity: "error",
  };
}

function emptyFile(name: string): Problem {
  return {
    where: `${name}_FILE`,
    message: "the file is empty",
    hint: `Write the value of ${name} into it`,
    severity: "error",
  };
}

function unreadable(where: string, path: string, error: unknown): Problem {
  return {
    where,
    message: `${JSON.stringify(path)} cannot be read: ${toErrorCode(error)}`,
    hint: "Check the path, and that this user may read the file",
    severity: "error",
  };
}
