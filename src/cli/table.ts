import type { Output } from "./io.ts";
import { toLine } from "./printable.ts";
import { cut, loadRuler, type Ruler } from "./ruler.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Left out, the rightmost first, where the terminal has no room for all. */
  readonly isDispensable?: boolean;
}

/** Rows for people on a terminal: aligned under titles, within its width. Elsewhere tab-separated, for scripts. */
export async function writeTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  output: Output,
): Promise<void> {
  const texts = columns.map(({ title, value, isDispensable = false }) => ({
    cells: [title, ...rows.map((row) => toLine(value(row)))],
    isDispensable,
  }));
  const toRow = output.isTerminal ? await align(texts, output.columns) : separate(texts);
  for (let line = 0; line <= rows.length; line += 1) output.write(`${toRow(line)}\n`);
}

interface Text {
  readonly cells: readonly string[];
  readonly isDispensable: boolean;
}

/** Each line of a table by its number. */
type ToRow = (line: number) => string;

function separate(texts: readonly Text[]): ToRow {
  return (line) => texts.map(({ cells }) => cells[line] ?? "").join("\t");
}

const gap = "  ";

async function align(texts: readonly Text[], columns: number): Promise<ToRow> {
  const ruler = await loadRuler(texts.flatMap(({ cells }) => cells));
  const measured = texts.map((text) => ({
    ...text,
    width: Math.max(...text.cells.map((cell) => ruler.measure(cell))),
  }));
  const shown = fit(shorten(measured, { columns, ruler }), columns);
  return (line) => {
    const cells = shown.map(({ cells: all, width }) => pad(all[line] ?? "", { width, ruler }));
    return cut(cells.join(gap).trimEnd(), { width: columns, ruler });
  };
}

/** Of a text that is longer than others, such as somebody's name, so that it does not take the room of all that follow. */
const longest = 24;

interface MeasuredText extends Text {
  readonly width: number;
}

/** The last one is cut by the end of the line. */
function shorten(
  texts: readonly MeasuredText[],
  { columns, ruler }: { readonly columns: number; readonly ruler: Ruler },
): readonly MeasuredText[] {
  if (toWidth(texts) <= columns) return texts;
  return texts.map((text, index) => {
    if (text.width <= longest || index === texts.length - 1) return text;
    const cells = text.cells.map((cell) => cut(cell, { width: longest, ruler }));
    return { ...text, cells, width: longest };
  });
}

function fit(texts: readonly MeasuredText[], columns: number): readonly MeasuredText[] {
  const left = texts.findLastIndex(({ isDispensable }) => isDispensable);
  return toWidth(texts) <= columns || left < 0 ? texts : fit(texts.toSpliced(left, 1), columns);
}

function toWidth(texts: readonly MeasuredText[]): number {
  return texts.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
}

function pad(text: string, { width, ruler }: { width: number; ruler: Ruler }): string {
  return text + " ".repeat(width - ruler.measure(text));
}
