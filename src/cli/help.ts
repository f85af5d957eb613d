import type { Command } from "commander";

/** `help`: the help of any command, however deep. */
export function defineHelp(help: Command, loadTree: () => Promise<Command>): void {
  help
    .argument("[command...]", "as it is typed: sessions list")
    .addHelpText(
      "after",
      `
Examples:
  whatsapp-bot help
  whatsapp-bot help sessions list`,
    )
    .action(async (words: readonly string[]) => {
      let command = words.length > 0 ? await loadTree() : (help.parent ?? help);
      for (const word of words) {
        const next = command.commands.find((one) => one.name() === word);
        command = next ?? command.error(`unknown command '${word}'`);
      }
      command.outputHelp();
    });
}
