import { readFileSync } from "node:fs";

import { loadConfig } from "../settings/load-config.ts";
import type { BotConfig, Problem } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { expectNoErrors } from "./settings.ts";

/** The enabled config of the JSON file; `tell` hears of every problem. @throws OperatorError 78 with all that is wrong */
export function requireConfig(
  file: string,
  { io, tell }: { readonly io: Io; readonly tell: (problem: Problem) => void },
): BotConfig {
  const { config, problems } = loadConfig(file, { readFile: readFileSync });
  problems.forEach(tell);
  const errors = problems.filter(({ severity }) => severity === "error");
  expectNoErrors(errors, io);
  if (!config) throw new Error("the config is null without an error");
  return config;
}
