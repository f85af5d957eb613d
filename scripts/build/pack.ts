import { createRequire } from "node:module";
import { join } from "node:path";

import { config, type Target } from "../../build.config.ts";

/** What pkg's file for single executable applications promises. */
interface Pkg {
  readonly default: (main: string, options: Readonly<Record<string, unknown>>) => Promise<void>;
}

/**
 * Lets pkg put everything into the target's Node and, on a Mac, sign it.
 * @param folder has the main script, load.js
 */
export async function pack(
  folder: string,
  {
    target,
    base,
    assets,
    output,
  }: { target: Target; base: string; assets: Readonly<Record<string, string>>; output: string },
): Promise<void> {
  const { default: sea } = createRequire(import.meta.url)("pkg/lib-es5/sea.js") as Pkg;
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
