import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test, type TestContext } from "node:test";

import { config } from "../../build.config.ts";

const source = ["src", "scripts", "package.json", "package-lock.json", "build.config.ts"];

/** Builds in a folder of its own, as somebody else would elsewhere. @returns the sum of the executable */
function build(t: TestContext, below: string, environment: Record<string, string>): string {
  const top = mkdtempSync(join(tmpdir(), "whatsapp-bot-build-"));
  t.after(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, below);
  mkdirSync(folder, { recursive: true });
  for (const name of source) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
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
