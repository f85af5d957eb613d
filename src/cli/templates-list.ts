import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Command } from "commander";

import type { NumberedTemplate } from "../bridge/template.ts";
import type { BotConfig, Settings } from "../settings/settings.ts";
import { askDialog360, connectDialog360 } from "./ask-dialog360.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";
import type { Column } from "./table.ts";

const needs = ["dialog360", "store", "chat", "configFile", "caFile", "proxy"] as const;
const flags = [
  "WA_USE_SANDBOX",
  "WA_API_GENERATION",
  "WA_API_URL",
  "WA_DB_FILE",
  "WA_BOT_CONFIG",
  "WA_LOCALE",
  "WA_CA_FILE",
  "HTTPS_PROXY",
  "NO_PROXY",
];

interface Row {
  readonly number: number;
  /** Not in the store yet: the number that it gets if nothing comes before it. */
  readonly provisional: boolean;
  readonly name: string;
  readonly language: string;
  readonly body: string;
  /** What staff have to give, as `/templates` says it in English. */
  readonly needs: readonly string[];
  /** False where it wants something that no chat can give. */
  readonly sendable: boolean;
}

/** `templates list`: the approved templates as 360dialog lists them now, under the numbers that `/templates` shows. */
export function defineTemplatesList(templates: Command, io: Io): void {
  const list = templates
    .command("list")
    .description("the approved templates, numbered as /templates numbers them")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Asks 360dialog; the numbers come from the store, which is not changed, or from the order in the JSON config if it has
one. A template that serve has not seen yet is shown with the number that it would get now.

Examples:
  whatsapp-bot templates list
  whatsapp-bot templates list --json | jq -r '.templates[] | "/send \\(.number): \\(.name)"'`,
    );
  addSettingFlags(list, needs, flags).action(async ({ json }: { json?: boolean }) => {
    const settings = requireSettings(list, needs, io);
    const rows = await readRows(settings, await readChoice(settings.configFile, io));
    await write(rows, { json, io });
  });
}

/** Which templates the JSON config offers; all where it does not choose. */
async function readChoice(file: string, io: Io): Promise<BotConfig["templates"]> {
  const { loadConfig } = await import("../settings/load-config.ts");
  const { config } = loadConfig(resolve(io.cwd, file), { readFile: readFileSync });
  if (config) return config.templates;
  io.stderr.write(`${file} is missing or not valid: an order of templates in it does not count\n`);
  return [];
}

async function readRows(
  settings: Pick<Settings, "dialog360" | "store" | "chat" | "caFile" | "proxy">,
  chosen: BotConfig["templates"],
): Promise<readonly Row[]> {
  const { toIdentity, numberTemplates } = await import("../bridge/plan/number-templates.ts");
  const { offerTemplates, toWants } = await import("../bridge/plan/templates.ts");
  const { createTexts } = await import("../bridge/texts/texts.ts");
  const client = await connectDialog360(settings);
  const listed = await askDialog360(() => client.templates());
  const known = await readKnown(settings.store.file);
  const offered = offerTemplates(numberTemplates(known, listed), {
    config: { templates: chosen },
    locale: settings.chat.locale,
    hasTemplates: true,
  });
  const texts = createTexts({ locale: "en", timeZone: "UTC" });
  const stored = new Set(known.map(toIdentity));
  return (offered ?? [])
    .filter(({ available }) => available)
    .map((template) => ({
      number: template.number,
      provisional: chosen.length === 0 && !stored.has(toIdentity(template)),
      name: template.name,
      language: template.language,
      body: template.body,
      needs: toWants(template, texts),
      sendable: template.beyond === undefined,
    }));
}

async function readKnown(file: string): Promise<readonly NumberedTemplate[]> {
  const { openReader } = await import("../ledger/reader.ts");
  const reader = await openReader(file);
  try {
    return reader.templates();
  } finally {
    reader.close();
  }
}

async function write(
  rows: readonly Row[],
  { json = false, io }: { readonly json: boolean | undefined; readonly io: Io },
): Promise<void> {
  if (json) {
    io.stdout.write(`${JSON.stringify({ templates: rows, total: rows.length })}\n`);
    return;
  }
  const { writeTable } = await import("./table.ts");
  await writeTable(rows, columns, io.stdout);
  if (rows.some(({ provisional }) => provisional)) {
    io.stderr.write("* not in the store yet: the number that serve would give it now\n");
  }
}

const columns: readonly Column<Row>[] = [
  { title: "NUMBER", value: ({ number, provisional }) => `${number}${provisional ? "*" : ""}` },
  { title: "NAME", value: ({ name }) => name },
  { title: "LANGUAGE", value: ({ language }) => language },
  { title: "NEEDS", value: (row) => row.needs.join(", "), isDispensable: true },
  { title: "TEXT", value: ({ body }) => body },
];
