import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";

import { config, type Target, type TargetName } from "../../build.config.ts";
import { hostTarget } from "./host.ts";
import { stripElf } from "./strip-elf.ts";
import { nameWindowsBinary } from "./windows.ts";

/** What an executable holds, by the names that load.ts and embedded.ts know. */
export interface Program {
  readonly loader: string;
  /** Scripts, each of which gets its code cache. */
  readonly chunks: ReadonlyMap<string, string>;
  /** The chunks that are read at every start, and so are not compressed. */
  readonly first: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What pkg's file for single executable applications promises. */
interface Pkg {
  readonly default: (main: string, options: Readonly<Record<string, unknown>>) => Promise<void>;
}

/**
 * Writes the executable of a target: its Node with the program inside. The same program gives the same bytes.
 * @throws {Error} if the target's Node cannot be run, which its code cache needs
 */
export async function writeExecutable(
  name: TargetName,
  { program, node, output }: { program: Program; node: string; output: string },
): Promise<void> {
  const target: Target = config.targets[name];
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-build-"));
  try {
    const base = join(folder, target.platform === "win" ? "node.exe" : "node");
    writeFileSync(base, prepare(readFileSync(node), target), { mode: 0o755 });
    const runner = findRunner(name, base);
    writeFileSync(join(folder, "load.js"), program.loader);
    const assets = writeAssets(folder, program, runner);
    await inject(folder, { target, base, assets, output: resolve(output) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of Node's binary is only for its debugger, or says that it is Node, goes. */
function prepare(node: Buffer, { platform }: Target): Uint8Array {
  if (platform === "linux") return stripElf(node);
  return platform === "win" ? nameWindowsBinary(node) : node;
}

type Runner = (...args: readonly string[]) => void;

/** How the target's own Node is run here; null where nothing can. */
function findRunner(name: TargetName, base: string): Runner | null {
  if (name === hostTarget()) return (...args) => void execFileSync(base, args);
  const { emulator }: Target = config.targets[name];
  if (!emulator) return null;
  const { command, libraries } = emulator;
  const env = { QEMU_LD_PREFIX: libraries, ...process.env };
  return (...args) => {
    try {
      execFileSync(command, [base, ...args], { env });
    } catch (error) {
      throw new Error(
        `${name}: its Node cannot be run by ${command} (Debian: qemu-user-static, libc6-${name.split("-")[1]}-cross, libstdc++6-…)`,
        { cause: error },
      );
    }
  };
}

/** Writes everything that the executable holds as a file. @returns their paths by name */
function writeAssets(
  folder: string,
  { chunks, first, files }: Program,
  run: Runner | null,
): Readonly<Record<string, string>> {
  const scripts = join(folder, "scripts");
  mkdirSync(scripts);
  for (const [name, code] of chunks) writeFileSync(join(scripts, name), code, "latin1");
  // Predictable: the same bytes each time. V8 takes such a cache where it would reject one of a fixed --random-seed.
  run?.("--predictable", resolve(import.meta.dirname, "make-cache.ts"), scripts);
  const assets: Record<string, string> = { "load.js": join(folder, "load.js") };
  function add(name: string, content: Uint8Array): void {
    assets[name] = join(folder, `asset-${Object.keys(assets).length}`);
    writeFileSync(assets[name], content);
  }
  for (const [name, content] of files) add(name, compress(content));
  for (const name of chunks.keys()) {
    const keep = first.has(name) ? (raw: Uint8Array): Uint8Array => raw : compress;
    add(name, keep(readFileSync(join(scripts, name))));
    if (run) add(`${name}.cache`, keep(readFileSync(join(scripts, `${name}.cache`))));
  }
  return assets;
}

/** assets.ts knows it by its first bytes. */
function compress(content: Uint8Array): Uint8Array {
  return zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
}

/** Lets pkg put everything into the binary and, on a Mac, sign it. */
async function inject(
  folder: string,
  {
    target,
    base,
    assets,
    output,
  }: { target: Target; base: string; assets: Readonly<Record<string, string>>; output: string },
): Promise<void> {
  const { default: sea } = createRequire(import.meta.url)("pkg/lib-es5/sea.js") as Pkg;
  rmSync(output, { force: true });
  const { TMPDIR, TEMP } = process.env;
  // The path of the main script is among the bytes: a relative one is the same everywhere. pkg works in a folder of
  // its own, which it makes where temporary ones belong.
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder });
  try {
    await sea(join(folder, "load.js"), {
      nodePath: base,
      // What makes the blob: the Node that runs this, where the target's own does not run.
      useLocalNode: true,
      signature: true,
      targets: [
        {
          nodeRange: `node${parseInt(config.node, 10)}`,
          platform: target.platform,
          arch: target.arch,
          output,
        },
      ],
      seaConfig: { ...config.sea, main: join("..", "load.js"), assets },
    });
  } finally {
    restore("TMPDIR", TMPDIR);
    restore("TEMP", TEMP);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
