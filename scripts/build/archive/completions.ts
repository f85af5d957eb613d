import type { Command } from "commander";

import { renderBash } from "../../../src/cli/completion/bash.ts";
import { renderFish } from "../../../src/cli/completion/fish.ts";
import { listOffers } from "../../../src/cli/completion/offers.ts";
import { renderZsh } from "../../../src/cli/completion/zsh.ts";

/** A script for a shell, by the name under which the shell finds it in its folder. */
export interface Completion {
  /** For bash below share/bash-completion/completions, for zsh site-functions, for fish vendor_completions.d. */
  readonly name: string;
  readonly text: string;
}

/** What `completion` prints, as files. @param program with all commands loaded */
export function renderCompletions(program: Command): readonly Completion[] {
  const offers = listOffers(program);
  return [
    { name: "whatsapp-bot.bash", text: renderBash(offers) },
    { name: "_whatsapp-bot", text: renderZsh(offers) },
    { name: "whatsapp-bot.fish", text: renderFish(offers) },
  ];
}
