// Tries the executable where nothing else is. Usage: node scripts/smoke.ts [--release]: this host's, or every published file
import { resolve } from "node:path";
import process from "node:process";

import { config } from "../build.config.ts";
import { hostTarget } from "./build/node/host.ts";
import { Checks } from "./smoke/checks.ts";
import { smokeExecutable } from "./smoke/executable.ts";
import { smokeRelease } from "./smoke/release.ts";

const checks = new Checks();
if (process.argv.includes("--release")) {
  await smokeRelease(checks);
} else {
  checks.begin(config.executable);
  await smokeExecutable(hostTarget(), resolve(config.executable), checks);
}
process.exitCode = checks.hasFailed ? 1 : 0;
