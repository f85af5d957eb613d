import { resolve } from "node:path";

import type { Command } from "commander";

import { allGroups } from "../settings/definitions.ts";
import type { Io } from "./io.ts";
import { defineServeReload } from "./serve-reload.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

/** `serve`: the relay, until a signal ends it; and `serve reload`. */
export function defineServe(serve: Command, io: Io): void {
  serve.addHelpText(
    "after",
    `
Examples:
  whatsapp-bot serve
  whatsapp-bot serve --env-file /etc/whatsapp-bot.env
  whatsapp-bot serve --db-file /var/lib/whatsapp-bot/store.db --notifications-port 8081
  whatsapp-bot serve reload

The first SIGTERM or SIGINT lets what is under way end; the second ends at once.`,
  );
  // Flags behind `reload` are its own; any other word must not start the relay.
  serve.enablePositionalOptions().allowExcessArguments();
  const reload = serve
    .command("reload")
    .description("let the running serve read the JSON config again");
  defineServeReload(reload, io);
  addSettingFlags(serve, allGroups).action(async () => {
    expectNoWord(serve);
    const settings = requireSettings(serve, allGroups, io);
    const { requireConfig } = await import("./bot-config.ts");
    const file = resolve(io.cwd, settings.configFile);
    const { runServe } = await import("./run-serve.ts");
    await runServe({ settings, readConfig: (tell) => requireConfig(file, { io, tell }), io });
  });
}

/** It takes arguments, so commander itself would let them pass. */
function expectNoWord(serve: Command): void {
  const [word] = serve.args;
  if (word !== undefined) serve.error(`unknown command '${word}'`);
}
