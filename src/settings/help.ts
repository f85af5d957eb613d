import { toFlag, type Group } from "./definition.ts";
import { listDefinitions, type NamedDefinition } from "./definitions.ts";
import { wordsOf } from "./value.ts";

/** A flag as commander takes it. */
export interface SettingFlag {
  /** The variable that it stands for. */
  readonly name: string;
  /** Such as `--db-file <file>`. */
  readonly flags: string;
  readonly description: string;
  /** What it takes, where that is one of a few words. */
  readonly words: readonly string[];
}

/** The flags of the groups that a command needs; a default is only described, since the environment comes before it. */
export function listFlags(groups: readonly Group[]): readonly SettingFlag[] {
  return listDefinitions(groups).flatMap((definition) => {
    const flag = toFlag(definition);
    if (flag === null) return [];
    const fallback = toDefault(definition);
    return {
      name: definition.name,
      words: wordsOf(definition.schema),
      flags: `--${flag} <${definition.placeholder}>`,
      description: `${definition.help} (${definition.name}${fallback && `; default: ${fallback}`})`,
    };
  });
}

/** The settings as a table in Markdown, for README. */
export function renderSettingsTable(): string {
  const rows = listDefinitions().map((definition) => {
    const { name, isSecret, isRequired } = definition;
    const fallback = toDefault(definition);
    const shown = definition.default === null ? fallback || "unset" : `\`${fallback}\``;
    const names = isSecret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${isRequired ? "required" : shown} | ${definition.help.replaceAll("|", "\\|")} |`;
  });
  return ["| name | default | meaning |", "|---|---|---|", ...rows].join("\n");
}

function toDefault(definition: NamedDefinition): string {
  return definition.default ?? definition.defaultHelp ?? "";
}
