import type { Command, Option } from "commander";

import { allGroups } from "../../settings/definitions.ts";
import { listFlags } from "../../settings/help.ts";
import { listCommands } from "../tree.ts";

/** What can be typed behind a command, as a shell is to offer it. */
export interface Offer {
  /** The words that lead to the command, empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly OfferedOption[];
  /** What its first argument may be; null where it takes none. */
  readonly argument: OfferedValue | null;
}

export interface OfferedOption {
  /** `--help` */
  readonly long: string;
  /** `-h` */
  readonly short: string | null;
  readonly description: string;
  /** Null for one that stands alone. */
  readonly value: OfferedValue | null;
}

/** What stands behind an option, or as an argument. */
export interface OfferedValue {
  /** What help calls it. */
  readonly name: string;
  readonly kind: "file" | "words" | "text";
  /** Of the kind `words`. */
  readonly words: readonly string[];
  /** Whether several words can be given, separated by commas. */
  readonly isList: boolean;
}

/** Reads from the command tree what there is to offer. @param program with all commands loaded */
export function listOffers(program: Command): readonly Offer[] {
  const settings = new Map(listFlags(allGroups).map(({ flags, words }) => [flags, words]));
  const places = [{ path: "", command: program }, ...listCommands(program)];
  return places.map(({ path, command }) => ({
    path,
    commands: command.commands.map((below) => ({
      name: below.name(),
      description: below.description(),
    })),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => toOption(option, settings.get(option.flags) ?? [])),
    argument: toArgument(command, program),
  }));
}

/** All ways to write an option. */
export function toSpellings({ short, long }: OfferedOption): readonly string[] {
  return short === null ? [long] : [short, long];
}

function toOption(option: Option, settingWords: readonly string[]): OfferedOption {
  const takesValue = option.required || option.optional;
  const name = /[<[](.*?)(?:,?\.\.\.)?[>\]]/.exec(option.flags)?.[1] ?? "";
  const value = {
    ...toValue(name, option.argChoices ?? settingWords),
    isList: option.flags.includes(",..."),
  };
  return {
    long: option.long ?? "",
    short: option.short ?? null,
    description: option.description,
    value: takesValue ? value : null,
  };
}

function toArgument(command: Command, program: Command): OfferedValue | null {
  const [argument] = command.registeredArguments;
  if (!argument) return null;
  const name = argument.name();
  const commands = name === "command" ? program.commands.map((one) => one.name()) : [];
  return toValue(name, argument.argChoices ?? commands);
}

function toValue(name: string, words: readonly string[]): OfferedValue {
  const kind = words.length > 0 ? "words" : name === "file" ? "file" : "text";
  return { name, kind, words, isList: false };
}
