import type { Command } from "commander";

import { addDecision } from "./decide.ts";
import type { Io } from "./io.ts";

/** `deliveries drop`: deliveries that failed or wait are given up. */
export function defineDeliveriesDrop(deliveries: Command, io: Io): void {
  const drop = deliveries
    .command("drop <id...>")
    .description("give deliveries up that failed or wait, and erase what they carry");
  addDecision(drop, io, {
    name: "deliveries.drop",
    result: "dropped",
    later: "what staff have to be told is told when it starts",
    flags: ["WA_DB_FILE", "WA_LOCALE", "WA_BOT_CONFIG"],
    help: `
Staff are told in the chat what of theirs was dropped, unless they know already that it failed: in the words of the JSON
config, if it has its own.

Example:
  whatsapp-bot deliveries drop 17 18`,
  });
}
