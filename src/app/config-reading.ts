import { plain, plainIf, type Plain } from "../bridge/log/plain.ts";
import type { Log } from "../bridge/ports.ts";
import type { BotConfig, Problem } from "../settings/settings.ts";

/** Reads the JSON config; `tell` hears of every problem first. @throws OperatorError where one of them is an error */
export type ReadConfig = (tell: (problem: Problem) => void) => BotConfig;

/** What whoever asked for a reload is told. */
export interface Reloaded {
  readonly warnings: readonly Problem[];
}

/**
 * Reads the config; the log has the place of every problem.
 * @param told what is to be logged: errors at the start are told by the command that then ends
 * @throws OperatorError where it is not valid
 */
export function readConfigAloud(
  readConfig: ReadConfig,
  { log, told }: { readonly log: Log; readonly told: "all" | "warnings" },
): Reloaded & { readonly config: BotConfig } {
  const warnings: Problem[] = [];
  const config = readConfig((problem) => {
    const isWarning = problem.severity === "warning";
    if (isWarning) warnings.push(problem);
    else if (told === "warnings") return;
    log[isWarning ? "warn" : "error"]("a problem with the JSON config", {
      where: toLogged(problem.where),
      remedy: plain`whatsapp-bot config validate tells more`,
    });
  });
  return { config, warnings };
}

/** Whoever asked hears of a refusal; operators find it in the log, however it was asked for. */
export async function reloadAloud(log: Log, reload: () => Promise<Reloaded>): Promise<Reloaded> {
  try {
    const reloaded = await reload();
    log.info("the JSON config was read again");
    return reloaded;
  } catch (error) {
    log.error("the JSON config was not read again; the old one stays");
    throw error;
  }
}

/** Keys and counts alone: what else is said of a problem may quote the config. */
function toLogged(where: string): Plain {
  const [, line, column] = /:(\d{1,6}):(\d{1,6})$/.exec(where) ?? [];
  if (line !== undefined) return plain`line ${Number(line)}, column ${Number(column)}`;
  const path = /(?:\$|[a-z_]{1,40}|\[\d{1,4}\]|\["[a-z.-]{1,40}"\]|\.)+/;
  return plainIf(where, path, plain`the file`);
}
