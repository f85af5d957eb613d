// The executable's start-up against `node -e 0`, as a ratio of one run.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";

import { config } from "../../build.config.ts";
import { buildIfNeeded } from "../freshness.ts";
import { atMost, median, print } from "./figures.ts";

const pairs = 15;

export async function benchStartup(): Promise<void> {
  buildIfNeeded();
  const node: number[] = [];
  const program: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    node.push(time(process.execPath, ["-e", "0"]));
    program.push(time(resolve(config.executable), ["--version"]));
  }
  const ratio = median(program) / median(node);
  print("whatsapp-bot --version", `${median(program).toFixed(1)} ms`);
  print("node -e 0", `${median(node).toFixed(1)} ms`);
  print("ratio", ratio.toFixed(2), atMost(ratio, 1.5));
}

function time(command: string, args: readonly string[]): number {
  const begin = performance.now();
  execFileSync(command, args, { stdio: "ignore" });
  return performance.now() - begin;
}
