// What an idle `serve` keeps in memory against a bare Hono server on the same Node, as ratios of one run.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

import { build } from "esbuild";

import { config } from "../../build.config.ts";
import { buildIfNeeded } from "../freshness.ts";
import { opsPort, startBetween } from "./between.ts";
import { atMost, demand, median, print } from "./figures.ts";
import { kill, readPort } from "./server.ts";

const rounds = 3;
const restMs = 10_000;

/** Of one process, in bytes. */
interface Memory {
  /** All its pages, also those of program files that others could share. */
  readonly resident: number;
  /** What is of no file: heaps, stacks, buffers. */
  readonly anonymous: number;
}

export async function benchMemory(): Promise<void> {
  if (process.platform !== "linux") return print("memory of an idle serve", "measured on Linux");
  buildIfNeeded();
  const between = await startBetween();
  try {
    const executable = placeOnDisk(resolve(config.executable), between.folder);
    const node = placeOnDisk(process.execPath, between.folder);
    const script = join(between.folder, "echo.cjs");
    await build({ ...config.esbuild, entryPoints: ["scripts/bench/echo.ts"], outfile: script });
    const seen: { serve: Memory; hono: Memory }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const serve = between.serve(`${round}.db`, executable);
      const hono = spawn(node, [script], { stdio: ["ignore", "pipe", "pipe"] });
      try {
        await Promise.all([call(serve, opsPort, "/readyz"), call(hono, /"port":(\d+)/, "/")]);
        await pause(restMs);
        seen.push({ serve: readMemory(serve), hono: readMemory(hono) });
      } finally {
        await kill(serve);
        await kill(hono);
      }
    }
    for (const kind of ["resident", "anonymous"] as const) {
      const [serve, hono] = [
        median(seen.map((each) => each.serve[kind])),
        median(seen.map((each) => each.hono[kind])),
      ];
      const ratio = serve / hono;
      print(`${kind} memory of an idle serve`, toMegabytes(serve));
      print("  of a bare Hono server", toMegabytes(hono));
      print("  ratio", ratio.toFixed(2), kind === "resident" ? atMost(ratio, 1.4) : undefined);
    }
  } finally {
    await between.close();
  }
}

/**
 * A copy that both sides get alike and that is read from the disk, as a program usually is: of a file that was just written
 * the kernel counts up to 30 MB more, as it maps larger pieces for whoever touches a part.
 */
function placeOnDisk(program: string, folder: string): string {
  const copy = join(folder, basename(program));
  copyFileSync(program, copy);
  execFileSync("sync", [copy]);
  execFileSync("dd", [`if=${copy}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
  return copy;
}

/** Both have answered once before they rest. */
async function call(child: ChildProcess, pattern: RegExp, path: string): Promise<void> {
  const port = await readPort(child, pattern);
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  await answer.arrayBuffer();
}

function readMemory({ pid }: ChildProcess): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  function read(name: string): number {
    const kilobytes = new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(rollup)?.[1];
    demand(kilobytes !== undefined, `no ${name} in the rollup`);
    return Number(kilobytes) * 1024;
  }
  return { resident: read("Rss"), anonymous: read("Anonymous") };
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
