import type { Command } from "commander";

import { addDecision } from "./decide.ts";
import type { Io } from "./io.ts";

/** `notifications drop`: notifications that could not be understood, or not wholly, are given up. */
export function defineNotificationsDrop(notifications: Command, io: Io): void {
  const drop = notifications
    .command("drop <id...>")
    .description("give notifications up with the dead letters in them, and erase their bodies");
  addDecision(drop, io, {
    name: "notifications.drop",
    result: "dropped",
    later: null,
    flags: ["WA_DB_FILE"],
    help: `
Example:
  whatsapp-bot notifications drop 4 5`,
  });
}
