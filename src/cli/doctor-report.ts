import type { Checked } from "../checks/run-checks.ts";
import type { Io } from "./io.ts";
import { toLine } from "./printable.ts";

/** Prints checks as they come in. */
export interface Report {
  tell(checked: Checked): void;
  end(): void;
}

/** A line for each check, with its remedy below; or one JSON object at the end. */
export function createReport(
  { stdout, env }: Pick<Io, "stdout" | "env">,
  { titles, json }: { readonly titles: readonly string[]; readonly json: boolean },
): Report {
  const told: Checked[] = [];
  const numberWidth = String(titles.length).length;
  const isPlain = !stdout.isTerminal;
  const isColourful = stdout.isTerminal && !env["NO_COLOR"];

  function write({ title, ok, detail, remedy }: Checked): void {
    const { mark, word, colour } = looks[ok === null ? "untried" : ok ? "passed" : "failed"];
    const shown = isPlain ? word : mark;
    const number = String(told.length).padStart(numberWidth);
    const head = `${number} ${shown} `;
    const lines = wrap(`${title}: ${toLine(detail)}`, stdout.columns - head.length, isPlain);
    const indent = " ".repeat(head.length);
    const painted = isColourful ? `${number} \u001b[${colour}m${shown}\u001b[0m ` : head;
    stdout.write(`${painted}${lines.join(`\n${indent}`)}\n`);
    if (remedy === null) return;
    const arrow = isPlain ? "remedy: " : "→ ";
    const advice = wrap(toLine(remedy), stdout.columns - head.length - arrow.length, isPlain);
    stdout.write(`${indent}${arrow}${advice.join(`\n${indent}${" ".repeat(arrow.length)}`)}\n`);
  }

  return {
    tell(checked) {
      told.push(checked);
      if (!json) write(checked);
    },
    end() {
      const [passed, failed, untried] = [true, false, null].map(
        (wanted) => told.filter(({ ok }) => ok === wanted).length,
      );
      if (json) {
        stdout.write(`${JSON.stringify({ ok: failed === 0, checks: told })}\n`);
        return;
      }
      stdout.write(`\n${passed} passed, ${failed} failed, ${untried} not checked\n`);
    },
  };
}

const looks = {
  passed: { mark: "✓", word: "ok    ", colour: 32 },
  failed: { mark: "✗", word: "FAILED", colour: 31 },
  untried: { mark: "–", word: "-     ", colour: 33 },
} as const;

/** Lines of at most so many characters, cut between words; one line where nobody looks at it. */
function wrap(text: string, width: number, isPlain: boolean): readonly string[] {
  if (isPlain) return [text];
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
