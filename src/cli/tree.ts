import type { Command } from "commander";

/** A command with the words that lead to it, without the program's own name. */
export interface PlacedCommand {
  readonly path: string;
  readonly command: Command;
}

/** Every command below another, in the order of help. */
export function listCommands(root: Command, above: string = ""): readonly PlacedCommand[] {
  return root.commands.flatMap((command) => {
    const path = `${above}${command.name()}`;
    return [{ path, command }, ...listCommands(command, `${path} `)];
  });
}

/** Whether a command does something by itself: `sessions` only holds others, `serve` does both. */
export function isLeaf({ command }: PlacedCommand): boolean {
  return command.commands.length === 0 || command.options.length > 0;
}

/** Every command and what it is for, as a table in Markdown, for README. @param program with all commands loaded */
export function renderCommandsTable(program: Command): string {
  const rows = listCommands(program).filter(isLeaf).map(toRow);
  return ["| command | what for |", "|---|---|", ...rows].join("\n");
}

function toRow({ path, command }: PlacedCommand): string {
  const given = command.registeredArguments.map((argument) => {
    const name = argument.argChoices?.join("\\|") ?? argument.name();
    const shown = argument.variadic ? `${name}…` : name;
    return argument.required ? `<${shown}>` : `[${shown}]`;
  });
  return `| \`${[path, ...given].join(" ")}\` | ${command.description().replaceAll("|", "\\|")} |`;
}
