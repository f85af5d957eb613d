import process from "node:process";
import { parseArgs } from "node:util";

import { programs, type Program } from "../e2e/program.ts";
import { printCounts, type Count } from "./counts.ts";

/** One run of a part of the soak. */
export interface Part {
  readonly seed: number;
  /** The cut that CI runs. */
  readonly short: boolean;
  readonly generation: "v1" | "v2";
  /** The form in which it is run. */
  readonly program: Program;
  /** What has to be done when the part ends, however it ends; the last one first. */
  after(end: () => unknown): void;
  /** From here on the part mostly waits: the next one may begin beside it. */
  drains(): void;
  /** A word on how far it is. */
  tell(progress: string): void;
}

/** Takes what `main.ts` was asked for. */
export function readOptions(args: readonly string[]): {
  readonly seed: number;
  readonly short: boolean;
  readonly generation: "v1" | "v2";
  readonly program: Program;
  readonly parts: readonly string[];
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string" },
      short: { type: "boolean", default: false },
      generation: { type: "string", default: "v2" },
      program: { type: "string", default: "binary" },
    },
    allowPositionals: true,
  });
  const seed =
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error("--seed has to be a whole number");
  const generation = values.generation === "v1" ? "v1" : "v2";
  const program = programs.find(({ name }) => name === values.program);
  if (!program)
    throw new Error(`--program has to be one of: ${programs.map(({ name }) => name).join(", ")}`);
  return { seed, short: values.short, generation, program, parts: positionals };
}

/**
 * Runs a part as this process, which ends with 0 if every count is what has to be shown, else with 1. What the part
 * started is ended by then, also after a fault, a signal, the limit, or the end of whoever started this process.
 */
export async function runPart(
  name: string,
  run: (part: Part) => Promise<readonly Count[]>,
  { limitMs }: { readonly limitMs: number },
): Promise<void> {
  const { seed, short, generation, program } = readOptions(process.argv.slice(2));
  const title = `${name}${short ? ", short" : ""}, ${program.name}, seed ${seed}`;
  const ends: (() => unknown)[] = [];
  const begun = performance.now();
  const toSeconds = (): number => Math.round((performance.now() - begun) / 1000);
  const ended = Promise.withResolvers<never>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // Every time: Ctrl-C comes from the terminal and from whoever started this part.
    process.on(signal, () => ended.reject(new Error(`ended by ${signal}`)));
  }
  process.once("disconnect", () => ended.reject(new Error("left alone")));
  setTimeout(() => ended.reject(new Error(`not done after ${limitMs / 1000} s`)), limitMs).unref();
  let isFine = false;
  function tellFault(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${title}: ${text}\n`);
  }
  try {
    const part: Part = {
      seed,
      short,
      generation,
      program,
      after: (end) => void ends.unshift(end),
      drains: () => process.send?.("drains"),
      tell: (progress) => process.stderr.write(`${title}: ${toSeconds()} s: ${progress}\n`),
    };
    part.tell("begins");
    const counts = await Promise.race([run(part), ended.promise]);
    isFine = printCounts(`${title}: ${toSeconds()} s`, counts);
  } catch (error) {
    tellFault(error);
  }
  for (const end of ends) {
    try {
      await end();
    } catch (error) {
      isFine = false;
      tellFault(error);
    }
  }
  process.exit(isFine ? 0 : 1);
}
