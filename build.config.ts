import type { BuildOptions } from "esbuild";

/** What is built and how; scripts/build.ts does it. */
export const config = {
  /** The program as one CommonJS file: runs on Node 24 with nothing beside it. */
  bundle: "dist/whatsapp-bot.cjs",
  /** The standalone executable for this host: the pinned Node with the bundle inside. */
  executable: "dist/whatsapp-bot",
  entry: "src/main.ts",
  /** The ledger's worker, embedded in the bundle as text. */
  worker: "src/ledger/worker.ts",
  /** The files that reach for others beside them; the build replaces each by one that holds their content. */
  seams: {
    engine: "src/ledger/engine.ts",
    page: "src/simulator/page.ts",
    console: "src/ops/console/files.ts",
    packages: "src/cli/packages.ts",
  },
  esbuild: {
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    conditions: ["import", "node"],
    minify: false,
    legalComments: "linked",
  } satisfies BuildOptions,
};
