import { resolve } from "node:path";

import type { Command } from "commander";

import { allGroups } from "../settings/definitions.ts";
import type { BotConfig } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

/** `serve`: the relay, until a signal ends it. */
export function defineServe(serve: Command, io: Io): void {
  serve.addHelpText(
    "after",
    `
Examples:
  whatsapp-bot serve
  whatsapp-bot serve --env-file /etc/whatsapp-bot.env
  whatsapp-bot serve --db-file /var/lib/whatsapp-bot/store.db --notifications-port 8081

The first SIGTERM or SIGINT lets what is under way end; the second ends at once.`,
  );
  addSettingFlags(serve, allGroups).action(async () => {
    const settings = requireSettings(serve, allGroups, io);
    const { requireConfig } = await import("./bot-config.ts");
    const readConfig = (): BotConfig => requireConfig(resolve(io.cwd, settings.configFile), io);
    const { runServe } = await import("./run-serve.ts");
    await runServe({ settings, readConfig, io });
  });
}
