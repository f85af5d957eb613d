// What the program adds to its Node, and what is downloaded.
import { existsSync, readFileSync, statSync } from "node:fs";

import { config } from "../../build.config.ts";
import manifest from "../../package.json" with { type: "json" };
import { hostTarget } from "../build/node/host.ts";
import { findNodeBinary } from "../build/node/node-binary.ts";
import { prepareNode } from "../build/node/prepare-node.ts";
import { namePublished } from "../build/release.ts";
import { buildIfNeeded } from "../freshness.ts";
import { atMost, print } from "./figures.ts";

/** Bytes of this host's executable, of its Node as nodejs.org gives it and as it is inside, and of what is downloaded. */
export interface Weights {
  readonly executable: number;
  readonly node: number;
  readonly stripped: number;
  /** The archive for linux-x64; null before `npm run build:all`. */
  readonly archive: number | null;
}

/** The most that is beside Node, and the most of an archive, in bytes. */
export const mostBeside = 2_500_000;
export const mostOfArchive = 32_000_000;

export function weigh(): Weights {
  buildIfNeeded();
  const target = hostTarget();
  const node = readFileSync(findNodeBinary(target, null));
  const { archive } = namePublished(manifest.version, "linux-x64");
  return {
    executable: statSync(config.executable).size,
    node: node.length,
    stripped: prepareNode(node, config.targets[target]).length,
    archive: existsSync(archive) ? statSync(archive).size : null,
  };
}

export async function benchSize(): Promise<void> {
  const { executable, node, stripped, archive } = weigh();
  const beside = executable - stripped;
  print("executable", inMegabytes(executable));
  print("executable to Node as it is published", (executable / node).toFixed(3));
  print("executable to Node inside it", (executable / stripped).toFixed(3));
  const most = mostBeside / 1e6;
  print("beside that Node", inMegabytes(beside), atMost(beside / 1e6, most, " MB"));
  if (archive === null) return;
  const mostDownloaded = mostOfArchive / 1e6;
  print(
    "archive for linux-x64",
    inMegabytes(archive),
    atMost(archive / 1e6, mostDownloaded, " MB"),
  );
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
