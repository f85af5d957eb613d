import { config, type TargetName } from "../../build.config.ts";
import { findRunner } from "../build/node/runner.ts";
import type { Checks } from "./checks.ts";
import { smokeContents } from "./contents.ts";
import { smokeRun } from "./run.ts";
import { smokeWindows } from "./windows.ts";

/** Looks into an executable, and runs it where that can be done here. */
export async function smokeExecutable(
  name: TargetName,
  file: string,
  checks: Checks,
): Promise<void> {
  const runner = findRunner(name);
  smokeContents(file, runner && { runner, name }, checks);
  if (config.targets[name].platform === "win") smokeWindows(file, checks);
  if (runner) await smokeRun({ file, runner }, checks);
  else checks.skip("it is not run: nothing here can");
}
