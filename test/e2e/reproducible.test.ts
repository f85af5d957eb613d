import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test, type TestContext } from "node:test";

import { config } from "../../build.config.ts";
import { hostTarget } from "../../scripts/build/node/host.ts";
import { findNodeBinary } from "../../scripts/build/node/node-binary.ts";
import { prepareNode } from "../../scripts/build/node/prepare-node.ts";

const source = ["src", "scripts", "package.json", "package-lock.json", "build.config.ts"];

/** A copy of the source in a folder of its own, as somebody else has it elsewhere. */
function copySource(t: TestContext, below: string): string {
  const top = mkdtempSync(join(tmpdir(), "whatsapp-bot-build-"));
  t.after(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, below);
  mkdirSync(folder, { recursive: true });
  for (const name of source) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return folder;
}

/** @returns the sum of the executable */
function build(t: TestContext, below: string, environment: Record<string, string>): string {
  const folder = copySource(t, below);
  const made = { COMMIT: "0123456789ab", COMMIT_DATE: "2026-11-23T12:00:00+01:00" };
  execFileSync(resolve("node_modules/.bin/node"), ["scripts/build.ts"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...made, ...environment },
  });
  return createHash("sha256")
    .update(readFileSync(join(folder, config.executable)))
    .digest("hex");
}

test("two builds of one source in different folders and surroundings give the same bytes", (t) => {
  const one = build(t, ".", { TZ: "UTC", LC_ALL: "C" });
  const other = build(t, "a/deeper folder", {
    TZ: "Asia/Tokyo",
    LC_ALL: "de_DE.UTF-8",
    HOME: "/nowhere",
  });
  assert.equal(one, other);
  const later = build(t, ".", { COMMIT: "ba9876543210" });
  assert.notEqual(one, later, "the commit is among the bytes");
});

test("a build that fails leaves the executable that was there, and nothing that is only its Node", (t) => {
  const folder = copySource(t, ".");
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, config.executable), "the one before");
  const target = hostTarget();
  const node = prepareNode(readFileSync(findNodeBinary(target, null)), config.targets[target]);
  // Room for Node, in blocks of 512 bytes, and for little of the program.
  const limit = `ulimit -f ${Math.ceil(node.length / 512) + 100}`;
  const command = `${limit} && exec "${resolve("node_modules/.bin/node")}" scripts/build.ts`;
  const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
  assert.match(stderr, /^error: Error while creating the executable: /);
  assert.equal(status, 1);
  const begin = readFileSync(join(folder, config.executable)).subarray(0, 20);
  assert.equal(begin.toString(), "the one before");
  assert.deepEqual(readdirSync(join(folder, "dist")).toSorted(), ["metafile.json", "whatsapp-bot"]);
});
