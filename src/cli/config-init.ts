import { dirname, join, resolve } from "node:path";

import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import { toShellWord } from "../ledger/store-path.ts";
import { toErrorCode } from "../settings/sources.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

const needs = ["configFile"] as const;

/** `config init`: a JSON config to fill in. */
export function defineConfigInit(config: Command, io: Io): void {
  const init = config
    .command("init [file]")
    .description("write a JSON config to fill in; without a file, the one of WA_BOT_CONFIG")
    .option("--force", "replace a file that is there")
    .addHelpText(
      "after",
      `
What has to be filled in is empty; config validate names it until it is. A file that is there is left alone.

Examples:
  whatsapp-bot config init
  whatsapp-bot config init /etc/whatsapp-bot/wa_config.json`,
    );
  addSettingFlags(init, needs).action(
    async (file: string | undefined, { force = false }: { force?: boolean }) => {
      const named = file ?? requireSettings(init, needs, io).configFile;
      const { renderStarter } = await import("../settings/config/starter.ts");
      const { writeFileSync } = await import("node:fs");
      const { randomUUID } = await import("node:crypto");
      try {
        const flag = force ? "w" : "wx";
        writeFileSync(resolve(io.cwd, named), renderStarter(randomUUID()), { flag });
      } catch (error) {
        throw toOperatorError(named, error);
      }
      io.stdout.write(`wrote ${named}\n`);
      io.stderr.write(toNextSteps(named));
    },
  );
}

function toOperatorError(file: string, cause: unknown): OperatorError {
  const code = toErrorCode(cause);
  if (code === "EEXIST") {
    return new OperatorError(`Write a config to "${file}": there is a file already`, {
      code: "config_exists",
      exitCode: 1,
      hint: "--force replaces it; another name leaves it alone",
      cause,
    });
  }
  return new OperatorError(`Write a config to "${file}": ${code}`, {
    code: "config_unwritable",
    exitCode: 73,
    hint: "its folder has to be there, and this user needs the right to write to it",
    cause,
  });
}

function toNextSteps(file: string): string {
  const named = toShellWord(file);
  return `
Next:
  1. fill in what is empty in it: who gets the chats
  2. for an editor that completes and checks it while you write:
       whatsapp-bot config schema > ${toShellWord(join(dirname(file), "wa_config.schema.json"))}
  3. what is still wrong with it:
       whatsapp-bot config validate ${named}
  4. set TW_API_APPID, TW_API_SECRET, TW_API_HOST and WA_API_KEY (in the environment, or in a file for
     --env-file), then see whether everybody is found at Teamwire, and start:
       whatsapp-bot config validate --online --bot-config ${named}
       whatsapp-bot serve --bot-config ${named}
`;
}
