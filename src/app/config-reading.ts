import { redactPhones } from "../bridge/identity.ts";
import type { Log } from "../bridge/ports.ts";
import type { BotConfig, Problem } from "../settings/settings.ts";

/** Reads the JSON config. @param warn told what does not keep it from being used @throws OperatorError where it is not valid */
export type ReadConfig = (warn: (problem: Problem) => void) => BotConfig;

/** What whoever asked for a reload is told. */
export interface Reloaded {
  readonly warnings: readonly Problem[];
}

/** Reads the config; its warnings are logged. @throws OperatorError where it is not valid */
export function readConfigAloud(
  readConfig: ReadConfig,
  log: Log,
): Reloaded & { readonly config: BotConfig } {
  const warnings: Problem[] = [];
  const config = readConfig((problem) => warnings.push(problem));
  for (const { where, message, hint } of warnings) {
    log.warn("the JSON config is not quite right", { where, problem: redactPhones(message), hint });
  }
  return { config, warnings };
}

/** Whoever asked hears of a refusal; operators find it in the log, however it was asked for. */
export async function reloadAloud(log: Log, reload: () => Promise<Reloaded>): Promise<Reloaded> {
  try {
    const reloaded = await reload();
    log.info("the JSON config was read again");
    return reloaded;
  } catch (error) {
    const reason = error instanceof Error ? redactPhones(error.message) : null;
    log.error("the JSON config was not read again; the old one stays", { reason });
    throw error;
  }
}
