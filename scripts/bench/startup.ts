// How soon the executable has done something, or is ready to, against `node -e 0`, as ratios of one run.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import process from "node:process";

import { config } from "../../build.config.ts";
import { writeExecutable } from "../build/executable.ts";
import { hostTarget } from "../build/node/host.ts";
import { findNodeBinary } from "../build/node/node-binary.ts";
import { makeProgram } from "../build/program.ts";
import { readProvenance } from "../build/provenance.ts";
import { buildIfNeeded } from "../freshness.ts";
import { startBetween, opsPort, type Between } from "./between.ts";
import { atMost, demand, median, print, type Aim } from "./figures.ts";
import { kill, readPort } from "./server.ts";
import { fillStore } from "./store-sample.ts";

const rounds = 15;
const sessions = 20;
/** Where the commands look by themselves. */
const store = "whatsapp_bot.db";

interface Task {
  readonly name: string;
  /** @returns how long it took */
  readonly run: (between: Between, round: number) => number | Promise<number>;
  readonly aim?: (times: { readonly ms: number; readonly ratio: number }) => Aim;
}

/** As the executable, but V8 has to compile what it runs. */
const withoutCache = "without-cache";

const node: Task = { name: "node -e 0", run: () => time(process.execPath, ["-e", "0"]) };

const tasks: readonly Task[] = [
  node,
  command(["--version"], ({ ratio }) => atMost(ratio, 1.2)),
  command(["--help"]),
  command(["config", "validate"], ({ ratio }) => atMost(ratio, 1.5)),
  command(["sessions", "list"]),
  {
    name: "config validate without a code cache",
    run: ({ folder, environment }) =>
      time(join(folder, withoutCache), ["config", "validate"], { cwd: folder, env: environment }),
  },
  {
    name: "serve, until readyz answers 200",
    run: timeReady,
    aim: ({ ms }) => atMost(ms, 300, " ms"),
  },
];

export async function benchStartup(): Promise<void> {
  buildIfNeeded();
  const between = await startBetween();
  try {
    await fillStore(join(between.folder, store), sessions);
    await writeWithoutCache(join(between.folder, withoutCache));
    const times = new Map<Task, number[]>(tasks.map((task) => [task, []]));
    for (let round = 0; round < rounds; round += 1) {
      // In turn, so that all of them see the same noise.
      for (const [task, taken] of times) taken.push(await task.run(between, round));
    }
    const least = median(times.get(node) ?? []);
    for (const [{ name, aim }, taken] of times) {
      const ms = median(taken);
      const ratio = ms / least;
      print(name, `${ms.toFixed(1)} ms, ratio ${ratio.toFixed(2)}`, aim?.({ ms, ratio }));
    }
  } finally {
    await between.close();
  }
}

async function writeWithoutCache(file: string): Promise<void> {
  const { program } = await makeProgram(readProvenance());
  const target = hostTarget();
  await writeExecutable(target, file, {
    program,
    node: findNodeBinary(target, null),
    runner: null,
  });
}

function command(args: readonly string[], aim?: Task["aim"]): Task {
  return {
    name: `whatsapp-bot ${args.join(" ")}`,
    run: ({ folder, environment }) =>
      time(resolve(config.executable), args, { cwd: folder, env: environment }),
    ...(aim && { aim }),
  };
}

/** @throws Error where it does not end with 0 */
function time(
  program: string,
  args: readonly string[],
  surroundings: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): number {
  const begin = performance.now();
  execFileSync(program, args, { ...surroundings, stdio: "ignore" });
  return performance.now() - begin;
}

/** On an empty store: each round has its own. */
async function timeReady(between: Between, round: number): Promise<number> {
  const begin = performance.now();
  const serve = between.serve(`empty-${round}.db`);
  try {
    const port = await readPort(serve, opsPort);
    const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
    const ms = performance.now() - begin;
    demand(status === 200, `readyz answered ${status}`);
    return ms;
  } finally {
    await kill(serve);
  }
}
