// Durable acknowledgements against a bare Hono echo, as a ratio of one run.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

import { buildIfNeeded } from "../freshness.ts";
import { atLeast, median, print } from "./figures.ts";
import type { Load, Seen } from "./load.ts";
import {
  authorization,
  kill,
  notificationPath,
  readPort,
  servePort,
  startServe,
} from "./server.ts";

const rounds = 3;
const seconds = 4;

export async function benchAcknowledgements(): Promise<void> {
  buildIfNeeded();
  const results: { echo: Seen; serve: Seen }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-bench-"));
    const [echoServer, serveProcess] = [startEcho(), startServe(folder)];
    try {
      // One after the other: each has the machine for itself, and both see the same noise.
      const echo = await measure(echoServer, { pattern: /"port":(\d+)/, run: `echo${round}` });
      const serve = await measure(serveProcess, { pattern: servePort, run: `serve${round}` });
      results.push({ echo, serve });
    } finally {
      await kill(echoServer);
      await kill(serveProcess);
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
  const ratio = of(({ serve, echo }) => serve.perSecond / echo.perSecond);
  print("ratio", ratio.toFixed(2), atLeast(ratio, 0.5));
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

function startEcho(): ChildProcess {
  return spawn(process.execPath, [resolve("scripts/bench/echo.ts")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function measure(
  child: ChildProcess,
  { pattern, run }: { pattern: RegExp; run: string },
): Promise<Seen> {
  const load: Load = {
    port: await readPort(child, pattern),
    path: notificationPath,
    authorization,
    connections: 64,
    seconds,
    run,
    customers: 50,
  };
  const client = spawn(process.execPath, [resolve("scripts/bench/load.ts"), JSON.stringify(load)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  client.stdout.on("data", (chunk) => (text += String(chunk)));
  await once(client, "close");
  return JSON.parse(text) as Seen;
}
