import { toFault } from "../bridge/log/fault.ts";
import type { Clock, Health, Log } from "../bridge/ports.ts";
import { createDialog360Checks, type Dialog360Client } from "../checks/dialog360.ts";
import { createRepair } from "../checks/repair.ts";
import { watch } from "../checks/watch.ts";
import type { Probe } from "../dialog360/probe.ts";
import type { Settings } from "../settings/settings.ts";

export interface Outside {
  readonly whatsApp: Dialog360Client;
  readonly probe: Pick<Probe, "run">;
  /** Looks the recipients up anew and tells `Health`. */
  readonly recipients: () => Promise<void>;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  /** From 0 up to 1: not every bot asks at the same time. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Looks by the hour, until `signal`, at what may have changed outside of this process. Never rejects. */
export async function watchOutside(
  { notifications }: Pick<Settings, "notifications">,
  outside: Outside,
): Promise<void> {
  const { whatsApp, probe, recipients, log } = outside;
  const repair = createRepair({ ...outside, registry: whatsApp, notifications });
  await watch({
    ...outside,
    createChecks: () =>
      createDialog360Checks({
        client: () => whatsApp,
        notifications: () => notifications,
        probe: (url) => probe.run(url),
      }),
    async onLooked(checked) {
      await repair(checked.find(({ id }) => id === "webhook")?.ok ?? null);
      // Where Teamwire is away, its feed tells.
      await recipients().catch((error: unknown) => {
        log.debug("recipients not checked", { error: toFault(error) });
      });
    },
  });
}
