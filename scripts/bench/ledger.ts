import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import { openLedger } from "../../src/ledger/ledger.ts";

/** How many durable notifications a second the ledger takes, and how long one waits for its place on disk. */
export interface LedgerPace {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Measures `record()` with callers that each ask again as soon as they are answered. @param folder on the disk to measure */
export async function measureLedger(
  folder: string,
  { callers, durationMs, bodyBytes }: { callers: number; durationMs: number; bodyBytes: number },
): Promise<LedgerPace> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const ledger = await openLedger(join(folder, "bench.db"), { log, pid: process.pid });
  const body = Buffer.alloc(bodyBytes, "{}");
  const waits: number[] = [];
  const begin = performance.now();
  async function call(): Promise<void> {
    for (let now = begin; now < begin + durationMs;) {
      await ledger.record({ source: "dialog360", receivedAt: Date.now(), body });
      const answered = performance.now();
      waits.push(answered - now);
      now = answered;
    }
  }
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - begin) / 1000;
  await ledger.close();
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    perSecond: Math.round(waits.length / seconds),
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? 0,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
  };
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), "ledger-bench-"));
  try {
    const pace = await measureLedger(folder, { callers: 64, durationMs: 5000, bodyBytes: 1000 });
    process.stdout.write(
      `ledger: ${pace.perSecond} durable record() a second at 64 callers, ` +
        `p50 ${pace.p50Ms.toFixed(2)} ms, p99 ${pace.p99Ms.toFixed(2)} ms\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
