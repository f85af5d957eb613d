import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

/** Reading the config may mean looking up its people. */
const timeoutMs = 30_000;

/** `serve reload`: the running `serve` reads the JSON config again. */
export function defineServeReload(reload: Command, io: Io): void {
  reload.addHelpText(
    "after",
    `
Asks the serve that holds the store. With a config that is not valid it keeps the one that it has, and this ends with 78.

Example:
  whatsapp-bot serve reload`,
  );
  addSettingFlags(reload, ["store"], ["WA_DB_FILE"]).action(async () => {
    const { store } = requireSettings(reload, ["store"], io);
    const { askOwner } = await import("../ledger/control/ask-owner.ts");
    const { kind } = await askOwner(store.file, { name: "reload", timeoutMs });
    if (kind === "absent") {
      throw new OperatorError(`no serve runs on the session store "${store.file}"`, {
        code: "owner_absent",
        exitCode: 1,
        hint: "start it: it reads the config by itself then; or set WA_DB_FILE to its store",
      });
    }
    io.stdout.write("reloaded\n");
  });
}
