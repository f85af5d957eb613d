import process from "node:process";

/** One line of a part's table. With a bound it can fail. */
export interface Count {
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Prints a part's table. @returns whether every count is within its bounds */
export function printCounts(title: string, counts: readonly Count[]): boolean {
  const width = Math.max(...counts.map(({ name }) => name.length));
  const lines = counts.map((count) => {
    const value = `${format(count.value)}${count.unit ? ` ${count.unit}` : ""}`;
    return `  ${count.name.padEnd(width)}  ${value.padStart(12)}  ${toVerdict(count)}`.trimEnd();
  });
  process.stdout.write(`\n${title}\n${lines.join("\n")}\n`);
  return counts.every(isKept);
}

function isKept({ value, atMost = Infinity, atLeast = -Infinity }: Count): boolean {
  return value <= atMost && value >= atLeast;
}

function toVerdict(count: Count): string {
  const { atMost, atLeast } = count;
  if (atMost === undefined && atLeast === undefined) return "";
  const bound =
    atMost === atLeast
      ? `has to be ${atMost}`
      : [
          atLeast !== undefined && `at least ${format(atLeast)}`,
          atMost !== undefined && `at most ${format(atMost)}`,
        ]
          .filter(Boolean)
          .join(", ");
  return isKept(count) ? `ok      ${bound}` : `FAILED  ${bound}`;
}

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
