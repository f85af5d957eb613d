import source from "../../package.json" with { type: "json" };
import type { Io } from "./io.ts";

/** Put in by the build: a `Build` as JSON. */
declare const BUILD: string | undefined;

/** Which program this is; run from its source it knows no commit. */
export interface Build {
  readonly version: string;
  readonly commit: string | null;
  /** ISO 8601, in the committer's zone. */
  readonly commitDate: string | null;
  /** Whether it has changes that are in no commit. */
  readonly isModified: boolean | null;
  /** The SHA-256 of package-lock.json, which names every package by version and sum; null from its source. */
  readonly lock: string | null;
}

/** What the build noted. */
export function readBuild(): Build {
  const made: Build | null = typeof BUILD === "undefined" ? null : JSON.parse(BUILD);
  if (made) return made;
  return { version: source.version, commit: null, commitDate: null, isModified: null, lock: null };
}

/** The two ways to ask for the version. */
export function isVersionFlag(arg: string | undefined): boolean {
  return arg === "--version" || arg === "-V";
}

/** `--version`; with `--json` also what it was made from, what it runs on and which stores it can read. */
export async function writeVersion(io: Io): Promise<void> {
  const made = readBuild();
  const text = io.args.includes("--json") ? await toJson(made, io) : made.version;
  io.stdout.write(`${text}\n`);
}

async function toJson(made: Build, io: Io): Promise<string> {
  const { schemaVersion } = await import("../ledger/schema.ts");
  const { version, commit, commitDate, isModified, lock } = made;
  return JSON.stringify({
    version,
    commit,
    commit_date: commitDate,
    modified: isModified,
    lock_sha256: lock,
    runtime: io.runtime,
    platform: `${process.platform}-${process.arch}`,
    schema: schemaVersion,
  });
}
