import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import manifest from "../../package.json" with { type: "json" };
import type { Build } from "../../src/cli/version.ts";

/** What is being built. Where there is no repository, as in a Docker build, whoever builds may tell the commit. */
export function readProvenance(): Build {
  // The source may lie in somebody's own repository, whose commits say nothing of it.
  const ask = git("rev-parse", "--show-prefix") === "" ? git : () => null;
  const status = ask("status", "--porcelain", "--untracked-files=no");
  return {
    version: manifest.version,
    commit: process.env["COMMIT"] || ask("rev-parse", "--short=12", "HEAD"),
    commitDate: readDate() ?? ask("show", "-s", "--format=%cI", "HEAD"),
    isModified: status === null ? null : status !== "",
    lock: createHash("sha256").update(readFileSync("package-lock.json")).digest("hex"),
  };
}

function readDate(): string | null {
  const { COMMIT_DATE: date } = process.env;
  if (date && Number.isNaN(Date.parse(date))) {
    throw new Error(`COMMIT_DATE="${date}" is no date: give it like 2026-11-23T09:00:00Z`);
  }
  return date || null;
}

function git(...args: string[]): string | null {
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync("git", args, { encoding: "utf8", stdio: [...stdio] }).trim();
  } catch {
    return null;
  }
}
