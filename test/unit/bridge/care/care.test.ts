import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { Care } from "../../../../src/bridge/care/care.ts";
import { LedgerWriteError } from "../../../../src/bridge/errors.ts";
import { createHours, type Hours } from "../../../../src/bridge/hours.ts";
import type { Attention, Neglected } from "../../../../src/bridge/planned.ts";
import type { Ledger } from "../../../../src/bridge/ports.ts";
import { createManualClock, type ManualClock } from "../../../fakes/clock.ts";
import { profile, session } from "../plan/planning.ts";

const minute = 60_000;
const hour = 60 * minute;
const nothing: Neglected = { owed: [], kept: [], next: null };

interface Scene {
  readonly care: Care;
  readonly clock: ManualClock;
  /** When it looked, in minutes since the start, and how far ahead. */
  readonly looks: (readonly [number, number])[];
  readonly stored: Attention[];
}

function setScene(
  t: TestContext,
  neglected: () => Neglected,
  { hours, attend }: { hours?: Hours; attend?: Ledger["attend"] } = {},
): Scene {
  const clock = createManualClock();
  const start = clock.now();
  const stop = new AbortController();
  const looks: [number, number][] = [];
  const stored: Attention[] = [];
  const silent = (): void => {};
  const config = { ...profile.config, windowWarningMinutes: [60] };
  const care = new Care({
    ports: {
      clock,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      profile: () => ({ ...profile, config, ...(hours && { hours }) }),
      ledger: {
        async neglected({ now, endsBefore }) {
          looks.push([(now - start) / minute, (endsBefore - now) / minute]);
          return neglected();
        },
        async attend(attention) {
          stored.push(attention);
          return attend ? attend(attention) : [];
        },
      },
    },
    onNotices: silent,
  });
  const ended = care.run(stop.signal);
  t.after(async () => {
    stop.abort();
    await ended;
  });
  return { care, clock, looks, stored };
}

/** A customer who waits, and whose window ends so long after the start. */
function waitUntil(clock: ManualClock, ms: number): Neglected {
  const at = clock.now();
  return { ...nothing, owed: [{ ...session, lastReceivedAt: at, windowExpiresAt: at + ms }] };
}

test("Care looks every ten minutes, ahead to the next look, and stores nothing where nothing is due", async (t) => {
  const { clock, looks, stored } = setScene(t, () => nothing);
  await clock.advance(22 * minute);
  assert.deepEqual(looks, [
    [1, 70],
    [11, 70],
    [21, 70],
  ]);
  assert.deepEqual(stored, []);
});

test("Care looks at the very moment at which something is due", async (t) => {
  let found = nothing;
  const { clock, looks, stored } = setScene(t, () => found);
  found = waitUntil(clock, 77 * minute);
  await clock.advance(20 * minute);
  assert.deepEqual(
    looks.map(([at]) => at),
    [1, 11, 17],
  );
  assert.equal(stored.length, 1);
});

test("Care looks soon when customers write, but no more often than once a minute", async (t) => {
  const { care, clock, looks } = setScene(t, () => nothing);
  await clock.advance(5 * minute);
  for (let turn = 0; turn < 30; turn += 1) {
    care.notify();
    await clock.advance(10_000);
  }
  assert.deepEqual(
    looks.map(([at]) => at),
    [1, 5, 6, 7, 8, 9, 10],
  );
});

test("Care looks far ahead before the team goes, and then until it is back", async (t) => {
  // Tests begin at 10:00; they go at 10:45 and are back a day later at 9:00.
  const hours = createHours({ mon: ["09:00-10:45"], tue: ["09:00-17:00"] }, "Europe/Berlin");
  const { clock, looks } = setScene(t, () => nothing, { hours });
  await clock.advance(12 * minute);
  assert.deepEqual(looks, [
    [1, 70],
    [11, 23 * 60 - 11],
  ]);
});

test("Care tries again after a minute what could not be stored", async (t) => {
  let found = nothing;
  const attend = async (): Promise<never> => {
    throw new LedgerWriteError("ENOSPC");
  };
  const { clock, stored } = setScene(t, () => found, { attend });
  found = waitUntil(clock, hour);
  await clock.advance(2 * minute);
  assert.equal(stored.length, 2);
});
