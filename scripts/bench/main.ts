// `npm run bench`: durable acknowledgements against a bare Hono echo, and start-up against `node -e 0`, as ratios of one run.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

import { config } from "../../build.config.ts";
import { createWorldConfig } from "../../src/simulator/world.ts";
import { buildIfNeeded } from "../freshness.ts";
import type { Load, Seen } from "./load.ts";

const rounds = 3;
const seconds = 4;
const startPairs = 15;
const path = "/whatsapp/notification";
const secret = "bench-secret-bench-secret";

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function print(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(48)} ${value}\n`);
}

async function readPort(child: ChildProcess, pattern: RegExp): Promise<number> {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => (text += String(chunk)));
  for (;;) {
    const port = pattern.exec(text)?.[1];
    if (port) return Number(port);
    if (child.exitCode !== null) throw new Error(`ended too early: ${text}`);
    await new Promise((wait) => setTimeout(wait, 10));
  }
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

function startEcho(): ChildProcess {
  return spawn(process.execPath, [resolve("scripts/bench/echo.ts")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** `serve` with both other sides away: what is measured is taking notifications, with planning going on beside it. */
function startServe(folder: string): ChildProcess {
  writeFileSync(join(folder, "wa_config.json"), JSON.stringify(createWorldConfig()));
  return spawn(process.execPath, [resolve(config.bundle), "serve"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      TW_API_HOST: "http://127.0.0.1:9",
      TW_API_APPID: "bench",
      TW_API_SECRET: "bench",
      WA_API_KEY: "bench",
      WA_API_URL: "http://127.0.0.1:9",
      WA_WEBHOOK_SECRET: secret,
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: "0",
      WA_OPS_HOST: "off",
      WA_LOG_LEVEL: "info",
    },
  });
}

let loads = 0;
async function measure(child: ChildProcess, pattern: RegExp): Promise<Seen> {
  const load: Load = {
    port: await readPort(child, pattern),
    path,
    authorization: `Bearer ${secret}`,
    connections: 64,
    seconds,
    run: String(loads++),
  };
  const client = spawn(process.execPath, [resolve("scripts/bench/load.ts"), JSON.stringify(load)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  client.stdout.on("data", (chunk) => (text += String(chunk)));
  await once(client, "close");
  return JSON.parse(text) as Seen;
}

async function benchAcknowledgements(): Promise<void> {
  const results: { echo: Seen; serve: Seen }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-bench-"));
    const [echoServer, serveProcess] = [startEcho(), startServe(folder)];
    try {
      // One after the other: each has the machine for itself, and both see the same noise.
      const echo = await measure(echoServer, /"port":(\d+)/);
      const serve = await measure(serveProcess, /"notifications":(\d+)/);
      results.push({ echo, serve });
    } finally {
      await end(echoServer);
      await end(serveProcess);
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const of = (pick: (result: (typeof results)[number]) => number): number =>
    median(results.map(pick));
  const refused = results
    .flatMap(({ serve }) => Object.keys(serve.statuses))
    .filter((status) => status !== "200");
  print(
    "durable acknowledgements a second (64 connections)",
    of(({ serve }) => serve.perSecond).toFixed(0),
  );
  print("bare Hono echo, answers a second", of(({ echo }) => echo.perSecond).toFixed(0));
  print(
    "ratio (aim 0.5 or more)",
    of(({ serve, echo }) => serve.perSecond / echo.perSecond).toFixed(2),
  );
  print(
    "acknowledgement p50 / p99",
    `${of(({ serve }) => serve.p50Ms).toFixed(1)} ms / ${of(({ serve }) => serve.p99Ms).toFixed(1)} ms`,
  );
  print(
    "echo p50 / p99",
    `${of(({ echo }) => echo.p50Ms).toFixed(1)} ms / ${of(({ echo }) => echo.p99Ms).toFixed(1)} ms`,
  );
  print("answers other than 200", refused.length === 0 ? "none" : refused.join(", "));
}

function time(command: string, args: readonly string[]): number {
  const begin = performance.now();
  execFileSync(command, args, { stdio: "ignore" });
  return performance.now() - begin;
}

function benchStart(): void {
  const [node, program]: number[][] = [[], []];
  for (let pair = 0; pair < startPairs; pair += 1) {
    node?.push(time(process.execPath, ["-e", "0"]));
    program?.push(time(resolve(config.executable), ["--version"]));
  }
  const [nodeMs, programMs] = [median(node ?? []), median(program ?? [])];
  print("whatsapp-bot --version", `${programMs.toFixed(1)} ms`);
  print("node -e 0", `${nodeMs.toFixed(1)} ms`);
  print("ratio (aim 1.5 or less)", (programMs / nodeMs).toFixed(2));
}

buildIfNeeded();
await benchAcknowledgements();
benchStart();
