// Builds the program: one CommonJS file, and a standalone executable for this host. Usage: node scripts/build.ts [--bundle]
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import process from "node:process";

import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";

import { config } from "../build.config.ts";
import { readPackage, type Package } from "../src/cli/packages.ts";
import { withProgress } from "../src/cli/progress.ts";

const { seams, esbuild } = config;

/** Replaces the seam files, which read files beside them, by modules that hold the content. */
function embed(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: "embed",
    setup(builder) {
      for (const [file, contents] of Object.entries(modules)) {
        const path = resolve(file);
        builder.onLoad({ filter: /\.ts$/ }, (args) =>
          args.path === path ? { contents, loader: "ts", resolveDir: dirname(path) } : null,
        );
      }
    },
  };
}

function git(...args: string[]): string | null {
  try {
    return execFileSync("git", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}

async function buildBundle(): Promise<void> {
  const worker = await build({
    ...esbuild,
    entryPoints: [config.worker],
    write: false,
    metafile: true,
    legalComments: "none",
  });
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const made = {
    version,
    // Where there is no repository, as in a Docker build, whoever builds may tell.
    commit: process.env["COMMIT"] || git("rev-parse", "--short=12", "HEAD"),
    commitDate: process.env["COMMIT_DATE"] || git("show", "-s", "--format=%cI", "HEAD"),
  };
  const options = {
    ...esbuild,
    entryPoints: [config.entry],
    outfile: config.bundle,
    banner: { js: "#!/usr/bin/env node" },
    define: { BUILD: JSON.stringify(made) },
    loader: { ".wasm": "binary" },
  } satisfies BuildOptions;
  const modules = {
    [seams.engine]: engineModule(worker.outputFiles[0]?.text ?? ""),
    [seams.page]: filesModule("loadPage", resolve(dirname(seams.page), "page")),
    [seams.console]: filesModule("loadConsole", resolve(dirname(seams.console), "page")),
  };
  // What is bundled is known only afterwards, and has to be inside.
  const tried = await build({
    ...options,
    write: false,
    metafile: true,
    plugins: [embed({ ...modules, [seams.packages]: packagesModule([]) })],
  });
  const packages = [...listBundled([worker.metafile, tried.metafile]), readNode()];
  const plugins = [embed({ ...modules, [seams.packages]: packagesModule(packages) })];
  await build({ ...options, plugins });
}

/** The packages of which something is in what was built. */
function listBundled(metafiles: readonly Metafile[]): readonly Package[] {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const folders = inputs.flatMap((input) => {
    return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [];
  });
  const packages = [...new Set(folders)].map(readPackage);
  return packages.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The runtime of the executable is the one that builds it; where it was installed whole, its licence lies above it. */
function readNode(): Package {
  const file = join(dirname(dirname(process.execPath)), "LICENSE");
  const text = existsSync(file) ? readFileSync(file, "utf8") : null;
  return {
    name: "node",
    version: process.versions.node,
    license: "MIT, and those of what it holds",
    text: text?.startsWith("Node.js is licensed") ? text : null,
  };
}

/** Stands for src/cli/packages.ts. */
function packagesModule(packages: readonly Package[]): string {
  return `export async function loadPackages() { return ${JSON.stringify(packages)}; }`;
}

/** Stands for src/ledger/engine.ts: the same exports, with wasm and worker inside. */
function engineModule(worker: string): string {
  return `
    import { Worker } from "node:worker_threads";
    import wasm from "sql.js/dist/sql-wasm.wasm";
    export async function readWasm() { return wasm; }
    export function startWorker(workerData) {
      return new Worker(${JSON.stringify(worker)}, { eval: true, workerData });
    }`;
}

/** Stands for a file that loads a page's files, with all of them inside. */
function filesModule(load: "loadPage" | "loadConsole", folder: string): string {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  return `export async function ${load}() { return ${JSON.stringify(Object.fromEntries(files))}; }`;
}

interface Pkg {
  readonly default: (
    entry: string,
    options: {
      readonly nodePath: string;
      readonly targets: readonly {
        nodeRange: string;
        platform: string;
        arch: string;
        output: string;
      }[];
      readonly seaConfig: Readonly<Record<string, unknown>>;
    },
  ) => Promise<void>;
}

/** pkg's SEA mode with the Node that runs this script: the pinned one, so nothing is downloaded. */
async function buildExecutable(): Promise<void> {
  const { default: sea } = createRequire(import.meta.url)("pkg/lib-es5/sea.js") as Pkg;
  rmSync(config.executable, { force: true });
  const platform = { linux: "linux", darwin: "macos", win32: "win" }[process.platform as string];
  await sea(resolve(config.bundle), {
    nodePath: process.execPath,
    targets: [
      {
        nodeRange: `node${process.versions.node.split(".")[0]}`,
        platform: platform ?? process.platform,
        arch: process.arch,
        output: resolve(config.executable),
      },
    ],
    seaConfig: {
      disableExperimentalSEAWarning: true,
      useSnapshot: false,
      useCodeCache: true,
      // Node itself would take a --env-file among our arguments, in its own way: `--` ends what it looks at.
      execArgv: ["--"],
      execArgvExtension: "none",
    },
  });
}

function tell(file: string): void {
  process.stdout.write(`${file}  ${(statSync(file).size / 1e6).toFixed(1)} MB\n`);
}

mkdirSync("dist", { recursive: true });
const isWhole = !process.argv.includes("--bundle");
const steps = isWhole ? [buildBundle, buildExecutable] : [buildBundle];
const { stderr, env } = process;
const write = (text: string): void => void stderr.write(text);
const terminal = { isTerminal: stderr.isTTY, columns: stderr.columns, write };
await withProgress({ stderr: terminal, env }, "Building", async (at) => {
  for (const [index, step] of steps.entries()) {
    await step();
    at(index + 1, steps.length);
  }
});
tell(config.bundle);
if (isWhole) tell(config.executable);
