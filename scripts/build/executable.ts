import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";

import { config, type Target, type TargetName } from "../../build.config.ts";
import { createWorldConfig } from "../../src/simulator/world.ts";
import { prepareNode } from "./node/prepare-node.ts";
import { runByNode, type Runner } from "./node/runner.ts";
import { pack } from "./pack.ts";

/** What an executable holds, by the names that load.ts and embedded.ts know. */
export interface Program {
  readonly loader: string;
  /** Scripts, each of which gets its code cache. */
  readonly chunks: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const script = resolve(import.meta.dirname, "rehearse.ts");

/** What is made into an executable, and by what. */
export interface Parts {
  readonly program: Program;
  /** The target's Node. */
  readonly node: string;
  /** What runs that Node here, to make the code cache; null leaves the cache out. */
  readonly runner: Runner | null;
}

/**
 * Writes the executable of a target: its Node with the program inside. The same parts give the same bytes. Until it is whole,
 * what was there before stays: pkg begins with a copy of Node, which runs, and is not ours.
 */
export async function writeExecutable(
  name: TargetName,
  output: string,
  { program, node, runner }: Parts,
): Promise<void> {
  const target: Target = config.targets[name];
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-build-"));
  const beside = mkdtempSync(join(dirname(resolve(output)), ".unfinished-"));
  try {
    const base = join(folder, target.platform === "win" ? "node.exe" : "node");
    writeFileSync(base, prepareNode(readFileSync(node), target), { mode: 0o755 });
    writeFileSync(join(folder, "load.js"), program.loader);
    const folders = { scripts: join(folder, "scripts"), place: join(folder, "rehearsal") };
    const needed = makeScripts(folders, { program, node: base, runner });
    const assets = writeAssets(folder, { files: program.files, needed });
    // By its own name: a Mac's signature has it.
    const unfinished = join(beside, basename(output));
    await pack(folder, { target, base, assets, output: unfinished });
    renameSync(unfinished, output);
  } finally {
    for (const one of [folder, beside]) rmSync(one, { recursive: true, force: true });
  }
}

/**
 * Writes each chunk, and beside it what the target's Node compiles of it; without a runner the chunks alone.
 * @returns the chunks that a quick command needs
 */
function makeScripts(
  { scripts, place }: Record<"scripts" | "place", string>,
  { program, node, runner }: Parts,
): ReadonlySet<string> {
  mkdirSync(scripts);
  mkdirSync(place);
  for (const [name, code] of program.chunks) writeFileSync(join(scripts, name), code);
  writeFileSync(join(place, "wa_config.json"), JSON.stringify(createWorldConfig()));
  const { commands, environment } = config.rehearsal;
  const by = runner ?? { before: [], environment: {} };
  const stdout = runByNode(by, {
    node: runner ? node : process.execPath,
    // Predictable: the same bytes each time. V8 takes such a cache where it would reject one of a fixed --random-seed.
    args: ["--predictable", script, scripts, JSON.stringify(commands)],
    place,
    environment,
  });
  if (!runner) for (const name of program.chunks.keys()) rmSync(join(scripts, `${name}.cache`));
  return new Set(JSON.parse(stdout) as string[]);
}

/** Writes everything that the executable holds as a file. @returns their paths by name */
function writeAssets(
  folder: string,
  { files, needed }: { files: Program["files"]; needed: ReadonlySet<string> },
): Readonly<Record<string, string>> {
  const assets: Record<string, string> = { "load.js": join(folder, "load.js") };
  function add(name: string, content: Uint8Array): void {
    assets[name] = join(folder, `asset-${Object.keys(assets).length}`);
    writeFileSync(assets[name], content);
  }
  for (const [name, content] of files) add(name, compress(content));
  const scripts = join(folder, "scripts");
  for (const name of readdirSync(scripts).toSorted()) {
    const content = readFileSync(join(scripts, name));
    add(name, needed.has(name.replace(/\.cache$/, "")) ? content : compress(content));
  }
  return assets;
}

/** assets.ts knows it by its first bytes. */
function compress(content: Uint8Array): Uint8Array {
  return zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
}
