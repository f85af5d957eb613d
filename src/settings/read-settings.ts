import * as v from "valibot";

import { checks } from "./checks.ts";
import { toFlag, type Group } from "./definition.ts";
import { listDefinitions, type NamedDefinition } from "./definitions.ts";
import { toGroups } from "./groups.ts";
import type { Problem, Settings } from "./settings.ts";
import { openSources, type FoundText, type Origin, type SettingSources } from "./sources.ts";
import { createValues } from "./values.ts";

export interface ReadSettingsOptions<Needed extends Group> extends SettingSources {
  /** The groups that the command needs: others are neither demanded nor checked. */
  readonly needs: readonly Needed[];
}

export interface ReadSettings<Needed extends Group> {
  /** Null if one of the problems is an error. */
  readonly settings: Pick<Settings, Needed> | null;
  readonly problems: readonly Problem[];
  /** By variable, for those that the needed groups are made of. */
  readonly found: ReadonlyMap<string, FoundText>;
}

/** Reads the groups that are needed and tells everything that is wrong with them at once; never throws for bad input. */
export function readSettings<Needed extends Group>(
  options: ReadSettingsOptions<Needed>,
): ReadSettings<Needed> {
  const sources = openSources(options);
  const problems: Problem[] = [...sources.problems];
  const texts = new Map<string, FoundText>();
  const wrong = new Set<string>();
  for (const definition of listDefinitions(options.needs)) {
    const { found, problems: reading } = sources.find(definition);
    const own = reading.length > 0 ? reading : checkText(definition, found);
    texts.set(definition.name, found);
    if (own.length > 0) wrong.add(definition.name);
    problems.push(...own);
  }
  const values = createValues(texts);
  for (const check of checks) {
    const isDue = options.needs.some((group) => group === check.group);
    if (!isDue || check.reads.some((name) => wrong.has(name))) continue;
    const problem = check.run(values, options.readFile);
    if (problem) problems.push(problem);
  }
  const isSound = problems.every(({ severity }) => severity === "warning");
  return {
    settings: isSound ? toGroups(options.needs, values) : null,
    problems,
    found: texts,
  };
}

function checkText(definition: NamedDefinition, { text, origin }: FoundText): Problem[] {
  const { name, schema, isRequired } = definition;
  if (text === null) {
    if (!isRequired) return [];
    return [
      { where: name, message: "not set", hint: toMissingHint(definition), severity: "error" },
    ];
  }
  const result = v.safeParse(schema, text);
  if (result.success) return [];
  const shown = definition.isQuotable ? quote(text) : "the value";
  return result.issues.map(({ message }) => ({
    where: name,
    message: `${shown} is not ${message}`,
    hint: toWrongHint(definition, origin),
    severity: "error",
  }));
}

function toMissingHint(definition: NamedDefinition): string {
  const { name, isSecret } = definition;
  const flag = toFlag(definition);
  const other = isSecret ? `${name}_FILE to the path of a file with it` : `the flag --${flag}`;
  return `Set ${name} (${definition.help}) or ${other}`;
}

function toWrongHint(definition: NamedDefinition, origin: Origin): string {
  const places = {
    flag: `in the flag --${toFlag(definition)}`,
    env: "in the environment",
    file: "in the file of --env-file",
    default: "in the program",
  };
  const fallback = definition.default ?? definition.defaultHelp;
  const otherwise = fallback === null ? "" : `, or leave it out (default: ${fallback})`;
  return `Correct it ${places[origin]}${otherwise}`;
}

/** At most 60 characters; a user and password in an address stay hidden. */
function quote(text: string): string {
  const safe = text.replace(/\/\/[^/@\s]*@/g, "//***@");
  return JSON.stringify(safe.length > 60 ? `${safe.slice(0, 60)}…` : safe);
}
