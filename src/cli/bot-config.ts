import { readFileSync } from "node:fs";

import { loadConfig } from "../settings/load-config.ts";
import type { BotConfig } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { expectNoErrors } from "./settings.ts";

/** The enabled config of the JSON file; warnings go to stderr. @throws OperatorError 78 with all that is wrong */
export function requireConfig(file: string, io: Io): BotConfig {
  const { config, problems } = loadConfig(file, { readFile: readFileSync });
  expectNoErrors(problems, io);
  if (!config) throw new Error("the config is null without an error");
  return config;
}
