// Tries the executable where nothing else is. Usage: node scripts/smoke.ts [--release]: this host's, or every published file
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";

import { config } from "../build.config.ts";
import { hostTarget } from "./build/node/host.ts";
import { Checks } from "./smoke/checks.ts";
import { smokeExecutable } from "./smoke/executable.ts";
import { smokeRelease } from "./smoke/release.ts";

const checks = new Checks();
const isRelease = process.argv.includes("--release");
const made = isRelease ? config.release : config.executable;
if (!existsSync(made)) {
  const script = isRelease ? "build:all" : "build";
  process.stderr.write(`error: "${made}" is not there: "npm run ${script}" makes it\n`);
  process.exit(1);
}
if (isRelease) {
  await smokeRelease(checks);
} else {
  checks.begin(config.executable);
  await smokeExecutable(hostTarget(), resolve(config.executable), checks);
}
process.exitCode = checks.hasFailed ? 1 : 0;
