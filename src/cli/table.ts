import stringWidth from "string-width";

import type { Output } from "./io.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
}

/** Rows for people on a terminal: aligned under titles, cut at its width. Elsewhere tab-separated, for scripts. */
export function writeTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  output: Output,
): void {
  const titles = columns.map(({ title }) => title);
  const lines = [titles, ...rows.map((row) => columns.map(({ value }) => toCell(value(row))))];
  if (!output.isTerminal) {
    for (const line of lines) output.write(`${line.join("\t")}\n`);
    return;
  }
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((line) => stringWidth(line[column] ?? ""))),
  );
  for (const line of lines) {
    const padded = line.map((cell, column) => pad(cell, widths[column] ?? 0)).join("  ");
    output.write(`${cut(padded.trimEnd(), output.columns)}\n`);
  }
}

function toCell(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").trim() || "-";
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - stringWidth(text));
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let line = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(line + segment) >= width) break;
    line += segment;
  }
  return `${line}…`;
}
