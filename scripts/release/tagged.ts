import { readFileSync } from "node:fs";
import { join } from "node:path";

import { runGit, tryGit } from "./git.ts";

/** The version that is checked out, under its tag. */
export interface Tagged {
  readonly version: string;
  readonly tag: string;
  /** What the tag says of the release, under its first line. */
  readonly message: string;
  /** The release before it; null for the first. */
  readonly previous: string | null;
}

/** A checkout of which no release can be made as it is. */
export class NotReleasable extends Error {
  readonly remedy: string;

  constructor(what: string, remedy: string) {
    super(what);
    this.remedy = remedy;
  }
}

/**
 * Reads of which release this is a clean checkout.
 * @param folder the top of the repository
 * @throws {NotReleasable} for the first thing that is in the way
 */
export function readTagged(folder: string): Tagged {
  if (tryGit(folder, "rev-parse", "--is-shallow-repository") !== "false") {
    const fetch = "git fetch --unshallow --tags, or in CI: check out with fetch-depth 0";
    throw new NotReleasable(`"${folder}" is no clone with its whole history`, fetch);
  }
  expectClean(folder);
  const version = readVersion(folder);
  const tag = `v${version}`;
  expectTagged(folder, tag);
  const message = runGit(folder, "tag", "--list", "--format=%(contents:body)", tag);
  return { version, tag, message: message.trim(), previous: findPrevious(folder, version) };
}

function expectClean(folder: string): void {
  const changed = runGit(folder, "status", "--porcelain");
  if (!changed) return;
  throw new NotReleasable(
    `these files are not as they were committed:\n${changed}`,
    "commit them and make the tag anew, or put them aside: git stash --include-untracked",
  );
}

interface Manifest {
  readonly version: string;
}

function readVersion(folder: string): string {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const { version } = read("package.json") as Manifest;
  const lock = read("package-lock.json") as Manifest & {
    readonly packages: { readonly "": Manifest };
  };
  const other = [lock.version, lock.packages[""].version].find((one) => one !== version);
  if (other === undefined) return version;
  throw new NotReleasable(
    `package.json says version ${version}, package-lock.json ${other}`,
    `npm version --no-git-tag-version --allow-same-version ${version}, then commit both and make the tag anew`,
  );
}

function expectTagged(folder: string, tag: string): void {
  const place = tryGit(folder, "rev-parse", "--verify", "--quiet", `refs/tags/${tag}^{commit}`);
  if (place === null) {
    const others = runGit(folder, "tag", "--points-at", "HEAD", "--list", "v*").split("\n");
    const [other] = others;
    throw new NotReleasable(
      other
        ? `HEAD has the tag ${other}, but package.json says version ${tag.slice(1)}`
        : `HEAD has no tag ${tag}, which is the version in package.json`,
      other
        ? `tag a commit that says version ${other.slice(1)}: git tag --delete ${other}, and see README, "Releasing"`
        : `git tag --annotate ${tag}, and write what users should know into its message`,
    );
  }
  if (place !== runGit(folder, "rev-parse", "HEAD")) {
    throw new NotReleasable(
      `${tag}, the version in package.json, is another commit than HEAD: ${place.slice(0, 12)}`,
      `git checkout ${tag}; for a new release raise the version first, see README, "Releasing"`,
    );
  }
  if (runGit(folder, "cat-file", "-t", `refs/tags/${tag}`) === "tag") return;
  throw new NotReleasable(
    `the tag ${tag} has no message, and the release notes begin with it`,
    `git tag --annotate --force ${tag}, and write what users should know into its message`,
  );
}

/** The nearest release among the ancestors. What was released before its time (`2.1.0-rc.1`) counts only for its like. */
function findPrevious(folder: string, version: string): string | null {
  const early = version.includes("-") ? [] : ["--exclude=*-*"];
  const find = ["describe", "--tags", "--abbrev=0", "--match=v[0-9]*", ...early];
  return tryGit(folder, ...find, "HEAD^");
}
