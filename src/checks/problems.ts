import type { Problem } from "../settings/settings.ts";
import { fail, pass, type Check } from "./check.ts";

/** Everything that is wrong with settings or the JSON config, found by whoever read them. */
export function createProblemsCheck(
  about: Omit<Check, "run">,
  problems: () => readonly Problem[],
): Check {
  return {
    ...about,
    async run() {
      const found = problems();
      const errors = found.filter(({ severity }) => severity === "error");
      const warnings = found.filter(({ severity }) => severity === "warning");
      if (errors.length > 0) return fail(toText(errors), toRemedy(errors));
      return pass(warnings.length > 0 ? `with warnings: ${toText(warnings)}` : "nothing is wrong");
    },
  };
}

function toText(problems: readonly Problem[]): string {
  return problems.map(({ where, message }) => `${where}: ${message}`).join("; ");
}

function toRemedy([first, ...others]: readonly Problem[]): string {
  const more = others.length > 0 ? "; whatsapp-bot config validate tells it of each" : "";
  return `${first?.where}: ${first?.hint}${more}`;
}
