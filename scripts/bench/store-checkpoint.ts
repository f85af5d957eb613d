// What serving a large store is like while a checkpoint is written: waits, stalls and memory.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { atMost, inMegabytes, median, percentile, print } from "./figures.ts";
import { printNoise } from "./noise.ts";
import { serveThroughCheckpoint, type Served } from "./serving.ts";
import type { Moment } from "./stalls.ts";
import { placeStore, sizes, type SampleStore } from "./store-sample.ts";

const rounds = 3;
const perSecond = 200;
/** Fewer have no 99th percentile to speak of. */
const fewest = 100;

export async function benchCheckpoint(sample: SampleStore, folder: string): Promise<void> {
  const served: Served[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const place = join(folder, `serve-${round}`);
    const store = placeStore(sample, { folder: place, withLog: true });
    const recorded = sample.deliveries + sample.log.messages;
    const customers = sizes.sessions;
    served.push(await serveThroughCheckpoint(store, { recorded, perSecond, customers }));
    rmSync(place, { recursive: true });
  }
  const lengths = served.flatMap(({ checkpoint }) =>
    checkpoint ? [checkpoint.endedAt - checkpoint.begunAt] : [],
  );
  const count = lengths.length;
  print(`${perSecond} notifications a second, rounds with a checkpoint`, `${count} of ${rounds}`, {
    text: String(rounds),
    met: count === rounds,
  });
  if (count > 0) print("  it took", `${median(lengths).toFixed(0)} ms`);
  printWaits("outside it", toWaits(served, isOutside));
  printWaits("during it", toWaits(served, isDuring));
  printStall("outside it", findLargestStall(served, isOutside));
  printStall("during it", findLargestStall(served, isDuring));
  const senderStallMs = percentile(
    served.map((round) => round.senderStallMs),
    1,
  );
  print("  largest stall of the sender itself", `${senderStallMs.toFixed(1)} ms`);
  printMemory(served);
  printNoise(median(served.map(({ otherCores }) => otherCores)));
}

/** A time from `from` to `to` in what was served, and whether it belongs to what is asked. */
type Choice = (served: Served, from: number, to: number) => boolean;

function isDuring({ checkpoint }: Served, from: number, to: number): boolean {
  return checkpoint !== null && from <= checkpoint.endedAt && to >= checkpoint.begunAt;
}

function isOutside(served: Served, from: number, to: number): boolean {
  return from >= served.begunAt && !isDuring(served, from, to);
}

function toWaits(all: readonly Served[], choose: Choice): number[] {
  return all.flatMap((served) =>
    served.acknowledgements
      .filter(({ sentAt, answeredAt }) => choose(served, sentAt, answeredAt))
      .map(({ sentAt, answeredAt }) => answeredAt - sentAt),
  );
}

function findLargestStall(all: readonly Served[], choose: Choice): Moment | undefined {
  return all
    .flatMap((served) => served.moments.filter(({ since, at }) => choose(served, since, at)))
    .toSorted((one, other) => other.stallMs - one.stallMs)[0];
}

function printWaits(when: string, waits: readonly number[]): void {
  const name = `  acknowledgements ${when}, p50 / p99 / max`;
  if (waits.length < fewest) return printNothing(name, waits.length);
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(waits, share));
  const value = [p50, p99, most].map((ms) => ms?.toFixed(1)).join(" / ");
  print(`  ${waits.length} acknowledgements ${when}, p50 / p99 / max`, `${value} ms`, {
    text: "p99 100 ms or less",
    met: p99 !== undefined && p99 <= 100,
  });
}

function printStall(when: string, moment: Moment | undefined): void {
  const name = `  largest stall of the serving thread ${when}`;
  if (!moment) return printNothing(name, 0);
  const { stallMs, starvedMs } = moment;
  print(name, `${stallMs.toFixed(1)} ms`, atMost(stallMs, 50, " ms"));
  print("    of which it waited for a core", `${Math.min(stallMs, starvedMs).toFixed(1)} ms`);
}

function printMemory(all: readonly Served[]): void {
  print(
    "  resident memory once opened, largest",
    toLargest(all, (served, _, at) => at < served.begunAt),
  );
  print("    at its peak outside a checkpoint", toLargest(all, isOutside));
  print("    at its peak during a checkpoint", toLargest(all, isDuring));
  print("    2 s after a checkpoint", toLargest(all, isWellAfter));
}

/** The last moments of what was served. */
function isWellAfter({ checkpoint, moments }: Served, from: number): boolean {
  return checkpoint !== null && from > (moments.at(-1)?.at ?? 0) - 100;
}

function toLargest(all: readonly Served[], choose: Choice): string {
  const memory = all.flatMap((served) =>
    served.moments.filter(({ since, at }) => choose(served, since, at)).map(({ rss }) => rss),
  );
  return memory.length === 0 ? "no checkpoint happened" : inMegabytes(percentile(memory, 1));
}

/** What was not measured must not look good. */
function printNothing(name: string, count: number): void {
  const value = count === 0 ? "no checkpoint happened" : `only ${count}`;
  print(name, value, { text: "a measurement", met: false });
}
