import { resolve } from "node:path";

import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import { allGroups } from "../settings/definitions.ts";
import type { Problem } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, readCommandSettings, toLine } from "./settings.ts";

/** `config validate`: everything that is wrong, at once and offline. */
export function defineConfig(config: Command, io: Io): void {
  const validate = config
    .command("validate [file]")
    .description("check settings and JSON config; with a file, that file alone")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  whatsapp-bot config validate                    settings and the JSON config they name
  whatsapp-bot config validate wa_config.json     that file alone, for checks without secrets

Ends with 0 where nothing is wrong (warnings are not), else with 78.`,
    );
  addSettingFlags(validate, allGroups).action(
    async (file: string | undefined, options: { json?: boolean }) => {
      const problems = await findProblems(file, validate, io);
      const valid = problems.every(({ severity }) => severity === "warning");
      if (options.json) io.stdout.write(`${JSON.stringify({ valid, problems })}\n`);
      else {
        for (const problem of problems) io.stdout.write(`${toLine(problem)}\n`);
        if (valid) io.stdout.write("valid\n");
      }
      if (!valid) throw new InvalidConfig();
    },
  );
}

/** What is wrong was told already. */
class InvalidConfig extends OperatorError {
  constructor() {
    super("the configuration is not valid", { code: "configuration", exitCode: 78 });
  }
}

async function findProblems(
  file: string | undefined,
  command: Command,
  io: Io,
): Promise<readonly Problem[]> {
  const { readFileSync } = await import("node:fs");
  const { loadConfig } = await import("../settings/load-config.ts");
  const load = (path: string): readonly Problem[] =>
    loadConfig(resolve(io.cwd, path), { readFile: readFileSync }).problems;
  if (file) return load(file);
  const all = readCommandSettings(command, allGroups, io);
  const path = readCommandSettings(command, ["configFile"], io).settings?.configFile;
  return path ? [...all.problems, ...load(path)] : all.problems;
}
