// A large store: how long it takes to open, and what serving it is like while a checkpoint is written.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

import { buildIfNeeded } from "../freshness.ts";
import { atMost, inMegabytes, median, print } from "./figures.ts";
import { benchCheckpoint } from "./store-checkpoint.ts";
import { benchList } from "./store-list.ts";
import type { Opened, Opening } from "./store-open.ts";
import { makeSampleStore, placeStore, sizes, type SampleStore } from "./store-sample.ts";

const rounds = 3;

export async function benchStore(): Promise<void> {
  buildIfNeeded();
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-bench-"));
  try {
    const sample = await makeSampleStore(folder);
    const { log, deliveries, bytes } = sample;
    print(`${sizes.sessions} sessions, ${deliveries} settled deliveries`, inMegabytes(bytes));
    print("its log", `${inMegabytes(log.bytes)}, ${log.statements} statements`);
    benchOpening(sample, folder);
    benchList(sample.file, sizes.sessions);
    await benchCheckpoint(sample, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchOpening(sample: SampleStore, folder: string): void {
  for (const withLog of [false, true]) {
    for (const as of ["writer", "reader"] as const) {
      const times = Array.from({ length: rounds }, (_, round) => {
        const place = join(folder, `${as}-${withLog}-${round}`);
        const newestDelivery = sample.deliveries + (withLog ? sample.log.messages : 0);
        const store = placeStore(sample, { folder: place, withLog });
        const { ms } = open({ store, as, sessions: sizes.sessions, newestDelivery });
        rmSync(place, { recursive: true });
        return ms;
      });
      const what = as === "writer" ? "for writing" : "as reader, with a list";
      const ms = median(times);
      const name = `opened ${what}${withLog ? ", log to replay" : ""}`;
      print(name, `${ms.toFixed(0)} ms`, atMost(Math.round(ms), 2000, " ms"));
    }
  }
}

/** In a process of its own: a program that has just been started is not warm. */
function open(opening: Opening): Opened {
  const child = [resolve("scripts/bench/store-open.ts"), JSON.stringify(opening)];
  return JSON.parse(execFileSync(process.execPath, child, { encoding: "utf8" })) as Opened;
}
