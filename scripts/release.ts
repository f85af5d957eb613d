// Makes a release of the tag that is checked out: README, "Releasing". Usage: node scripts/release.ts
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

import { config } from "../build.config.ts";
import { readChanges } from "./release/changes.ts";
import { readFacts } from "./release/facts.ts";
import { type Published, type Release, renderNotes } from "./release/notes.ts";
import { NotReleasable, readTagged, type Tagged } from "./release/tagged.ts";

const folder = process.cwd();
const remedy = "put right what it says above, commit that, and make the tag anew";
try {
  await release(readTagged(folder));
} catch (error) {
  if (!(error instanceof NotReleasable)) throw error;
  process.stderr.write(`Nothing was released: ${error.message}\n  what to do: ${error.remedy}\n`);
  process.exitCode = 1;
}

async function release(tagged: Tagged): Promise<void> {
  for (const script of ["check", "build:all", "smoke:release"]) {
    const { status } = spawnSync("npm", ["run", script], { stdio: "inherit" });
    if (status !== 0) throw new NotReleasable(`npm run ${script} failed`, remedy);
  }
  const { tag, previous, version } = tagged;
  const notes = renderNotes({
    ...tagged,
    facts: await readFacts(folder, tag),
    since: previous === null ? null : await readSince(previous),
    files: listPublished(),
    repository: process.env["GITHUB_REPOSITORY"] ?? null,
  });
  const file = join(config.release, "NOTES.md");
  writeFileSync(file, notes);
  process.stdout.write(`
${tag} is in ${config.release}; its notes are in NOTES.md. To publish it:

  git push origin ${tag}
  gh release create ${tag} --draft --verify-tag --title "whatsapp-bot ${version}" \\
    --notes-file ${file} ${config.release}/whatsapp-bot-* ${config.release}/SHA256SUMS
`);
}

async function readSince(previous: string): Promise<NonNullable<Release["since"]>> {
  return { facts: await readFacts(folder, previous), changes: readChanges(folder, previous) };
}

/** What `npm run build:all` wrote, as its sums list it. */
function listPublished(): readonly Published[] {
  const sums = readFileSync(join(config.release, "SHA256SUMS"), "utf8");
  return sums
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [sha256 = "", name = ""] = line.split("  ");
      return { name, sha256, bytes: statSync(join(config.release, name)).size };
    });
}
