import { resolve } from "node:path";

import type { Command } from "commander";

import type { Io } from "./io.ts";
import { withProgress } from "./progress.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

interface Options {
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `backup`: a verified copy of the store in one file. */
export function defineBackup(backup: Command, io: Io): void {
  backup
    .argument("<file>", "where the copy goes")
    .option("--force", "replace an earlier backup of that name")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Works while serve runs and when it does not, and never changes the store. The copy holds everything that was acknowledged
before the command began; it is opened anew and checked before it takes its name. It holds messages and phone numbers:
only its owner may read it.

Examples:
  whatsapp-bot backup /var/backups/whatsapp-bot.db --force
  whatsapp-bot backup "backup-$(date +%F).db" --json`,
    );
  addSettingFlags(backup, ["store"], ["WA_DB_FILE"]).action(
    async (file: string, { force = false, json }: Options) => {
      const { store } = requireSettings(backup, ["store"], io);
      const { backUpStore } = await import("../ledger/copies/backup.ts");
      const done = await withProgress(io, "Backing up", (watch) =>
        backUpStore(store.file, { to: resolve(io.cwd, file), replace: force, watch }),
      );
      io.stdout.write(
        json
          ? `${JSON.stringify(done)}\n`
          : `backed up to ${done.path}: ${toSummary(done)}, ${done.bytes} bytes\n`,
      );
    },
  );
}

/** How much a store holds, in words. */
export function toSummary(held: {
  readonly sessions: number;
  readonly deliveries: number;
  readonly notifications: number;
}): string {
  return `${held.sessions} sessions, ${held.deliveries} deliveries, ${held.notifications} notifications`;
}
