// A child of the benchmark: opens a store once, as a program that has just been started, and prints how long that took.
import process from "node:process";

import { openLedger } from "../../src/ledger/ledger.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { noReferences } from "../../test/contracts/ledger-samples.ts";
import { demand, silent } from "./figures.ts";
import { toPhone } from "./samples.ts";

export interface Opening {
  readonly store: string;
  readonly as: "writer" | "reader";
  /** What has to be found: the number of sessions, and of the newest delivery. */
  readonly sessions: number;
  readonly newestDelivery: number;
}

export interface Opened {
  readonly ms: number;
}

async function openAsWriter({ store, sessions, newestDelivery }: Opening): Promise<Opened> {
  const begin = performance.now();
  const ledger = await openLedger(store, { log: silent, pid: process.pid });
  const ms = performance.now() - begin;
  const known = await ledger.known({
    ...noReferences,
    identities: [{ kind: "phone", value: toPhone(sessions) }],
    deliveryIds: [newestDelivery],
  });
  demand(known.nextSessionId === sessions + 1, "sessions are missing");
  demand(
    known.sessions.some(({ session }) => session.id === sessions),
    "the last is missing",
  );
  demand(known.deliveries.length === 1, "the newest delivery is missing");
  return { ms };
}

async function openAsReader({ store, sessions, newestDelivery }: Opening): Promise<Opened> {
  const begin = performance.now();
  const reader = await openReader(store);
  const list = reader.sessions({ limit: 100, now: Date.now() });
  const ms = performance.now() - begin;
  const [newest] = reader.deliveries({ limit: 1 }).rows;
  demand(list.total === sessions && list.rows.length === 100, "sessions are missing");
  demand(newest?.id === newestDelivery, "the newest delivery is missing");
  return { ms };
}

if (import.meta.main) {
  const opening = JSON.parse(process.argv[2] ?? "{}") as Opening;
  const open = opening.as === "writer" ? openAsWriter : openAsReader;
  // Not closed: that would write everything into the file anew.
  process.stdout.write(JSON.stringify(await open(opening)), () => process.exit());
}
