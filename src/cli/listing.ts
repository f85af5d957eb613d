import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Reader } from "../ledger/reader.ts";
import type { Io } from "./io.ts";
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
    const { name, rows, total, columns } = read(reader);
    if (command.opts<ListOptions>().json) {
      for (const piece of toJson({ name, rows, total })) io.stdout.write(piece);
      return;
    }
    const { writeTable } = await import("./table.ts");
    const shown = [...rows];
    writeTable(shown, columns, io.stdout);
    if (shown.length < total) io.stderr.write(`${shown.length} of ${total}; --limit 0 shows all\n`);
  } finally {
    reader.close();
  }
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
