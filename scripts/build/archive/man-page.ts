import type { Command, Option } from "commander";

import type { ExitCode } from "../../../src/bridge/errors.ts";
import { isLeaf, listCommands, type PlacedCommand } from "../../../src/cli/tree.ts";
import { toFlag } from "../../../src/settings/definition.ts";
import { allGroups, listDefinitions } from "../../../src/settings/definitions.ts";
import { listFlags } from "../../../src/settings/help.ts";
import { escapeRoff, renderCode, renderTerm, renderText, renderUsage } from "./roff.ts";

/**
 * The manual, whatsapp-bot(1), made from what help and README are made from. The libraries for man pages take Markdown, in
 * which options and terms have no form of their own.
 * @param program with all commands loaded
 */
export function renderManPage(program: Command, { version, date }: Edition): string {
  const day = date.toISOString().slice(0, 10);
  const summary = program.description().replace(/^./, (letter) => letter.toLowerCase());
  const lines = [
    `.TH WHATSAPP-BOT 1 ${day} "whatsapp-bot ${version}" "User Commands"`,
    // Left-aligned, and words stay whole: they are to be searched and copied.
    ".nh",
    ".ad l",
    ".SH NAME",
    `whatsapp\\-bot \\- ${escapeRoff(summary.replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    ...synopsis.flatMap((usage) => [renderUsage(usage), ".br"]).slice(0, -1),
    ".SH DESCRIPTION",
    ...renderText(description).slice(1),
    ".SH COMMANDS",
    ...renderText(common).slice(1),
    ...listCommands(program).filter(isLeaf).flatMap(renderCommand),
    ".SH EXIT STATUS",
    ...Object.entries(exitCodes).flatMap(([code, text]) => renderTerm(`\\fB${code}\\fR`, text)),
    ".SH ENVIRONMENT",
    ...renderText(precedence).slice(1),
    ...renderSettings(),
    ".SH FILES",
    ...files.flatMap(([name, text]) => renderTerm(`\\fI${escapeRoff(name)}\\fR`, text)),
    ".SH EXAMPLES",
    ...renderCode(
      readHelpText(program)
        .split("\n")
        .filter((line) => line.startsWith("  ")),
    ),
    ".SH SEE ALSO",
    "\\fBsystemd.service\\fR(5), \\fBjournalctl\\fR(1)",
    ...renderText(further),
  ];
  return `${lines.join("\n")}\n`;
}

interface Edition {
  readonly version: string;
  /** The commit's. */
  readonly date: Date;
}

const synopsis = [
  "whatsapp-bot <command> [options] [arguments]",
  "whatsapp-bot help [command]",
  "whatsapp-bot --version [--json]",
];

const description = `
It takes messages from WhatsApp through the provider 360dialog, makes a Teamwire chat for each customer with the colleagues
who are named in its JSON config, and carries the conversation both ways. What was acknowledged is on disk: one SQLite file,
the store, holds what waits, what failed and why.

Settings come from the environment, see ENVIRONMENT; who is in the chats comes from the JSON config, which "whatsapp-bot
config init" begins and "whatsapp-bot config validate" checks. "whatsapp-bot demo" needs neither.`;

const common = `
What a command prints is on the standard output, what it has to say about that on the standard error. Commands that read take
--json and print one object, to which later versions only add; an error is then one object on the standard error. They work
while serve runs and when it does not. Every command takes -h and --help.`;

function renderCommand({ path, command }: PlacedCommand): readonly string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  const [settings, own] = [options.filter(isSetting), options.filter((one) => !isSetting(one))];
  const usage = command.registeredArguments.map((argument) => {
    const name = argument.argChoices?.join("|") ?? argument.name();
    const shown = argument.variadic ? `${name}...` : name;
    return argument.required ? `<${shown}>` : `[${shown}]`;
  });
  return [
    ".SS",
    renderUsage([path, ...usage].join(" ")),
    escapeRoff(`${command.description().replace(/^./, (letter) => letter.toUpperCase())}.`),
    ...own.flatMap((option) =>
      renderTerm(renderUsage(option.flags), help.optionDescription(option)),
    ),
    ...renderSettingFlags(settings),
    ...renderText(readHelpText(command)),
  ];
}

/** Also the file of settings. An option of a command's own may be called like a setting: `demo --locale`. */
function isSetting({ flags, long, description: told }: Option): boolean {
  const settings = listFlags(allGroups);
  return (
    long === "--env-file" || settings.some((one) => one.flags === flags && one.description === told)
  );
}

/** Their meaning stands in ENVIRONMENT: `serve` alone has more than 20. */
function renderSettingFlags(options: readonly Option[]): readonly string[] {
  if (options.length === 0) return [];
  const isAll = options.length === 1 + listFlags(allGroups).length;
  const named = options.map(({ long }) => renderUsage(long ?? "")).join(", ");
  return [
    ".PP",
    isAll
      ? `It takes ${renderUsage("--env-file")} and every flag under ENVIRONMENT.`
      : `It takes ${named}: see ENVIRONMENT.`,
  ];
}

/** What a command's help says below its options. */
function readHelpText(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => void (text += part) }).outputHelp();
  return text.slice(command.helpInformation().length);
}

const exitCodes: Readonly<Record<ExitCode, string>> = {
  0: "Fine.",
  1: "Failed; also a doctor with a failed check, and a healthcheck that finds serve not ready.",
  2: "Usage: a command, an option or an argument is wrong.",
  69: "A service cannot be reached.",
  70: "A bug of its own.",
  73: "The store is in use, is damaged or cannot be written, or a port is taken.",
  77: "Credentials were refused.",
  78: "Configuration: settings or JSON config are wrong, or a file is no store of this program.",
};

const precedence = `
A flag comes before the environment, the environment before the file of --env-file, and that before the default. A secret has
no flag; it can come from a file instead, which NAME_FILE names for NAME. What begins with WA_ or TW_ and is none of these is
warned of.`;

function renderSettings(): readonly string[] {
  const settings = listDefinitions().flatMap((definition) => {
    const { name, placeholder, isSecret, isRequired, help } = definition;
    const flag = toFlag(definition);
    const names = isSecret ? `${name}, ${name}_FILE` : `${name}, --${flag} <${placeholder}>`;
    const fallback = definition.default ?? definition.defaultHelp;
    const told = isRequired ? " Required." : fallback === null ? "" : ` Default: ${fallback}.`;
    return renderTerm(renderUsage(names), `${help}.${told}`);
  });
  return [...settings, ...renderTerm(renderUsage("NO_COLOR"), "No colours on a terminal.")];
}

const files = [
  ["wa_config.json", "The JSON config, unless WA_BOT_CONFIG names another."],
  ["whatsapp_bot.db", "The store, unless WA_DB_FILE names another; only its owner may read it."],
  ["whatsapp_bot.db.log.<n>", "What is newer than the store's file. They belong together."],
  [
    "whatsapp_bot.db.sock",
    "Where serve is asked by the other commands; it is there while serve runs.",
  ],
  ["whatsapp_bot.db.files/", "Files on their way."],
  ["whatsapp_bot.db.v<n>", "The store before an update changed its form; restore takes it."],
  ["whatsapp_bot.db.before-restore-<time>", "The store before a restore."],
] as const;

const further = `
"whatsapp-bot help sessions list" and the like show this for one command. README.md, which comes with the program, tells more:
how to run it for good, the JSON config, metrics, what staff can write in a chat, and what it promises.`;
