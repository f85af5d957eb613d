import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Reader } from "../ledger/reader.ts";
import type { Io, Output } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";
import type { Column } from "./table.ts";

export interface ListOptions {
  readonly json?: boolean;
  readonly limit: string;
}

/** Rows of the store under the name that their JSON has. */
export interface Listed<Row> {
  readonly name: string;
  readonly rows: Iterable<Row>;
  /** What matches, before the limit. */
  readonly total: number;
  readonly columns: readonly Column<Row>[];
}

/** Gives a listing command what all of them have. */
export function addListOptions(command: Command): Command {
  command
    .option("--limit <count>", "at most so many (0 = all)", "100")
    .option("--json", "print JSON");
  return addSettingFlags(command, ["store"], ["WA_DB_FILE"]);
}

/** Reads the store without changing it and prints what `read` chooses. */
export async function runListing<Row>(
  command: Command,
  io: Io,
  read: (reader: Reader) => Listed<Row>,
): Promise<void> {
  const { store } = requireSettings(command, ["store"], io);
  const { openReader } = await import("../ledger/reader.ts");
  const reader = await openReader(store.file);
  try {
    if (!reader.exists) io.stderr.write(`there is no session store ${store.file} yet\n`);
    const listed = read(reader);
    if (command.opts<ListOptions>().json) {
      for (const piece of toJson(listed)) io.stdout.write(piece);
      return;
    }
    const { rows, total } = await writeList(listed, io.stdout);
    if (rows < total) io.stderr.write(`${rows} of ${total}; --limit 0 shows all\n`);
  } finally {
    reader.close();
  }
}

/** Shows on the terminal what `read` chooses, anew whenever the store has changed, until a signal ends it. */
export async function watchListing<Row>(
  command: Command,
  io: Io,
  read: (reader: Reader) => Listed<Row>,
): Promise<void> {
  if (!io.stdout.isTerminal || command.opts<ListOptions>().json) {
    throw new OperatorError("--watch draws on a terminal, which this is not", {
      code: "usage",
      exitCode: 2,
      hint: "leave it out, and run the command as often as you need it",
    });
  }
  const { store } = requireSettings(command, ["store"], io);
  const { openReader } = await import("../ledger/reader.ts");
  const { readStoreMark } = await import("../ledger/store-mark.ts");
  const { watch } = await import("./watch.ts");
  async function render(): Promise<string> {
    const reader = await openReader(store.file);
    try {
      let text = "";
      const { isTerminal, columns } = io.stdout;
      const { rows, total } = await writeList(read(reader), {
        isTerminal,
        columns,
        write: (piece) => void (text += piece),
      });
      return `${rows} of ${total}; Ctrl+C ends this\n\n${text}`;
    } finally {
      reader.close();
    }
  }
  await watch({ mark: () => readStoreMark(store.file), render }, io);
}

async function writeList<Row>(
  { rows, columns, total }: Listed<Row>,
  output: Output,
): Promise<{ readonly rows: number; readonly total: number }> {
  const { writeTable } = await import("./table.ts");
  const shown = [...rows];
  await writeTable(shown, columns, output);
  return { rows: shown.length, total };
}

const pieceLength = 64 * 1024;

/** The JSON of a list in pieces: that of 100,000 sessions takes 48 MB. */
function* toJson<Row>({
  name,
  rows,
  total,
}: Omit<Listed<Row>, "columns">): Generator<string, void, undefined> {
  let piece = `{${JSON.stringify(name)}:[`;
  let isFirst = true;
  for (const row of rows) {
    piece += isFirst ? JSON.stringify(row) : `,${JSON.stringify(row)}`;
    isFirst = false;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}],"total":${total}}\n`;
}

/** @throws OperatorError 2 for what is no count */
export function toCount(text: string, option: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OperatorError(`${option} "${text}" is not a whole number`, {
    code: "usage",
    exitCode: 2,
    hint: `for example: ${option} 20`,
  });
}

/** A time in the terminal's own zone, to the minute; scripts get it from `--json`. */
export function toLocalTime(iso: string | null): string {
  if (!iso) return "";
  const time = new Date(iso);
  const day = `${time.getFullYear()}-${toTwoDigits(time.getMonth() + 1)}-${toTwoDigits(time.getDate())}`;
  return `${day} ${toTwoDigits(time.getHours())}:${toTwoDigits(time.getMinutes())}`;
}

function toTwoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
