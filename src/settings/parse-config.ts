import { dirname, resolve } from "node:path";

import type { Avatar } from "./config/avatar.ts";
import { toBotConfig, type WrittenConfig } from "./config/bot-config.ts";
import { parseJson } from "./config/json.ts";
import { renderPath, toEntries, toItems } from "./config/path.ts";
import { checkRules } from "./config/rules.ts";
import { checkShape } from "./config/shape.ts";
import type { BotConfig, Problem } from "./settings.ts";

export interface ParsedConfig {
  /** The enabled one; null if one of the problems is an error. */
  readonly config: BotConfig | null;
  /** The same as the file has it; null if the text has an error, pictures do not count. */
  readonly enabled: EnabledConfig | null;
  /** In the file's order, also those that are not enabled; none if the text has an error. */
  readonly configs: readonly BotConfig[];
  /** The pictures that configs name, to be looked at by who can read files. */
  readonly avatars: readonly Avatar[];
  /** Of every config, also those that are not enabled. */
  readonly problems: readonly Problem[];
}

export interface EnabledConfig {
  /** Its place in the file. */
  readonly index: number;
  /** With the defaults filled in. */
  readonly written: WrittenConfig;
  /** The keys that the file itself has. */
  readonly given: readonly string[];
}

/** Parses the JSON config's text; `file` tells from where its paths count. */
export function parseConfig(text: string, { file }: { readonly file: string }): ParsedConfig {
  const parsed = parseJson(text.replace(/^\uFEFF/, ""));
  if (parsed.fault) {
    const { line, column, message, hint } = parsed.fault;
    const where = `${file}:${line}:${column}`;
    const problem: Problem = {
      where,
      message: `not JSON: line ${line}, column ${column}: ${message}`,
      hint,
      severity: "error",
    };
    return { config: null, enabled: null, configs: [], avatars: [], problems: [problem] };
  }
  const shape = checkShape(parsed.value);
  const problems = [...shape.problems, ...checkRules(parsed.value)];
  const isSound = problems.every(({ severity }) => severity === "warning");
  const { enabled_config: key, configs } = (isSound && shape.file) || { configs: [] };
  const index = key === undefined ? 0 : configs.findIndex((config) => config.key === key);
  const written = configs[index];
  return {
    config: written ? toBotConfig(written, resolvePath) : null,
    enabled: written ? { index, written, given: listKeys(parsed.value, index) } : null,
    configs: configs.map((config) => toBotConfig(config, resolvePath)),
    avatars: findAvatars(parsed.value, resolvePath),
    problems,
  };

  function resolvePath(path: string): string {
    return resolve(dirname(file), path);
  }
}

function listKeys(value: unknown, index: number): readonly string[] {
  return Object.keys(toEntries(toItems(toEntries(value)["configs"])[index]));
}

function findAvatars(value: unknown, resolvePath: (path: string) => string): Avatar[] {
  return toItems(toEntries(value)["configs"]).flatMap((config, index) => {
    const path = toEntries(config)["chat_avatar_path"];
    if (typeof path !== "string" || path.trim() === "") return [];
    return { where: renderPath(["configs", index, "chat_avatar_path"]), file: resolvePath(path) };
  });
}
