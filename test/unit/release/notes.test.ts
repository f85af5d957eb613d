import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";

import { readChanges } from "../../../scripts/release/changes.ts";
import { renderNotes, type Release } from "../../../scripts/release/notes.ts";
import { Repository, toSchema } from "./repository.ts";

const script = new URL("../../../scripts/release.ts", import.meta.url).pathname;

const first: Release = {
  version: "2.0.0",
  tag: "v2.0.0",
  message: "",
  previous: null,
  facts: { schema: 6, node: "24.21.0" },
  since: null,
  files: [],
  repository: null,
};

test("npm run release writes notes of the tag's message, the commits since the release before, and the files", (t) => {
  const repository = new Repository(t);
  repository.tag("v2.0.0", "2.0.0");
  const held = repository.commit("Keep <what> is held", {
    "src/bridge/held.ts": "1\n2\n",
    "test/unit/bridge/held.test.ts": "1\n2\n3\n4\n",
  });
  repository.setVersion("2.1.0", "24.21.0");
  const schema = repository.commit("Count `a_b` and a_b", { "src/ledger/schema.ts": toSchema(6) });
  repository.tag("v2.1.0", "whatsapp-bot 2.1.0\n\n**New**: what is held can be listed.\n");
  const { status, stdout, stderr } = spawnSync("node", [script], {
    cwd: repository.folder,
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, GITHUB_REPOSITORY: "example/whatsapp-bot" },
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^ {2}gh release create v2\.1\.0 --draft --verify-tag /m);
  assert.equal(
    readFileSync(join(repository.folder, "dist/release/NOTES.md"), "utf8"),
    `**New**: what is held can be listed.

## Updating

- The store goes from schema 5 to 6. \`serve\` does that when it first starts, and keeps the store as it was beside it, its name ending in \`.v5\`. To go back to v2.0.0, end \`serve\` and let the old executable \`restore\` that copy; what happened in between is not in it.
- Node.js 24.21.0 is inside (v2.0.0: 24.20.0).

## Changes since v2.0.0

### Relaying

- Keep \\<what\\> is held (${held})

### The store

- Count \`a_b\` and a\\_b (${schema})

## Files

An archive holds the executable with README, licences and what deploying needs, for Linux also with man page and completions; a \`.cdx.json\` lists what is inside (CycloneDX).

| file | size | SHA-256 |
|---|---:|---|
| \`whatsapp-bot-2.1.0-linux-x64\` | 1 kB | \`fba13a37a73d657dc0f1e671f0dc714f9891dd4da15ec45bd2a6f83e0434648e\` |

## Is it what it says?

\`\`\`sh
gh attestation verify SHA256SUMS --repo example/whatsapp-bot
sha256sum --check --ignore-missing SHA256SUMS
\`\`\`

Or build it again from a clone, in any folder, on Linux x64: the same bytes come out (of a \`.tar.xz\` with the same version of xz).

\`\`\`sh
git checkout v2.1.0 && npm ci && npm run build:all
diff dist/release/SHA256SUMS path/to/the/downloaded/SHA256SUMS
\`\`\`
`,
  );
});

test("npm run release ends with 1 where a step fails, and writes no notes", (t) => {
  const repository = new Repository(t);
  const manifest = readFileSync(join(repository.folder, "package.json"), "utf8");
  repository.commit("Break", {
    "package.json": manifest.replace(
      '"smoke:release":"node --version"',
      '"smoke:release":"exit 3"',
    ),
  });
  repository.tag("v2.0.0", "2.0.0");
  const options = { cwd: repository.folder, encoding: "utf8", timeout: 120_000 } as const;
  const { status, stderr } = spawnSync("node", [script], options);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^Nothing was released: npm run smoke:release failed\n {2}what to do: put /m,
  );
  const written = readdirSync(join(repository.folder, "dist/release"));
  assert.equal(written.includes("NOTES.md"), false);
});

test("renderNotes tells sizes as people do", () => {
  const sha256 = "0".repeat(64);
  const files = [
    { name: "a", bytes: 110_102_528, sha256 },
    { name: "b", bytes: 21_228, sha256 },
  ];
  const notes = renderNotes({ ...first, files });
  assert.match(notes, /^\| `a` \| 110\.1 MB \| `0{64}` \|\n\| `b` \| 22 kB \| `0{64}` \|$/m);
});

test("renderNotes lists no commits of a first release, and names no forge where there is none", () => {
  const notes = renderNotes(first);
  assert.ok(
    notes.startsWith(
      "## Updating\n\nThe first release. Node.js 24.21.0 is inside, its store has schema 6.\n\n## Files\n",
    ),
    notes,
  );
  assert.doesNotMatch(notes, /Changes since|gh attestation/);
});

test("renderNotes says that nothing is to be done where store and Node stay as they are", () => {
  const since = { facts: first.facts, changes: [] };
  const notes = renderNotes({ ...first, tag: "v2.0.1", previous: "v2.0.0", since });
  assert.match(
    notes,
    /^- The store keeps its schema \(6\): .* way back to v2\.0\.0 is the same\.$/m,
  );
  assert.match(notes, /^- Node\.js 24\.21\.0 is inside, as before\.$/m);
  assert.match(notes, /^## Changes since v2\.0\.0\n\nNone\.$/m);
});

test("readChanges puts a commit where most of the program changed, and what goes along decides only alone", (t) => {
  const repository = new Repository(t);
  repository.tag("v2.0.0", "2.0.0");
  const lines = "line\n".repeat(50);
  repository.commit("Tell doctor", { "src/checks/a.ts": "1\n2\n3\n", "src/cli/a.ts": "1\n" });
  repository.commit("Add a flag", { "src/cli/b.ts": "1\n", "package-lock.json": `{}\n${lines}` });
  repository.commit("Move the demo", { "src/simulator/a.ts": "1\n", "README.md": lines });
  repository.commit("Build for macOS", { "scripts/build/a.ts": "1\n", "test/a.test.ts": lines });
  repository.commit("Try more", { "test/b.test.ts": "1\n", "scripts/bench/a.ts": "1\n" });
  repository.git("checkout", "--quiet", "-b", "side", "HEAD~1");
  repository.commit("Pin", { "src/teamwire/pin.bin": "\0\u0001" });
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message", "Merge side", "side");
  const changes = readChanges(repository.folder, "v2.0.0");
  const told = Object.fromEntries(changes.map(({ subject, part }) => [subject, part]));
  assert.deepEqual(told, {
    "Tell doctor": "Watching over it",
    "Add a flag": "Commands and settings",
    "Move the demo": "Demo and simulators",
    "Build for macOS": "Build and deployment",
    "Try more": "Tests and documentation",
    Pin: "Relaying",
  });
});
