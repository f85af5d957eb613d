import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Command } from "commander";

import { allGroups } from "../settings/definitions.ts";
import type { EffectiveValue } from "../settings/effective.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, readCommandSettings } from "./settings.ts";
import type { Column } from "./table.ts";

interface Options {
  readonly origin?: boolean;
  readonly json?: boolean;
}

/** `config show`: the settings and the JSON config as they count, defaults included. */
export function defineConfigShow(config: Command, io: Io): void {
  const show = config
    .command("show")
    .description("the settings and the JSON config as they count, secrets as ***")
    .option("--origin", "where each came from: flag, environment, file and line, default")
    .option("--json", "print JSON, which has the origins too")
    .addHelpText(
      "after",
      `
A path in an address may be a secret, so it is *** too. What is wrong is not judged here, but by config validate.

Examples:
  whatsapp-bot config show --origin --env-file /etc/whatsapp-bot.env
  whatsapp-bot config show --json | jq '.settings[] | select(.origin != "default")'`,
    );
  addSettingFlags(show, allGroups).action(async ({ origin = false, json }: Options) => {
    const { errors, ...effective } = await readEffective(show, io);
    if (errors > 0) {
      const count = errors === 1 ? "1 problem" : `${errors} problems`;
      io.stderr.write(`${count} with the configuration: whatsapp-bot config validate tells more\n`);
    }
    if (json) {
      io.stdout.write(`${JSON.stringify(effective)}\n`);
      return;
    }
    const { writeTable } = await import("./table.ts");
    const rows = [...effective.settings, ...effective.config];
    await writeTable(rows, toColumns(origin), io.stdout);
  });
}

/** The value comes last: it may be long. */
function toColumns(origin: boolean): readonly Column<EffectiveValue>[] {
  return [
    { title: "NAME", value: ({ name }) => name },
    ...(origin ? [{ title: "FROM", value: ({ from }: EffectiveValue) => from }] : []),
    { title: "VALUE", value: ({ value }) => toText(value) },
  ];
}

function toText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function readEffective(
  command: Command,
  io: Io,
): Promise<{
  settings: readonly EffectiveValue[];
  config: readonly EffectiveValue[];
  errors: number;
}> {
  const { listEffectiveConfig, listEffectiveSettings } = await import("../settings/effective.ts");
  const { loadConfig } = await import("../settings/load-config.ts");
  const { found, problems } = readCommandSettings(command, allGroups, io);
  // Each by itself: one that is wrong takes nothing from the others.
  const settings = listEffectiveSettings(found, {
    ...readCommandSettings(command, ["chat"], io).settings,
    ...readCommandSettings(command, ["dialog360"], io).settings,
  });
  const file = found.get("WA_BOT_CONFIG")?.text ?? "";
  const loaded = loadConfig(resolve(io.cwd, file), { readFile: readFileSync });
  return {
    settings,
    config: listEffectiveConfig(loaded.enabled, file),
    errors: [...problems, ...loaded.problems].filter(({ severity }) => severity === "error").length,
  };
}
