import type { Reach } from "../dialog360/probe.ts";
import type { Inspected } from "../ledger/inspect.ts";
import type { PlaceFacts } from "../ledger/look-at-place.ts";
import type { BotConfig, Problem, Settings } from "../settings/settings.ts";
import type { Teamwire } from "../teamwire/api.ts";
import { once } from "./ask.ts";
import type { Check } from "./check.ts";
import { createDialog360Checks, type Dialog360Client } from "./dialog360.ts";
import { createDiskCheck } from "./disk.ts";
import { createLedgerCheck } from "./ledger.ts";
import { createProblemsCheck } from "./problems.ts";
import { createRecipientsCheck } from "./recipients.ts";
import { createSandboxCheck } from "./sandbox.ts";
import { createTeamwireChecks } from "./teamwire.ts";
import { createTemplatesCheck } from "./templates.ts";

/** Everything that `doctor` looks at. What depends on settings is called only after they were found to be right. */
export interface Surroundings {
  readonly settings: Settings | null;
  readonly settingProblems: readonly Problem[];
  /** Null where it is not valid. */
  readonly config: () => BotConfig | null;
  readonly configProblems: () => readonly Problem[];
  readonly lookAtPlace: (settings: Settings) => PlaceFacts;
  readonly inspectStore: (settings: Settings) => Promise<Inspected>;
  readonly createTeamwire: (settings: Settings) => Teamwire;
  readonly createDialog360: (settings: Settings) => Dialog360Client;
  /** Null where no `serve` runs. */
  readonly probe: (settings: Settings, url: string) => Promise<Reach | null>;
}

/** The checks of `doctor` in their order; the numbers that it prints are their places. */
export function createAllChecks(given: Surroundings): readonly Check[] {
  const settings = (): Settings => expectRight(given.settings);
  const config = (): BotConfig => expectRight(given.config());
  const inspect = once(() => given.inspectStore(settings()));
  const teamwire = once(() => given.createTeamwire(settings()));
  const dialog360 = once(() => given.createDialog360(settings()));
  return [
    createProblemsCheck(
      { id: "settings", title: "The settings are right", needs: [] },
      () => given.settingProblems,
    ),
    createProblemsCheck(
      { id: "config", title: "The JSON config is right", needs: ["settings"] },
      given.configProblems,
    ),
    ...createTeamwireChecks({ client: teamwire, config: given.config }),
    createRecipientsCheck(teamwire, config),
    ...createDialog360Checks({
      client: dialog360,
      notifications: () => settings().notifications,
      probe: (url) => given.probe(settings(), url),
    }),
    createTemplatesCheck({
      client: dialog360,
      dialog360: () => settings().dialog360,
      config: given.config,
    }),
    createDiskCheck(() => given.lookAtPlace(settings())),
    createLedgerCheck(inspect),
    createSandboxCheck({
      dialog360: () => settings().dialog360,
      sent: async () => (await inspect()).sentToCustomers,
    }),
  ];
}

/** The checks that need it are made only where it is there. */
function expectRight<T>(value: T | null): T {
  if (value === null) throw new Error("a check was made although what it needs failed");
  return value;
}
