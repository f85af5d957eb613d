import type { Io } from "./io.ts";
import { isVersionFlag, writeVersion } from "./version.ts";

/** Runs a command line. @returns the exit code; failures were told on stderr */
export async function run(io: Io): Promise<number> {
  // What stands behind it counts for nothing, so it needs neither the commands nor what they are made with.
  if (isVersionFlag(io.args[0])) {
    await writeVersion(io);
    return 0;
  }
  const { runProgram } = await import("./program.ts");
  return runProgram(io);
}
