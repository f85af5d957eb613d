import { CommanderError, type Command } from "commander";

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

/** `--version`; with `--json` also what it was made from, what it runs on and which stores it can read. */
export async function defineVersion(program: Command, io: Io): Promise<void> {
  const made = readBuild();
  const isAsked = io.args.some((arg) => arg === "--version" || arg === "-V");
  const isJson = isAsked && io.args.includes("--json");
  const text = isJson ? await toJson(made, io) : made.version;
  program
    .option("-V, --version", "print the version; with --json also commit, runtime and schema")
    .on("option:version", () => {
      io.stdout.write(`${text}\n`);
      throw new CommanderError(0, "commander.version", text);
    });
}

async function toJson(made: Build, io: Io): Promise<string> {
  const { schemaVersion } = await import("../ledger/schema.ts");
  const { version, commit, commitDate } = made;
  return JSON.stringify({
    version,
    commit,
    commit_date: commitDate,
    runtime: io.runtime,
    schema: schemaVersion,
  });
}
