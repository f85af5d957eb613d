import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Problem } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings, toLine } from "./settings.ts";

/** Reading the config may mean looking up its people. */
const timeoutMs = 30_000;

/** `serve reload`: the running `serve` reads the JSON config again. */
export function defineServeReload(reload: Command, io: Io): void {
  reload.option("--json", "print JSON").addHelpText(
    "after",
    `
Asks the serve that holds the store. With a config that is not valid it keeps the one that it has, says in its log what is
wrong, and this ends with 78 and says it too.

Examples:
  whatsapp-bot serve reload
  whatsapp-bot serve reload --json`,
  );
  addSettingFlags(reload, ["store"], ["WA_DB_FILE"]).action(
    async ({ json }: { json?: boolean }) => {
      const { store } = requireSettings(reload, ["store"], io);
      const { askOwner } = await import("../ledger/control/ask-owner.ts");
      const answer = await askOwner(store.file, { name: "reload", timeoutMs });
      if (answer.kind === "absent") {
        throw new OperatorError(`no serve runs on the session store "${store.file}"`, {
          code: "owner_absent",
          exitCode: 1,
          hint: "start it: it reads the config by itself then; or set WA_DB_FILE to its store",
        });
      }
      const warnings = readWarnings(answer.result);
      for (const problem of warnings) io.stderr.write(`${toLine(problem)}\n`);
      io.stdout.write(json ? `${JSON.stringify({ reloaded: true, warnings })}\n` : "reloaded\n");
    },
  );
}

/** None of a serve of an earlier version. */
function readWarnings(result: unknown): readonly Problem[] {
  const given = typeof result === "object" && result !== null && "warnings" in result;
  return given && Array.isArray(result.warnings) ? result.warnings.filter(isProblem) : [];
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === "object" &&
    value !== null &&
    ["where", "message", "hint", "severity"].every((name) => name in value)
  );
}
