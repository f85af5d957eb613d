import { Argument, type Command } from "commander";

import type { Io } from "./io.ts";

type Shell = "bash" | "zsh" | "fish";

/** `completion`: a script that lets the shell complete commands, options and their values. */
export function defineCompletion(
  completion: Command,
  io: Io,
  loadTree: () => Promise<Command>,
): void {
  completion
    .addArgument(new Argument("<shell>", "the shell that you use").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      `
Prints a script for that shell. After an update of whatsapp-bot, write it anew.

Examples:
  whatsapp-bot completion bash > /etc/bash_completion.d/whatsapp-bot
  whatsapp-bot completion zsh > "\${fpath[1]}/_whatsapp-bot"
  whatsapp-bot completion fish > ~/.config/fish/completions/whatsapp-bot.fish

For one session of bash:
  source <(whatsapp-bot completion bash)`,
    )
    .action(async (shell: Shell) => {
      const { listOffers } = await import("./completion/offers.ts");
      const { renderBash } = await import("./completion/bash.ts");
      const { renderZsh } = await import("./completion/zsh.ts");
      const { renderFish } = await import("./completion/fish.ts");
      const render = { bash: renderBash, zsh: renderZsh, fish: renderFish }[shell];
      io.stdout.write(render(listOffers(await loadTree())));
    });
}
