import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { Reader } from "../ledger/reader.ts";
import { toId } from "./id.ts";
import type { Io } from "./io.ts";
import { toLine, toLines } from "./printable.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";
import type { Column } from "./table.ts";

/** How one row of the store is shown. */
export interface Showing<Row> {
  /** The rows' name, in the plural. */
  readonly name: "deliveries" | "notifications" | "sessions";
  readonly read: (reader: Reader, id: number) => Row | null;
  readonly redact: (row: Row) => Row;
  readonly fields: readonly Pick<Column<Row>, "title" | "value">[];
  /** What it carries; null where nothing is kept of it. */
  readonly content: (row: Row) => string | null;
}

interface Options {
  readonly json?: boolean;
  readonly showPhone?: boolean;
}

/** Gives a command that shows one row its options and its work. */
export function addShowing<Row>(command: Command, io: Io, showing: Showing<Row>): void {
  command
    .option("--show-phone", "phone numbers in full, and WhatsApp's message ids, which hold them")
    .option("--json", "print JSON");
  addSettingFlags(command, ["store"], ["WA_DB_FILE"]).action(
    async (text: string, options: Options) => {
      const id = toId(text);
      const { store } = requireSettings(command, ["store"], io);
      const found = await readRow(id, store.file, showing);
      const row = options.showPhone ? found : showing.redact(found);
      io.stdout.write(options.json ? `${JSON.stringify(row)}\n` : toPage(row, showing));
    },
  );
}

/** @throws OperatorError 1 where there is none of that id */
export async function readRow<Row>(
  id: number,
  file: string,
  { name, read }: Pick<Showing<Row>, "name" | "read">,
): Promise<Row> {
  const { openReader } = await import("../ledger/reader.ts");
  const reader = await openReader(file);
  try {
    if (!reader.exists) {
      throw new OperatorError(`Show ${id} of the ${name}: there is no session store ${file} yet`, {
        ...notFound,
        hint: "WA_DB_FILE names the one that serve uses",
      });
    }
    const row = read(reader, id);
    if (row !== null) return row;
    throw new OperatorError(`Show ${id} of the ${name}: there is none of that id`, {
      ...notFound,
      hint: `whatsapp-bot ${name} list --limit 0 shows all that there are`,
    });
  } finally {
    reader.close();
  }
}

const notFound = { code: "not_found", exitCode: 1 } as const;

/** For people: a line for each field, then what the row carries. */
function toPage<Row>(row: Row, { fields, content }: Showing<Row>): string {
  const width = Math.max(...fields.map(({ title }) => title.length)) + 3;
  const lines = fields.map(
    ({ title, value }) => `${toName(title).padEnd(width)}${toLine(value(row))}`,
  );
  return `${lines.join("\n")}\n\n${toLines(content(row) ?? nothing)}\n`;
}

/** `NEXT TRY` of a table's head is `Next try:` here. */
function toName(title: string): string {
  return `${title.slice(0, 1)}${title.slice(1).toLowerCase()}:`;
}

const nothing = "(no content is kept)";
