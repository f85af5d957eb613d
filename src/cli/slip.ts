import type { Command } from "commander";

import { listDefinitions } from "../settings/definitions.ts";
import { findAllNearest, suggest, toQuestion } from "./nearest.ts";
import { toLine } from "./printable.ts";
import { listCommands, type PlacedCommand } from "./tree.ts";

/** What is told of a command line that cannot be understood. */
export interface Slip {
  readonly message: string;
  readonly hint: string;
}

/**
 * Says of a command line what is wrong with it, with the nearest right word.
 * @param refusal commander's own words
 * @param program with all commands loaded
 */
export function explainSlip(refusal: string, program: Command, args: readonly string[]): Slip {
  const line = toLine(refusal.replace(/^error: /, ""));
  for (const [pattern, explain] of kinds) {
    const found = pattern.exec(line);
    const [, word = "", more = ""] = found ?? [];
    if (!found) continue;
    const scene = { program, args, place: findPlace(program, args, word) };
    return { message: explain(word, scene, more), hint: toHint(scene.place) };
  }
  return { message: line, hint: toHint(findPlace(program, args)) };
}

interface Scene {
  readonly program: Command;
  readonly args: readonly string[];
  /** The last command that was understood. */
  readonly place: PlacedCommand;
}

/** Makes the sentence from a word of commander's, and for some from a second one. */
type Explain = (word: string, scene: Scene, more: string) => string;

/** By commander's own words: its errors say nothing else of what is wrong. */
const kinds: readonly (readonly [RegExp, Explain])[] = [
  [/^unknown option '(.*)'$/, explainOption],
  [/^unknown command '(.*)'$/, explainCommand],
  [/^too many arguments.*Expected (\d+).*but got \d+: (.*)\.$/, explainExcess],
  [/^option '(.*)' argument '(.*)' is invalid\. Allowed choices/, explainChoice],
  [/^command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed/, explainArgument],
];

function explainOption(typed: string, scene: Scene): string {
  const flag = typed.replace(/=.*/, "");
  const said = `unknown option ${flag}`;
  const name = toOptionName(flag);
  const secret = findSecret(name);
  if (secret) return `${said}: there is no flag for a secret, set ${secret} or ${secret}_FILE`;
  const own = findAllNearest(name, toOptionNames(scene.place.command));
  if (own.length > 0) return `${said}${toQuestion(own.map((one) => `--${one}`))}`;
  const aim = findPlace(scene.program, scene.args);
  const owners = [aim, ...listCommands(scene.program)].filter(({ command }) =>
    toOptionNames(command).includes(name),
  );
  if (owners[0] === aim) return `${said} at this place: put it behind ${aim.path}`;
  const paths = new Set(owners.map(({ path }) => path));
  const isTelling = paths.size > 0 && paths.size < 4;
  return isTelling ? `${said}: it belongs to ${[...paths].join(", ")}` : said;
}

function explainCommand(word: string, { program, args, place }: Scene): string {
  const said = `unknown command ${place.path ? `${place.path} ` : ""}${word}`;
  const all = listCommands(program);
  const elsewhere = findElsewhere(all, word, args);
  if (elsewhere.length > 0) return `${said}${toQuestion(elsewhere)}`;
  const siblings = place.command.commands.map((command) => command.name());
  const near = findAllNearest(word, siblings);
  const prefix = place.path ? `${place.path} ` : "";
  if (near.length > 0) return `${said}${toQuestion(near.map((name) => prefix + name))}`;
  const [nearest] = findAllNearest(
    word,
    all.map(({ command }) => command.name()),
  );
  return said + (nearest ? toQuestion(findElsewhere(all, nearest, args)) : "");
}

/** Where a command of that name is: first where its parent is named too, as in `list sessions`. */
function findElsewhere(
  all: readonly PlacedCommand[],
  name: string,
  args: readonly string[],
): readonly string[] {
  const found = all.filter(({ command }) => command.name() === name);
  const named = found.filter(
    ({ command }) => command.parent && args.includes(command.parent.name()),
  );
  return (named.length > 0 ? named : found).map(({ path }) => path);
}

function explainExcess(expected: string, { place }: Scene, received: string): string {
  const [word = ""] = received.split(", ").slice(Number(expected));
  const options = toOptionNames(place.command).map((name) => `--${name}`);
  return `${place.path} does not take "${word}"${suggest(`--${word}`, options)}`;
}

function explainChoice(flags: string, { place }: Scene, word: string): string {
  const option = place.command.options.find((one) => one.flags === flags);
  const name = option?.long ?? flags;
  return toChoiceMessage(`${name} ${word}`, word, option?.argChoices ?? []);
}

function explainArgument(word: string, { place }: Scene, argument: string): string {
  const found = place.command.registeredArguments.find((one) => one.name() === argument);
  return toChoiceMessage(`${argument} ${word}`, word, found?.argChoices ?? []);
}

function toChoiceMessage(said: string, word: string, choices: readonly string[]): string {
  return `unknown ${said}${suggest(word, choices)} (it can be ${choices.join(", ")})`;
}

/** The command that the words lead to, up to the one that was not understood. */
function findPlace(program: Command, args: readonly string[], refused?: string): PlacedCommand {
  let place: PlacedCommand = { path: "", command: program };
  for (const arg of args[0] === "help" ? args.slice(1) : args) {
    if (arg === refused) break;
    const next = place.command.commands.find((command) => command.name() === arg);
    if (next) place = { path: `${place.path} ${arg}`.trim(), command: next };
  }
  return place;
}

function toHint({ path }: PlacedCommand): string {
  return path
    ? `whatsapp-bot ${path} --help shows what it takes`
    : "whatsapp-bot --help lists the commands, whatsapp-bot <command> --help their options";
}

function toOptionNames(command: Command): string[] {
  const options = command.createHelp().visibleOptions(command);
  return options.flatMap(({ long }) => (long ? [toOptionName(long)] : []));
}

/** `--db_file` and `--WA_DB_FILE` mean `db-file`. */
function toOptionName(flag: string): string {
  const bare = flag.replace(/^-+/, "").toLowerCase().replaceAll("_", "-");
  return bare.replace(/^wa-/, "");
}

function findSecret(name: string): string | null {
  const secrets = listDefinitions().filter(({ isSecret }) => isSecret);
  const found = secrets.find((secret) => toOptionName(secret.name) === name);
  return found?.name ?? null;
}
