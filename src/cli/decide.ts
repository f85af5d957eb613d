import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Operator, Verdicts } from "../bridge/operator.ts";
import { toId } from "./id.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";
import type { Column } from "./table.ts";

/** A command by which an operator decides what becomes of rows of the store. */
export interface Deciding {
  /** As the control socket has it. */
  readonly name: keyof Operator;
  /** What a table says of the rows that it was done to. */
  readonly result: string;
  /** What is left to the next start of `serve` if none runs now; null if nothing is. */
  readonly later: string | null;
  /** The settings that it acts on. */
  readonly flags: readonly string[];
  /** What only this command has to say, with an example. */
  readonly help: string;
}

const needs = ["store", "chat", "configFile"] as const;

/** A running `serve` may be busy with much else. */
const patienceMs = 30_000;

/** Gives a command that decides on rows its options and its work. */
export function addDecision(command: Command, io: Io, deciding: Deciding): void {
  command.option("--json", "print JSON").addHelpText("after", `${commonHelp}${deciding.help}`);
  addSettingFlags(command, needs, deciding.flags).action(
    async (texts: string[], options: { json?: boolean }) => {
      const ids = texts.map(toId);
      const settings = requireSettings(command, needs, io);
      let verdicts = await askServe(settings.store.file, deciding, ids);
      if (verdicts === null) {
        const { decideAlone } = await import("./decide-alone.ts");
        verdicts = await decideAlone(deciding.name, ids, { settings, io });
        if (deciding.later !== null && verdicts.done.length > 0) {
          io.stderr.write(`serve is not running: ${deciding.later}\n`);
        }
      }
      if (options.json) io.stdout.write(`${JSON.stringify(verdicts)}\n`);
      else await writeVerdicts(verdicts, deciding, io);
      expectNoRefusal(verdicts);
    },
  );
}

const commonHelp = `
Goes through serve if it runs, else to the store itself. Ends with 1 if any of them was refused; the
others are done all the same.
`;

/** Null where no `serve` runs. */
async function askServe(
  file: string,
  { name }: Deciding,
  ids: readonly number[],
): Promise<Verdicts | null> {
  const { askOwner } = await import("../ledger/control/ask-owner.ts");
  const answer = await askOwner(file, { name, given: ids, timeoutMs: patienceMs });
  if (answer.kind === "absent") return null;
  if (isVerdicts(answer.result)) return answer.result;
  throw new OperatorError(`Ask the running serve for "${name}": its answer is not understood`, {
    code: "answer_unknown",
    exitCode: 1,
    hint: "it may be of another version: restart it",
  });
}

function isVerdicts(result: unknown): result is Verdicts {
  if (typeof result !== "object" || result === null) return false;
  return (
    "done" in result &&
    Array.isArray(result.done) &&
    "refused" in result &&
    Array.isArray(result.refused)
  );
}

interface Verdict {
  readonly id: number;
  readonly result: string;
  readonly reason: string;
}

async function writeVerdicts(
  { done, refused }: Verdicts,
  { result }: Deciding,
  io: Io,
): Promise<void> {
  const { writeTable } = await import("./table.ts");
  const rows = [
    ...done.map((id) => ({ id, result, reason: "" })),
    ...refused.map(({ id, reason }) => ({ id, result: "refused", reason })),
  ];
  await writeTable(rows, columns, io.stdout);
}

const columns: readonly Column<Verdict>[] = [
  { title: "ID", value: ({ id }) => String(id) },
  { title: "RESULT", value: ({ result }) => result },
  { title: "REASON", value: ({ reason }) => reason },
];

/** @throws OperatorError 1 where something was refused */
function expectNoRefusal({ done, refused }: Verdicts): void {
  if (refused.length === 0) return;
  const count = `${refused.length} of ${done.length + refused.length}`;
  throw new OperatorError(`${count} refused: the reasons are in the output`, {
    code: "refused",
    exitCode: 1,
  });
}
