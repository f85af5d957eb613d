import type { Definition, Group } from "./definition.ts";
import { dialog360Definitions } from "./definitions/dialog360.ts";
import { listenerDefinitions } from "./definitions/listeners.ts";
import { runningDefinitions } from "./definitions/running.ts";
import { teamwireDefinitions } from "./definitions/teamwire.ts";

/** Every environment variable, in the order in which help and README list them. */
export const definitions = {
  ...teamwireDefinitions,
  ...dialog360Definitions,
  ...listenerDefinitions,
  ...runningDefinitions,
} as const;

export type SettingName = keyof typeof definitions;

/** Variables that always have a value once nothing is wrong. */
export type FilledName = {
  [Name in SettingName]: (typeof definitions)[Name]["presence"] extends "filled" ? Name : never;
}[SettingName];

/** A variable with its name, whatever its kind of value. */
export interface NamedDefinition extends Definition<unknown, "filled" | "optional"> {
  readonly name: string;
}

/** The variables that some groups are made of. */
export function listDefinitions(groups: readonly Group[] = allGroups): readonly NamedDefinition[] {
  return Object.entries(definitions)
    .map(([name, definition]) => ({ ...definition, name }))
    .filter((definition) => definition.groups.some((group) => groups.includes(group)));
}

/** All parts of the settings, as `serve` needs them. */
export const allGroups = [
  "teamwire",
  "dialog360",
  "notifications",
  "ops",
  "store",
  "chat",
  "log",
  "drainTimeoutMs",
  "heartbeatUrl",
  "configFile",
  "caFile",
  "proxy",
] as const satisfies readonly Group[];
