import { resolve } from "node:path";

import type { Command } from "commander";

import { toSummary } from "./backup.ts";
import type { Io } from "./io.ts";
import { withProgress } from "./progress.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

/** `restore`: a backup takes the place of the store. */
export function defineRestore(restore: Command, io: Io): void {
  restore
    .argument("<file>", "what backup wrote, or another store of whatsapp-bot")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Stop serve first, and run this as the user that serve runs as. The backup is checked before anything is touched, and the
store that is there now is kept beside it. What happened after the backup is not in it: messages from that time may be
relayed once more.

Example:
  whatsapp-bot restore /var/backups/whatsapp-bot.db`,
    );
  addSettingFlags(restore, ["store"], ["WA_DB_FILE"]).action(
    async (file: string, { json }: { readonly json?: boolean }) => {
      const { store } = requireSettings(restore, ["store"], io);
      const { restoreStore } = await import("../ledger/copies/restore.ts");
      const { toShellWord } = await import("../ledger/store-path.ts");
      const { before, storeId, ...done } = await withProgress(io, "Restoring", (watch) =>
        restoreStore(store.file, {
          from: resolve(io.cwd, file),
          pid: io.pid,
          now: new Date(),
          watch,
        }),
      );
      if (json) {
        const shown = { ...done, store_id: storeId, before: before?.path ?? null };
        io.stdout.write(`${JSON.stringify(shown)}\n`);
        return;
      }
      io.stdout.write(`restored ${done.path} from ${done.from}: ${toSummary(done)}\n`);
      if (!before) return;
      io.stdout.write(`the store before it is kept as ${before.path}\n`);
      io.stdout.write(
        before.isWhole
          ? `to go back: whatsapp-bot restore ${toShellWord(before.path)}\n`
          : "it could not be read: its files were kept as they were\n",
      );
    },
  );
}
