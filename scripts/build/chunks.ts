import { basename, dirname, resolve } from "node:path";

import { build, transform, type Metafile, type Plugin } from "esbuild";

import { config } from "../../build.config.ts";
import type { Build } from "../../src/cli/version.ts";

/** The program in pieces: what a command does not need is never read. */
export interface Chunks {
  /** Each chunk's code by its name, wrapped into the function that loader.ts calls. */
  readonly code: ReadonlyMap<string, string>;
  /** What each chunk was made of. */
  readonly metafile: Metafile;
}

/**
 * Splits the program where it says `import()`.
 * esbuild splits into ES modules only, and V8 caches the code of scripts only: so each module becomes CommonJS afterwards.
 */
export async function buildChunks(made: Build): Promise<Chunks> {
  const { outputFiles, metafile } = await build({
    ...config.esbuild,
    entryPoints: config.entries,
    outdir: "chunks",
    splitting: true,
    format: "esm",
    write: false,
    metafile: true,
    define: { BUILD: JSON.stringify(JSON.stringify(made)) },
    plugins: [embed, spare],
  });
  const { platform, target, minifySyntax, minifyWhitespace } = config.esbuild;
  const options = { platform, target, minifySyntax, minifyWhitespace };
  const chunks = outputFiles.map(async ({ path, text }) => {
    const { code } = await transform(text, {
      ...options,
      format: "cjs",
      supported: { "dynamic-import": false },
    });
    return [
      basename(path),
      `(function(module,exports,require,__filename,__dirname){${code}})`,
    ] as const;
  });
  return { code: new Map(await Promise.all(chunks)), metafile };
}

/** Replaces the seams by what reads from the executable. */
const embed: Plugin = {
  name: "embed",
  setup(builder) {
    const seams = new Set(config.seams.map((file) => resolve(file)));
    const embedded = JSON.stringify(resolve("scripts/build/inside/embedded.ts"));
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!seams.has(path)) return null;
      return { contents: `export * from ${embedded}`, loader: "ts", resolveDir: dirname(path) };
    });
  },
};

/** commander can start subcommands that are programs of their own. We have none, and what starts them takes 1 ms to load. */
const spare: Plugin = {
  name: "spare",
  setup(builder) {
    builder.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /\bcommander\b/.test(importer) ? { path, namespace: "spare" } : null,
    );
    builder.onLoad({ filter: /.*/, namespace: "spare" }, () => ({ contents: "export default {}" }));
  },
};

/** The first code of the executable, as one script that needs nothing. */
export async function buildLoader(): Promise<string> {
  const { outputFiles } = await build({
    ...config.esbuild,
    entryPoints: ["scripts/build/inside/load.ts"],
    format: "cjs",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
