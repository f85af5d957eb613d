// Durable transactions a second with 64 callers: our ledger against `node:sqlite` on the same disk, turn by turn.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import { openLedger } from "../../src/ledger/ledger.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { emptyPlan } from "../../test/contracts/ledger-samples.ts";
import { atLeast, demand, median, percentile, print, silent } from "./figures.ts";
import { NodeSqliteLedger, type Counts } from "./node-sqlite.ts";
import { Noise, printNoise } from "./noise.ts";
import { toSession } from "./samples.ts";
import { beginLife, createNotification, type Durable } from "./work.ts";

const callers = 64;
const rounds = 5;
const warmUpMs = 400;
const measuredMs = 800;

/** What each caller does again and again, one call after the other. */
interface Work {
  readonly name: string;
  /** How many calls, each a transaction, one turn makes. */
  readonly transactions: number;
  /** How many deliveries are settled in one turn. */
  readonly sent: number;
  begin(ledger: Durable): (session: number) => Promise<void>;
}

/** One of the two that are compared, with an empty store. */
interface Contender {
  readonly ledger: Durable;
  /** Closes the store and counts what is in it. */
  finish(): Promise<Counts>;
}

interface Pace {
  readonly perSecond: number;
  readonly waitsMs: readonly number[];
}

export async function benchLedger(): Promise<void> {
  const noise = new Noise();
  for (const work of [recording, wholeLife]) {
    const ours: Pace[] = [];
    const theirs: Pace[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await measure(openOurs, work));
      theirs.push(await measure(openNodeSqlite, work));
    }
    print(`${work.name}, ${callers} callers, transactions a second`, toRange(ours));
    print("  node:sqlite, WAL, synchronous=FULL, same rows", toRange(theirs));
    const ratio = median(ours.map((pace, at) => pace.perSecond / (theirs[at]?.perSecond ?? 0)));
    print("  ratio", ratio.toFixed(2), atLeast(ratio, 2));
    print("  one turn of a caller p50 / p99", toWaits(ours));
    print("  the same with node:sqlite", toWaits(theirs));
  }
  printNoise(noise.cores());
}

const recording: Work = {
  name: "record",
  transactions: 1,
  sent: 0,
  begin: (ledger) => () => ledger.record(createNotification()),
};

const wholeLife: Work = {
  name: "record, plan, take, settle",
  transactions: 4,
  sent: 1,
  begin: (ledger) => beginLife(ledger, { recorded: 0 }),
};

async function measure(open: (folder: string) => Promise<Contender>, work: Work): Promise<Pace> {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-bench-"));
  try {
    const contender = await open(folder);
    const turn = work.begin(contender.ledger);
    const warmUp = await run(turn, warmUpMs);
    const measured = await run(turn, measuredMs);
    const turns = warmUp.waitsMs.length + measured.waitsMs.length;
    const { notifications, sent } = await contender.finish();
    demand(notifications === turns, `${turns} recorded, ${notifications} in the store`);
    demand(sent === turns * work.sent, `${turns * work.sent} settled, ${sent} in the store`);
    return { ...measured, perSecond: measured.perSecond * work.transactions };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(turn: (session: number) => Promise<void>, ms: number): Promise<Pace> {
  const waitsMs: number[] = [];
  const begin = performance.now();
  async function call(session: number): Promise<void> {
    for (let now = begin; now < begin + ms;) {
      await turn(session);
      const answered = performance.now();
      waitsMs.push(answered - now);
      now = answered;
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, index) => call(index + 1)));
  return { waitsMs, perSecond: waitsMs.length / ((performance.now() - begin) / 1000) };
}

async function openOurs(folder: string): Promise<Contender> {
  const store = join(folder, "bench.db");
  const ledger = await openLedger(store, { log: silent, pid: process.pid });
  await ledger.plan({ ...emptyPlan, newSessions: createSessions() });
  return {
    ledger,
    async finish() {
      await ledger.close();
      const reader = await openReader(store);
      const { total: notifications } = reader.notifications({ limit: 1 });
      const { total: sent } = reader.deliveries({ states: ["sent"], limit: 1 });
      reader.close();
      return { notifications, sent };
    },
  };
}

async function openNodeSqlite(folder: string): Promise<Contender> {
  const store = join(folder, "bench.db");
  const maker = await openLedger(store, { log: silent, pid: process.pid });
  await maker.close();
  const ledger = new NodeSqliteLedger(store);
  await ledger.plan({ ...emptyPlan, newSessions: createSessions() });
  return {
    ledger,
    async finish() {
      const counts = ledger.count();
      ledger.close();
      return counts;
    },
  };
}

function createSessions(): ReturnType<typeof toSession>[] {
  return Array.from({ length: callers }, (_, index) => toSession(index + 1, Date.now()));
}

function toRange(paces: readonly Pace[]): string {
  const rates = paces.map(({ perSecond }) => perSecond);
  const [least, most] = [percentile(rates, 0), percentile(rates, 1)].map(Math.round);
  return `${Math.round(median(rates))} (${least} to ${most})`;
}

function toWaits(paces: readonly Pace[]): string {
  const waits = paces.flatMap(({ waitsMs }) => waitsMs);
  return `${percentile(waits, 0.5).toFixed(2)} / ${percentile(waits, 0.99).toFixed(2)} ms`;
}
