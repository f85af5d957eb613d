import type { Command } from "commander";

import { addDecision } from "./decide.ts";
import type { Io } from "./io.ts";

/** `notifications replay`: notifications that could not be understood, or not wholly, are planned again. */
export function defineNotificationsReplay(notifications: Command, io: Io): void {
  const replay = notifications
    .command("replay <id...>")
    .description("plan notifications again in which something could not be understood");
  addDecision(replay, io, {
    name: "notifications.replay",
    result: "replayed",
    later: "they are planned when it starts",
    flags: ["WA_DB_FILE"],
    help: `
For after an update that understands more. What was relayed before is not relayed twice; what still
cannot be understood is a dead letter again, under a new id.

Example:
  whatsapp-bot notifications replay 4`,
  });
}
