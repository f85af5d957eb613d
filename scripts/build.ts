// Builds the standalone executable. Usage: node scripts/build.ts [--all [--base <target>=<its Node>]…]
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";

import { config } from "../build.config.ts";
import { expectXz } from "./build/archive/archive.ts";
import { writeExecutable } from "./build/executable.ts";
import { hostTarget, toTarget } from "./build/node/host.ts";
import { findNodeBinary } from "./build/node/node-binary.ts";
import { findRunner } from "./build/node/runner.ts";
import { makeProgram } from "./build/program.ts";
import { readProvenance } from "./build/provenance.ts";
import { writeRelease } from "./build/release.ts";

const { values } = parseArgs({
  options: { all: { type: "boolean" }, base: { type: "string", multiple: true, default: [] } },
});

function readBase(text: string): readonly [target: string, file: string] {
  const [name = "", file] = text.split(/=(.*)/s);
  if (toTarget(name) && file) return [name, file];
  const names = Object.keys(config.targets).join(", ");
  throw new Error(`--base ${text}: say <target>=<file>, the target one of ${names}`);
}

async function main(): Promise<void> {
  const bases = new Map(values.base.map(readBase));
  if (values.all) expectXz();
  const build = readProvenance();
  const made = await makeProgram(build);
  mkdirSync("dist", { recursive: true });
  writeFileSync(config.metafile, JSON.stringify(made.metafile));
  if (values.all) {
    process.stdout.write(await writeRelease(build, made, bases));
    return;
  }
  const target = hostTarget();
  const [node, runner] = [findNodeBinary(target, null), findRunner(target)];
  await writeExecutable(target, config.executable, { program: made.program, node, runner });
  const megabytes = (statSync(config.executable).size / 1e6).toFixed(1);
  process.stdout.write(`${config.executable}  ${megabytes} MB\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
