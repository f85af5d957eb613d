import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Metafile } from "esbuild";

import type { Package } from "../../src/cli/packages.ts";
import type { Build } from "../../src/cli/version.ts";
import { buildChunks, buildLoader } from "./chunks.ts";
import type { Program } from "./executable.ts";
import { listPackages } from "./packages.ts";

/** The program for all targets, and what it is made of. */
export interface Made {
  readonly program: Program;
  readonly packages: readonly Package[];
  readonly metafile: Metafile;
}

/** Makes everything that an executable holds beside Node. */
export async function makeProgram(build: Build): Promise<Made> {
  const [{ code, metafile }, loader] = await Promise.all([buildChunks(build), buildLoader()]);
  const packages = listPackages(metafile);
  const files = new Map([
    ["sql-wasm.wasm", readFileSync("node_modules/sql.js/dist/sql-wasm.wasm")],
    ["simulator.json", toJson(readFolder("src/simulator/page"))],
    ["console.json", toJson(readFolder("src/ops/console/page"))],
    ["packages.json", toJson(packages)],
  ]);
  return { program: { loader, chunks: code, files }, packages, metafile };
}

function readFolder(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).toSorted();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
