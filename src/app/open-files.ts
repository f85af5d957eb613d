import type { Clock, Files, Ledger } from "../bridge/ports.ts";
import { createDialog360Media } from "../dialog360/media.ts";
import type { Network } from "../network/network.ts";
import type { Settings } from "../settings/settings.ts";
import { createFiles } from "../spool/files.ts";
import { openSpool } from "../spool/spool.ts";
import { createTeamwireMedia } from "../teamwire/media.ts";

/** Sweeps the spool, so only the owner of the store may do it. */
export async function openFiles(
  { store, dialog360, teamwire }: Settings,
  { clock, ledger, network }: { clock: Clock; ledger: Ledger; network: Network },
): Promise<Files> {
  const now = (): number => clock.now();
  const monotonic = (): number => clock.monotonic();
  try {
    return createFiles({
      spool: openSpool(`${store.file}.files`, store.spoolMaxBytes),
      whatsApp: createDialog360Media(dialog360, { network, now, monotonic }),
      team: createTeamwireMedia(teamwire, { network, now }),
    });
  } catch (error) {
    await ledger.close();
    throw error;
  }
}
