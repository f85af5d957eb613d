import process from "node:process";

import type { Log } from "../../src/bridge/ports.ts";

/** What a figure is held to. */
export interface Aim {
  /** For instance `2 or more`. */
  readonly text: string;
  readonly met: boolean;
}

/** One line of the table. */
export function print(name: string, value: string, aim?: Aim): void {
  const verdict = aim ? `aim ${aim.text}: ${aim.met ? "met" : "MISSED"}` : "";
  process.stdout.write(`${name.padEnd(52)} ${value.padEnd(24)} ${verdict}`.trimEnd() + "\n");
}

export function atLeast(value: number, bound: number): Aim {
  return { text: `${bound} or more`, met: value >= bound };
}

export function atMost(value: number, bound: number, unit: string = ""): Aim {
  return { text: `${bound}${unit} or less`, met: value <= bound };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share from 0 to 1; 1 is the largest */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  const value = sorted[at];
  // Nothing measured must never look like something fast.
  if (value === undefined) throw new Error("no values to take a percentile of");
  return value;
}

export function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** Something that must be so for a figure to mean what it says. */
export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the measurement is void: ${what}`);
}

/** A log that nobody reads. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
