import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { NotReleasable, readTagged } from "../../../scripts/release/tagged.ts";
import { createFolder } from "../ledger/temp-store.ts";
import { Repository } from "./repository.ts";

interface Case {
  readonly name: string;
  readonly prepare: (repository: Repository) => void;
  readonly what: RegExp;
  readonly remedy: RegExp;
}

const cases: readonly Case[] = [
  {
    name: "a changed file",
    prepare(repository) {
      repository.tag("v2.0.0", "2.0.0");
      repository.write({ ".gitignore": "" });
    },
    what: /not as they were committed:\n M \.gitignore$/,
    remedy: /git stash/,
  },
  {
    name: "a file that is in no commit",
    prepare(repository) {
      repository.tag("v2.0.0", "2.0.0");
      repository.write({ "src/new.ts": "" });
    },
    what: /\n\?\? src\/new\.ts$/,
    remedy: /--include-untracked/,
  },
  {
    name: "a lock file of another version",
    prepare(repository) {
      const packages = { "": { version: "1.9.0" } };
      repository.commit("Lock", {
        "package-lock.json": JSON.stringify({ version: "2.0.0", packages }),
      });
      repository.tag("v2.0.0", "2.0.0");
    },
    what: /^package\.json says version 2\.0\.0, package-lock\.json 1\.9\.0$/,
    remedy: /^npm version --no-git-tag-version --allow-same-version 2\.0\.0,/,
  },
  {
    name: "no tag",
    prepare() {},
    what: /^HEAD has no tag v2\.0\.0/,
    remedy: /^git tag --annotate v2\.0\.0,/,
  },
  {
    name: "the tag of another version",
    prepare: (repository) => repository.tag("v2.1.0", "2.1.0"),
    what: /^HEAD has the tag v2\.1\.0, but package\.json says version 2\.0\.0$/,
    remedy: /^tag a commit that says version 2\.1\.0: git tag --delete v2\.1\.0,/,
  },
  {
    name: "a tag that an earlier commit has",
    prepare(repository) {
      repository.tag("v2.0.0", "2.0.0");
      repository.commit("Go on", { "src/new.ts": "" });
    },
    what: /^v2\.0\.0, the version in package\.json, is another commit than HEAD: [0-9a-f]{12}$/,
    remedy: /^git checkout v2\.0\.0; for a new release raise the version/,
  },
  {
    name: "a tag without a message",
    prepare: (repository) => repository.git("tag", "v2.0.0"),
    what: /^the tag v2\.0\.0 has no message/,
    remedy: /^git tag --annotate --force v2\.0\.0,/,
  },
];

for (const { name, prepare, what, remedy } of cases) {
  test(`readTagged refuses ${name}, and says what to do`, (t) => {
    const repository = new Repository(t);
    prepare(repository);
    const error = refuse(repository.folder);
    assert.match(error.message, what);
    assert.match(error.remedy, remedy);
  });
}

function refuse(folder: string): NotReleasable {
  try {
    readTagged(folder);
  } catch (error) {
    assert.ok(error instanceof NotReleasable, String(error));
    return error;
  }
  throw new Error("it was taken");
}

test("readTagged refuses a folder without git, and a clone whose history is cut off", (t) => {
  assert.match(refuse(createFolder(t)).message, /is no clone with its whole history$/);
  const repository = new Repository(t);
  repository.commit("Go on", { "src/new.ts": "" });
  repository.tag("v2.0.0", "2.0.0");
  const clone = createFolder(t);
  const url = pathToFileURL(repository.folder).href;
  repository.git("clone", "--quiet", "--depth=1", url, clone);
  assert.match(refuse(clone).remedy, /^git fetch --unshallow --tags/);
});

test("readTagged reads the tag's message, and that nothing was released before the first", (t) => {
  const repository = new Repository(t);
  repository.tag("v2.0.0", "whatsapp-bot 2.0.0\n\nIt relays.\n\n- both ways\n");
  assert.deepEqual(readTagged(repository.folder), {
    version: "2.0.0",
    tag: "v2.0.0",
    message: "It relays.\n\n- both ways",
    previous: null,
  });
});

test("readTagged finds the release before: of candidates only a candidate is told", (t) => {
  const repository = new Repository(t);
  repository.tag("v2.0.0", "2.0.0");
  assert.equal(releaseAgain(repository, "2.1.0-rc.1"), "v2.0.0");
  assert.equal(releaseAgain(repository, "2.1.0-rc.2"), "v2.1.0-rc.1");
  assert.equal(releaseAgain(repository, "2.1.0"), "v2.0.0");
  assert.equal(releaseAgain(repository, "2.1.1"), "v2.1.0");
});

function releaseAgain(repository: Repository, version: string): string | null {
  repository.setVersion(version, "24.20.0");
  repository.commit(`Raise the version to ${version}`);
  repository.tag(`v${version}`, version);
  return readTagged(repository.folder).previous;
}

test("npm run release ends with 1 and the remedy before it builds anything", (t) => {
  const { folder } = new Repository(t);
  const script = new URL("../../../scripts/release.ts", import.meta.url).pathname;
  const options = { cwd: folder, encoding: "utf8", timeout: 120_000 } as const;
  const { status, stdout, stderr } = spawnSync("node", [script], options);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.equal(
    stderr,
    `Nothing was released: HEAD has no tag v2.0.0, which is the version in package.json
  what to do: git tag --annotate v2.0.0, and write what users should know into its message
`,
  );
});
