import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { TargetName } from "../../build.config.ts";
import { findNodeBinary } from "../build/node/node-binary.ts";
import { runByNode, type Runner } from "../build/node/runner.ts";
import { readBlob, type Blob } from "./blob.ts";
import type { Checks } from "./checks.ts";

/** Looks at what is inside, without running it. @param target whose Node is asked whether it takes the code cache */
export function smokeContents(
  file: string,
  target: { readonly name: TargetName; readonly runner: Runner } | null,
  checks: Checks,
): void {
  const blob = readBlob(readFileSync(file));
  const { main, assets, options, ignoresNodeOptions } = blob;
  checks.check("no path of the machine that built it is inside", main === "../load.js");
  checks.check("NODE_OPTIONS does not steer it", ignoresNodeOptions && options.at(-1) === "--");
  const files = ["sql-wasm.wasm", "packages.json", "console.json", "simulator.json"];
  const wanted = ["load.js", "main.js", "worker.js", ...files];
  checks.check(
    `${wanted.join(", ")} are inside`,
    wanted.every((one) => assets.get(one)?.length),
  );
  if (!target) return;
  const { scripts, taken } = countTaken(blob, target);
  checks.check(`V8 takes the code cache of each of the ${scripts} chunks`, taken === scripts);
}

interface Count {
  readonly scripts: number;
  readonly taken: number;
}

function countTaken(
  { assets, options }: Blob,
  { name, runner }: { readonly name: TargetName; readonly runner: Runner },
): Count {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-smoke-"));
  try {
    for (const [asset, content] of assets) writeFileSync(join(folder, asset), content);
    const node = resolve(findNodeBinary(name, null));
    const script = resolve(import.meta.dirname, "count-taken.ts");
    // With the options that the executable has inside: V8 takes no cache that was made under other ones.
    const args = [...options, script, folder];
    return JSON.parse(runByNode(runner, { node, args, place: folder, environment: {} })) as Count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
