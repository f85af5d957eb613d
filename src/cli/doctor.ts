import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Surroundings } from "../checks/all-checks.ts";
import type { Checked } from "../checks/run-checks.ts";
import { allGroups } from "../settings/definitions.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, readCommandSettings } from "./settings.ts";

/** The probe's own time, and some for the way. */
const probeMs = 15_000;

/** `doctor`: everything that has to be right for a message to arrive, with what mends the rest. */
export function defineDoctor(doctor: Command, io: Io): void {
  doctor.option("--json", "print JSON").addHelpText(
    "after",
    `
Examples:
  whatsapp-bot doctor
  whatsapp-bot doctor --env-file /etc/whatsapp-bot.env
  whatsapp-bot doctor --json | jq '.checks[] | select(.ok == false)'

Changes nothing, and leaves nothing that staff or customers could see. What could only be tried with a
trace, or has no sense because of another fault, is marked as not checked. With a serve that runs on the
store it also calls the webhook's public address and sees whether that leads to this very serve.
Ends with 0 where no check failed, else with 1.`,
  );
  addSettingFlags(doctor, allGroups).action(async ({ json }: { readonly json?: boolean }) => {
    const { createAllChecks } = await import("../checks/all-checks.ts");
    const { runChecks } = await import("../checks/run-checks.ts");
    const { createReport } = await import("./doctor-report.ts");
    const checks = createAllChecks(await readSurroundings(doctor, io));
    const report = createReport(io, {
      titles: checks.map(({ title }) => title),
      json: json === true,
    });
    const checked: Checked[] = [];
    for await (const one of runChecks(checks)) {
      checked.push(one);
      report.tell(one);
    }
    report.end();
    const failed = checked.filter(({ ok }) => ok === false);
    if (failed.length > 0) throw new FailedChecks(failed, checks.length);
  });
}

/** Each was told already, with its remedy. */
class FailedChecks extends OperatorError {
  constructor(failed: readonly Checked[], total: number) {
    super(`${failed.length} of ${total} checks failed: ${failed.map(({ id }) => id).join(", ")}`, {
      code: "checks_failed",
      exitCode: 1,
      hint: "each has its remedy above; mend the first one first, others may follow from it",
    });
  }
}

async function readSurroundings(doctor: Command, io: Io): Promise<Surroundings> {
  const { loadConfig } = await import("../settings/load-config.ts");
  const { createTeamwire } = await import("../teamwire/client.ts");
  const { createDialog360 } = await import("../dialog360/client.ts");
  const { createNetwork } = await import("../network/network.ts");
  const { lookAtPlace } = await import("../ledger/look-at-place.ts");
  const { inspectStore } = await import("../ledger/inspect.ts");
  const { settings, problems } = readCommandSettings(doctor, allGroups, io);
  const configFile = settings && resolve(io.cwd, settings.configFile);
  const loaded = configFile === null ? null : loadConfig(configFile, { readFile: readFileSync });
  return {
    settings,
    settingProblems: problems,
    config: () => loaded?.config ?? null,
    configProblems: () => loaded?.problems ?? [],
    lookAtPlace: ({ store }) => lookAtPlace(store.file),
    inspectStore: ({ store }) => inspectStore(store.file),
    createTeamwire: (all) =>
      createTeamwire(all.teamwire, { clock: { now: Date.now }, network: createNetwork(all) }),
    createDialog360: (all) =>
      createDialog360(all.dialog360, { now: Date.now, network: createNetwork(all) }),
    probe: ({ store }, url) => askServe(store.file, url),
  };
}

/** Lets the `serve` that holds the store call its own public address; null where none does. */
async function askServe(file: string, url: string): ReturnType<Surroundings["probe"]> {
  const { askOwner } = await import("../ledger/control/ask-owner.ts");
  const { toReach } = await import("../dialog360/probe.ts");
  const answer = await askOwner(file, { name: "probe", given: url, timeoutMs: probeMs });
  if (answer.kind === "absent") return null;
  const reach = toReach(answer.result);
  if (reach) return reach;
  throw new OperatorError("the running serve answers as another version would", {
    code: "request_unknown",
    exitCode: 1,
    hint: "restart serve",
  });
}
