import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { transformSync } from "esbuild";

import { openReader } from "../../src/ledger/reader.ts";
import { demand } from "./figures.ts";
import { Noise } from "./noise.ts";
import { createRequests } from "./requests.ts";
import {
  authorization,
  kill,
  notificationPath,
  readPort,
  servePort,
  startServe,
} from "./server.ts";
import type { Moment } from "./stalls.ts";
import { StoreWatch, type Checkpoint } from "./store-watch.ts";
import { Traffic, type Acknowledgement } from "./traffic.ts";

/** What was seen of a `serve` that took notifications at a steady pace. */
export interface Served {
  /** Null if there was none. */
  readonly checkpoint: Checkpoint | null;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly moments: readonly Moment[];
  /** When the first notification was sent. */
  readonly begunAt: number;
  /** How long the sender of the notifications itself stood still at most. */
  readonly senderStallMs: number;
  /** Cores that other programs used meanwhile. */
  readonly otherCores: number;
}

export interface ServeOptions {
  /** How many notifications the store has already. */
  readonly recorded: number;
  readonly perSecond: number;
  readonly customers: number;
}

/** How long a checkpoint is waited for, and how long serving goes on after it. */
const patienceMs = 10_000;
const afterMs = 2000;
const idleMs = 300;

/** Serves a store until it has written a checkpoint, and a little longer; then all that was acknowledged has to be in it. */
export async function serveThroughCheckpoint(
  store: string,
  options: ServeOptions,
): Promise<Served> {
  const serve = startServe(dirname(store), ["--import", toPlainScript("scripts/bench/stalls.ts")]);
  const moments: Moment[] = [];
  serve.on("message", (moment: Moment) => moments.push(moment));
  try {
    const port = await readPort(serve, servePort);
    await pause(idleMs);
    const watch = new StoreWatch(store);
    const begunAt = now();
    const noise = new Noise();
    const { perSecond, customers } = options;
    const run = String(begunAt);
    const toRequest = createRequests({ path: notificationPath, authorization, run, customers });
    const traffic = new Traffic(port, { perSecond, toRequest });
    const latest = begunAt + patienceMs;
    while (now() < (watch.checkpoint ? watch.checkpoint.endedAt + afterMs : latest))
      await pause(50);
    await traffic.stop();
    watch.close();
    const { acknowledgements, sent, stallMs: senderStallMs } = traffic;
    const { checkpoint } = watch;
    const seen = moments.filter(({ at }) => at > begunAt);
    const [first, last] = [seen[0]?.processorMs ?? 0, seen.at(-1)?.processorMs ?? 0];
    const otherCores = noise.cores(last - first);
    await kill(serve);
    const refused = acknowledgements.filter(({ status }) => status !== "200");
    demand(refused.length === 0, `${refused.length} answers other than 200`);
    demand(seen.length > 10, "the program told nothing of its stalls");
    await demandRecorded(store, options.recorded + sent);
    return { checkpoint, acknowledgements, moments, begunAt, senderStallMs, otherCores };
  } finally {
    await kill(serve);
  }
}

async function demandRecorded(store: string, count: number): Promise<void> {
  const reader = await openReader(store);
  const { total } = reader.notifications({ limit: 1 });
  reader.close();
  demand(total === count, `${count} notifications acknowledged, ${total} in the store`);
}

/** A script as an address, without its types: a compiler in the process would count as the program's memory. */
function toPlainScript(file: string): string {
  const { code } = transformSync(readFileSync(resolve(file), "utf8"), {
    loader: "ts",
    format: "esm",
  });
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
