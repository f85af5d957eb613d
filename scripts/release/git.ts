import { execFileSync } from "node:child_process";

/** Asks git about the repository in a folder. @returns what it printed, without the end of the last line */
export function runGit(folder: string, ...args: readonly string[]): string {
  // Subjects and lists of files may well be more than the megabyte that is taken otherwise.
  const options = { cwd: folder, encoding: "utf8", maxBuffer: 1e9, stdio: "pipe" } as const;
  return execFileSync("git", args, options).trimEnd();
}

/** The same for a question that git may have no answer to. */
export function tryGit(folder: string, ...args: readonly string[]): string | null {
  try {
    return runGit(folder, ...args);
  } catch {
    return null;
  }
}
