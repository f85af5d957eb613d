import { readFileSync } from "node:fs";

import { loadConfig } from "../settings/load-config.ts";
import type { BotConfig, Problem } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { expectNoErrors } from "./settings.ts";

/** The enabled config of the JSON file; `warn` is told its warnings. @throws OperatorError 78 with all that is wrong */
export function requireConfig(
  file: string,
  { io, warn }: { readonly io: Io; readonly warn: (problem: Problem) => void },
): BotConfig {
  const { config, problems } = loadConfig(file, { readFile: readFileSync });
  for (const problem of problems) {
    if (problem.severity === "warning") warn(problem);
  }
  const errors = problems.filter(({ severity }) => severity === "error");
  expectNoErrors(errors, io);
  if (!config) throw new Error("the config is null without an error");
  return config;
}
