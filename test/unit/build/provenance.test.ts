import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Build } from "../../../src/cli/version.ts";
import { Repository } from "../release/repository.ts";

const script = new URL("../../../scripts/build/provenance.ts", import.meta.url).href;

function read(cwd: string, variables: Readonly<Record<string, string>> = {}): Build {
  const code = `import { readProvenance } from "${script}"; console.log(JSON.stringify(readProvenance()))`;
  const { COMMIT: _, COMMIT_DATE: __, ...env } = process.env;
  const stdout = execFileSync("node", ["--input-type=module", "--eval", code], {
    cwd,
    env: { ...env, ...variables },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return JSON.parse(stdout) as Build;
}

test("readProvenance tells the commit, and whether anything was changed since", (t) => {
  const repository = new Repository(t);
  const commit = repository.git("rev-parse", "--short=12", "HEAD").trim();
  const { commit: told, commitDate, isModified } = read(repository.folder);
  assert.deepEqual([told, isModified], [commit, false]);
  assert.match(commitDate ?? "", /^\d{4}-\d\d-\d\dT/);
  repository.write({ ".gitignore": "" });
  assert.equal(read(repository.folder).isModified, true);
});

test("readProvenance does not take a repository around the source for its own", (t) => {
  const { folder } = new Repository(t);
  const below = join(folder, "src/whatsapp-bot");
  cpSync(join(folder, "package-lock.json"), join(below, "package-lock.json"));
  const { commit, commitDate, isModified } = read(below);
  assert.deepEqual([commit, commitDate, isModified], [null, null, null]);
});

test("readProvenance takes from whoever builds what no repository tells, but no date that is none", (t) => {
  const { folder } = new Repository(t);
  const told = { COMMIT: "0123456789ab", COMMIT_DATE: "2026-11-23T09:00:00Z" };
  const { commit, commitDate } = read(folder, told);
  assert.deepEqual([commit, commitDate], [told.COMMIT, told.COMMIT_DATE]);
  assert.throws(() => read(folder, { COMMIT_DATE: "yesterday" }), /COMMIT_DATE="yesterday" is no/);
});
