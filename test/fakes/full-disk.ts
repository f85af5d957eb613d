import type { AppOptions } from "../../src/app.ts";
import { createInlineChannel } from "../../src/ledger/channel.ts";
import { createFileSystem } from "../../src/ledger/file-system.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { openStore, startEngine } from "../unit/ledger/temp-store.ts";

/** A disk on which there is no room while one wants it so, with the real store on it, in this thread. */
export interface FullDisk {
  isFull: boolean;
  readonly openLedger: NonNullable<AppOptions["openLedger"]>;
}

export async function createFullDisk(): Promise<FullDisk> {
  const sqlite = await startEngine();
  const real = createFileSystem();
  const disk = {
    ...real,
    write(...given: Parameters<typeof real.write>) {
      if (full.isFull) throw Object.assign(new Error("no room"), { code: "ENOSPC" });
      return real.write(...given);
    },
  };
  const full: FullDisk = {
    isFull: false,
    async openLedger(path) {
      return createLedger(createInlineChannel(openStore(path, sqlite, { disk })), async () => {});
    },
  };
  return full;
}
