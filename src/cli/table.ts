import stringWidth from "string-width";

import type { Output } from "./io.ts";
import { toLine } from "./printable.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Left out, the rightmost first, where the terminal has no room for all. */
  readonly isDispensable?: boolean;
}

/** Rows for people on a terminal: aligned under titles, within its width. Elsewhere tab-separated, for scripts. */
export function writeTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  output: Output,
): void {
  const texts = columns.map(({ title, value, isDispensable = false }) => {
    const cells = [title, ...rows.map((row) => toLine(value(row)))];
    return { cells, isDispensable, width: Math.max(...cells.map((cell) => stringWidth(cell))) };
  });
  const shown = output.isTerminal ? fit(shorten(texts, output.columns), output.columns) : texts;
  for (let line = 0; line <= rows.length; line += 1) {
    const cells = shown.map((text) => ({ cell: text.cells[line] ?? "", width: text.width }));
    output.write(
      output.isTerminal
        ? `${cut(
            cells
              .map(({ cell, width }) => pad(cell, width))
              .join(gap)
              .trimEnd(),
            output.columns,
          )}\n`
        : `${cells.map(({ cell }) => cell).join("\t")}\n`,
    );
  }
}

const gap = "  ";

/** Of a text that is longer than others, such as somebody's name, so that it does not take the room of all that follow. */
const longest = 24;

interface Text {
  readonly cells: readonly string[];
  readonly width: number;
  readonly isDispensable: boolean;
}

/** The last one is cut by the end of the line. */
function shorten(texts: readonly Text[], columns: number): readonly Text[] {
  if (toWidth(texts) <= columns) return texts;
  return texts.map((text, index) =>
    text.width <= longest || index === texts.length - 1
      ? text
      : { ...text, cells: text.cells.map((cell) => cut(cell, longest)), width: longest },
  );
}

function fit(texts: readonly Text[], columns: number): readonly Text[] {
  const left = texts.findLastIndex(({ isDispensable }) => isDispensable);
  return toWidth(texts) <= columns || left < 0 ? texts : fit(texts.toSpliced(left, 1), columns);
}

function toWidth(texts: readonly Text[]): number {
  return texts.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - stringWidth(text));
}

/** A text in so many columns of a terminal, ended by `…` where it is too long. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let line = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(line + segment) >= width) break;
    line += segment;
  }
  return `${line}…`;
}
