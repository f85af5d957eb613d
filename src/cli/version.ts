import { CommanderError, Option, type Command } from "commander";

import source from "../../package.json" with { type: "json" };
import type { Io } from "./io.ts";

/** Put in by the build. */
declare const BUILD: Build | undefined;

/** Which program this is; run from its source it knows no commit. */
export interface Build {
  readonly version: string;
  readonly commit: string | null;
  readonly commitDate: string | null;
}

/** What the build noted. */
export function readBuild(): Build {
  if (typeof BUILD !== "undefined") return BUILD;
  return { version: source.version, commit: null, commitDate: null };
}

/** `--version`, and as JSON with commit and runtime. */
export function defineVersion(program: Command, io: Io): void {
  const made = readBuild();
  program
    .option("-V, --version", "print the version")
    .addOption(
      new Option("--json", "with --version: commit, commit date and runtime too").hideHelp(),
    )
    .on("option:version", () => {
      const text = io.args.includes("--json")
        ? JSON.stringify({ ...made, runtime: io.runtime })
        : made.version;
      io.stdout.write(`${text}\n`);
      throw new CommanderError(0, "commander.version", text);
    });
}
