import type { Inspected } from "../ledger/inspect.ts";
import { askHere } from "./ask.ts";
import { pass, type Check, type Finding } from "./check.ts";

/** Whether the store is ours, of a version that this program can work with, and sound in every page. */
export function createLedgerCheck(inspect: () => Promise<Inspected>): Check {
  return {
    id: "ledger",
    title: "The store is sound and of a version that fits",
    needs: ["disk"],
    // Seconds for a store of 160 MB.
    isHeavy: true,
    run: () =>
      askHere(async () => judge(await inspect()), "restore a backup: whatsapp-bot restore <file>"),
  };
}

function judge({ exists, version, newestVersion, bytes }: Inspected): Finding {
  if (!exists) return pass("there is none yet; serve makes it");
  const size = `${Math.ceil(bytes / 1000)} kB`;
  if (version >= newestVersion) return pass(`${size}, version ${version}`);
  return pass(`${size}, version ${version}; serve changes it to version ${newestVersion}`);
}
