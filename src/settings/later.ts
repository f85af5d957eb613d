import type { SettingName } from "./definitions.ts";
import type { Problem } from "./settings.ts";

/** Variables that are checked already and acted on in a later version: nobody may rely on one in silence. */
export const laterSettings: ReadonlySet<string> = new Set<SettingName>([]);

/** Tells of one that was set. */
export function toLaterProblem(where: string): Problem {
  return {
    where,
    message: "has no effect in this version",
    hint: "It is checked and may stay; a later version acts on it",
    severity: "warning",
  };
}
