// What the executable holds, by module; fails where it grew by more than was acknowledged. Usage: node scripts/size.ts [--acknowledge]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

import type { Metafile } from "esbuild";

import { config } from "../build.config.ts";
import { mostBeside, mostOfArchive, weigh } from "./bench/size.ts";

/** Bytes by module, as somebody last looked at them and found them right. */
const acknowledged = join(import.meta.dirname, "size.json");
/** Growth up to this needs nobody to look. */
const tolerance = 1.05;
type Sizes = Readonly<Record<string, number>>;

/** A package, or a folder of src. */
function toModule(input: string): string {
  const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
  return inPackage ?? input.split("/").slice(0, 2).join("/");
}

function measure({ outputs }: Metafile): Sizes {
  const sizes: Record<string, number> = {};
  for (const { inputs, bytes } of Object.values(outputs)) {
    let glue = bytes;
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const module = toModule(input);
      sizes[module] = (sizes[module] ?? 0) + bytesInOutput;
      glue -= bytesInOutput;
    }
    sizes["(between chunks)"] = (sizes["(between chunks)"] ?? 0) + glue;
  }
  return sizes;
}

function sum(sizes: Sizes): number {
  return Object.values(sizes).reduce((total, size) => total + size, 0);
}

function toRow(name: string, now: number, before: number): string {
  const change = before === 0 ? "new" : `${(((now - before) / before) * 100).toFixed(1)} %`;
  return `${String(now).padStart(9)}  ${change.padStart(8)}  ${name}\n`;
}

const { executable, stripped, archive } = weigh();
const now = measure(JSON.parse(readFileSync(config.metafile, "utf8")) as Metafile);
if (process.argv.includes("--acknowledge")) {
  writeFileSync(acknowledged, `${JSON.stringify(now, Object.keys(now).toSorted(), 2)}\n`);
}
const before = JSON.parse(readFileSync(acknowledged, "utf8")) as Sizes;
const names = Object.keys({ ...before, ...now }).toSorted((one, other) => {
  return (now[other] ?? 0) - (now[one] ?? 0);
});
process.stdout.write("    bytes    change  module\n");
for (const name of names) process.stdout.write(toRow(name, now[name] ?? 0, before[name] ?? 0));
process.stdout.write(toRow("together, before compression", sum(now), sum(before)));

function check(what: string, value: number, most: number): void {
  const [is, may] = [value, most].map((bytes) => `${(bytes / 1e6).toFixed(2)} MB`);
  const isRight = value <= most;
  process.stdout.write(`${isRight ? "ok    " : "FAILED"} ${what}: ${is} of ${may}\n`);
  if (!isRight) process.exitCode = 1;
}

process.stdout.write("\n");
check("what is inside, 5 % over what was acknowledged", sum(now), sum(before) * tolerance);
check("the executable beside its Node", executable - stripped, mostBeside);
if (archive !== null) check("the archive for linux-x64", archive, mostOfArchive);
if (process.exitCode) {
  process.stdout.write(
    "If that is right: npm run size -- --acknowledge, and say in the commit why.\n",
  );
}
