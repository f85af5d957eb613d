import { runGit } from "./git.ts";

/** A commit, as notes tell it. */
export interface Change {
  readonly hash: string;
  readonly subject: string;
  /** The part of the program that it changes most. */
  readonly part: string;
}

/** What users call the parts of the program, and what lies in each. */
const program: readonly (readonly [part: string, paths: RegExp])[] = [
  ["Relaying", /^src\/(bridge|dialog360|teamwire|network|spool)\//],
  ["The store", /^src\/ledger\//],
  ["Watching over it", /^src\/(ops|checks)\//],
  ["Demo and simulators", /^src\/simulator\//],
  ["Commands and settings", /^src\/(cli|settings|app|main|clock)\b/],
];
const delivery = "Build and deployment";
const deliveryPaths = /^(scripts\/(?!bench\/)|Dockerfile|build\.config\.ts|package)/;
const rest = "Tests and documentation";

/** The names of the parts, in the order in which notes tell them. */
export const partNames: readonly string[] = [...program.map(([part]) => part), delivery, rest];

/** The commits since a release, newest first; merges have nothing of their own. */
export function readChanges(folder: string, previous: string): readonly Change[] {
  // A commit begins with the one character, its hash ends with the other; the lines of `--numstat` follow.
  const format = "--format=%x1e%h%x1f%s";
  const range = [`${previous}..HEAD`, "--no-merges", "--no-renames"];
  const log = runGit(folder, "-c", "core.quotePath=false", "log", ...range, "--numstat", format);
  return log.split("\u001e").slice(1).map(toChange);
}

function toChange(text: string): Change {
  const [head = "", ...stats] = text.split("\n");
  const [hash = "", subject = ""] = head.split("\u001f");
  return { hash, subject, part: findPart(stats) };
}

/** Where most lines changed in the program. What else a commit touches goes along, so that decides only where it is alone. */
function findPart(stats: readonly string[]): string {
  const lines = new Map<string, number>();
  const files = stats.map((stat) => stat.split("\t"));
  for (const [added, removed, path = ""] of files) {
    const [part] = program.find(([, paths]) => paths.test(path)) ?? [];
    // Of binary files git counts no lines ("-").
    const count = 1 + (Number(added) || 0) + (Number(removed) || 0);
    if (part) lines.set(part, (lines.get(part) ?? 0) + count);
  }
  const [most] = [...lines].toSorted(([, one], [, other]) => other - one);
  if (most) return most[0];
  return files.some(([, , path = ""]) => deliveryPaths.test(path)) ? delivery : rest;
}
