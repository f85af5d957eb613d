import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import process from "node:process";

import { config, type Target, type TargetName } from "../../build.config.ts";
import type { Build } from "../../src/cli/version.ts";
import { Database, loadSqlite } from "../../src/ledger/database.ts";
import { readWasm } from "../../src/ledger/engine.ts";
import { writeArchive, type Entry } from "./archive/archive.ts";
import { renderChecksums } from "./archive/checksums.ts";
import { listContents, type Facts } from "./archive/contents.ts";
import { writeExecutable } from "./executable.ts";
import { toTarget } from "./node/host.ts";
import { findNodeBinary } from "./node/node-binary.ts";
import { findRunner } from "./node/runner.ts";
import type { Made } from "./program.ts";

/**
 * Writes everything that is published into an empty folder: for each target the executable and an archive with what
 * belongs to it, and the sums of all.
 * @param bases the Node of targets that no package holds one for; without it they are left out
 * @returns the list of what was written
 */
export async function writeRelease(
  build: Build,
  made: Made,
  bases: ReadonlyMap<string, string>,
): Promise<string> {
  // Before anything is written: a Node that is missing, or the wrong one.
  const targets = listTargets(bases).map((target) => {
    return [target, findNodeBinary(target, bases.get(target) ?? null), findRunner(target)] as const;
  });
  rmSync(config.release, { recursive: true, force: true });
  mkdirSync(config.release, { recursive: true });
  const facts = await toFacts(build, made);
  const files: string[] = [];
  const archives: Promise<void>[] = [];
  for (const [target, node, runner] of targets) {
    const { executable, archive, sbom } = namePublished(build.version, target);
    await writeExecutable(target, executable, { program: made.program, node, runner });
    const contents = await listContents(target, executable, facts);
    writeFileSync(sbom, findText(contents, "sbom.cdx.json"));
    // Compressing takes longest: each goes on while the next target is built.
    const written = writeArchive(archive, contents, facts.date);
    // Awaited below, where it is told; until then it must not end the process.
    written.catch(() => {});
    archives.push(written);
    files.push(executable, archive, sbom);
  }
  await Promise.all(archives);
  const sums = await renderChecksums(files);
  writeFileSync(join(config.release, "SHA256SUMS"), sums);
  const sizes = files.map((file) => `${megabytes(file)}  ${basename(file)}\n`);
  return `${sizes.join("")}\n${sums}`;
}

/** The files that are published for a target, by absolute paths: pkg changes the working directory while archives are written. */
export function namePublished(
  version: string,
  target: TargetName,
): Readonly<Record<"executable" | "archive" | "sbom", string>> {
  const { platform }: Target = config.targets[target];
  const name = resolve(config.release, `whatsapp-bot-${version}-${target}`);
  return {
    executable: platform === "win" ? `${name}.exe` : name,
    archive: `${name}.${platform === "win" ? "zip" : "tar.xz"}`,
    sbom: `${name}.cdx.json`,
  };
}

/** The targets that a Node can be had for. */
function listTargets(bases: ReadonlyMap<string, string>): readonly TargetName[] {
  const names = Object.keys(config.targets).map(toTarget);
  return names
    .filter((name) => name !== null)
    .filter((name) => config.targets[name].node || bases.has(name));
}

async function toFacts({ version, commit, commitDate }: Build, { packages }: Made): Promise<Facts> {
  // What is under no commit has no date of its own; an archive needs one.
  const date = new Date(commitDate ?? 0);
  const sqlite = await readSqliteVersion();
  return { version, commit, date, packages, runtime: process.versions, sqlite };
}

async function readSqliteVersion(): Promise<string> {
  const database = new Database(await loadSqlite(await readWasm()));
  const [row] = database.read<{ version: string }>("SELECT sqlite_version() AS version");
  database.close();
  return row?.version ?? "";
}

function findText(entries: readonly Entry[], file: string): string {
  const entry = entries.find(({ name }) => basename(name) === file);
  return entry && "text" in entry.from ? entry.from.text : "";
}

function megabytes(file: string): string {
  return `${(statSync(file).size / 1e6).toFixed(2).padStart(7)} MB`;
}
