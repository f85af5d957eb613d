import { dirname, resolve } from "node:path";

import type { Avatar } from "./config/avatar.ts";
import { toBotConfig } from "./config/bot-config.ts";
import { parseJson } from "./config/json.ts";
import { renderPath, toEntries, toItems } from "./config/path.ts";
import { checkRules } from "./config/rules.ts";
import { checkShape } from "./config/shape.ts";
import type { BotConfig, Problem } from "./settings.ts";

export interface ParsedConfig {
  /** The enabled one; null if one of the problems is an error. */
  readonly config: BotConfig | null;
  /** The pictures that configs name, to be looked at by who can read files. */
  readonly avatars: readonly Avatar[];
  /** Of every config, also those that are not enabled. */
  readonly problems: readonly Problem[];
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
    return { config: null, avatars: [], problems: [problem] };
  }
  const shape = checkShape(parsed.value);
  const problems = [...shape.problems, ...checkRules(parsed.value)];
  const isSound = problems.every(({ severity }) => severity === "warning");
  return {
    config: isSound && shape.file ? toBotConfig(shape.file, resolvePath) : null,
    avatars: findAvatars(parsed.value, resolvePath),
    problems,
  };

  function resolvePath(path: string): string {
    return resolve(dirname(file), path);
  }
}

function findAvatars(value: unknown, resolvePath: (path: string) => string): Avatar[] {
  return toItems(toEntries(value)["configs"]).flatMap((config, index) => {
    const path = toEntries(config)["chat_avatar_path"];
    if (typeof path !== "string" || path.trim() === "") return [];
    return { where: renderPath(["configs", index, "chat_avatar_path"]), file: resolvePath(path) };
  });
}
