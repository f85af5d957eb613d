import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import { allGroups } from "../settings/definitions.ts";
import type { Problem } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, readCommandSettings, toLine } from "./settings.ts";

/** What Teamwire is asked with. */
const onlineNeeds = ["teamwire", "caFile", "proxy"] as const;

interface Options {
  readonly online?: boolean;
  readonly json?: boolean;
}

/** `config validate`: everything that is wrong, at once; offline unless it is told otherwise. */
export function defineConfigValidate(config: Command, io: Io): void {
  const validate = config
    .command("validate [file]")
    .description("check settings and JSON config; with a file, that file alone")
    .option("--online", "look recipients and circles up at Teamwire too")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  whatsapp-bot config validate                    settings and the JSON config they name
  whatsapp-bot config validate wa_config.json     that file alone, for checks without secrets
  whatsapp-bot config validate --online           is everybody known to Teamwire, is every circle public?

Ends with 0 where nothing is wrong (warnings are not), else with 78; with 69 or 77 where that is all that is wrong:
Teamwire cannot be reached, or refuses the credentials.`,
    );
  addSettingFlags(validate, allGroups).action(
    async (file: string | undefined, options: Options) => {
      const { problems, failure } = await findProblems(file, options, { command: validate, io });
      const errors = problems.filter(({ severity }) => severity === "error");
      const valid = errors.length === 0;
      if (options.json) io.stdout.write(`${JSON.stringify({ valid, problems })}\n`);
      else {
        for (const problem of problems) io.stdout.write(`${toLine(problem)}\n`);
        if (valid) io.stdout.write("valid\n");
      }
      if (failure && errors.length === 1) throw failure;
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

interface Found {
  readonly problems: readonly Problem[];
  /** Why Teamwire could not be asked; one of the problems too. */
  readonly failure: OperatorError | null;
}

async function findProblems(
  given: string | undefined,
  { online = false }: Options,
  { command, io }: { readonly command: Command; readonly io: Io },
): Promise<Found> {
  const { loadConfig } = await import("../settings/load-config.ts");
  const needs = given === undefined ? allGroups : online ? onlineNeeds : [];
  const read = readCommandSettings(command, needs, io);
  // Read even where settings are wrong, so that one run tells everything.
  const file = given ?? read.found.get("WA_BOT_CONFIG")?.text ?? "";
  const { configs, problems } = loadConfig(resolve(io.cwd, file), { readFile: readFileSync });
  const offline = [...(needs.length > 0 ? read.problems : []), ...problems];
  if (!online) return { problems: offline, failure: null };
  const { settings } = readCommandSettings(command, onlineNeeds, io);
  if (!settings || configs.length === 0) {
    io.stderr.write("Teamwire was not asked: first mend what is wrong here\n");
    return { problems: offline, failure: null };
  }
  const { findUnknownRecipients } = await import("./unknown-recipients.ts");
  const asked = await findUnknownRecipients(configs, settings);
  return { problems: [...offline, ...asked.problems], failure: asked.failure };
}
