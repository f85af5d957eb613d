import { randomUUID } from "node:crypto";

import { createMachineClock } from "./clock.ts";
import { listen, type Listening } from "./listen.ts";
import { createTeamwireApp } from "./teamwire/routes.ts";
import { TeamwireSimulator, type TeamwireOptions } from "./teamwire/simulator.ts";

/** A simulated Teamwire that listens. */
export interface RunningTeamwire extends Listening {
  readonly simulator: TeamwireSimulator;
}

/** Starts a Teamwire on 127.0.0.1, by default on a free port and without any users or groups. */
export async function startTeamwire(
  options: Partial<TeamwireOptions> & { readonly port?: number } = {},
): Promise<RunningTeamwire> {
  const { port, ...given } = options;
  const simulator = new TeamwireSimulator({
    clock: createMachineClock(),
    appId: "simulated-app",
    secret: "simulated-secret",
    bot: { uid: "user-bot", first_name: "WhatsApp", last_name: "Bot", is_bot: true },
    users: [],
    groups: [],
    clientRefs: "kept",
    historySize: 10_000,
    maxAssetBytes: 100 * 1024 * 1024,
    keptBytes: Infinity,
    runId: randomUUID().slice(0, 8),
    ...given,
  });
  const listening = await listen(createTeamwireApp(simulator), port);
  return {
    url: listening.url,
    simulator,
    close: () => {
      simulator.feed.close();
      return listening.close();
    },
  };
}
