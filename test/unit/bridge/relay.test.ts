import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { LedgerWriteError } from "../../../src/bridge/errors.ts";
import type { Ledger } from "../../../src/bridge/ports.ts";
import { Relay, type RelayPorts } from "../../../src/bridge/relay.ts";
import { createHealth } from "../../../src/ops/health.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { noFiles } from "../../fakes/files.ts";
import { until } from "../../fakes/until.ts";
import { profile } from "./plan/planning.ts";

const unlimited = { ratePerSecond: Infinity, pairIntervalMs: 0, attemptsAtOnce: 32 };

/** A relay over a ledger that does what one wants, and what it tells operators. */
function createRelay(
  t: TestContext,
  given: Partial<Ledger>,
): { readonly relay: Relay; readonly clock: ManualClock; readonly told: string[] } {
  const clock = createManualClock();
  const told: string[] = [];
  const ledger: Partial<Ledger> = {
    storeId: "store",
    recorded: async () => ({ notifications: [], receipts: [] }),
    storeTemplates: async () => {},
    readMarks: async () => [],
    neglected: async () => ({ owed: [], kept: [], next: null }),
    ...given,
  };
  const silent = (): void => {};
  const ports: Partial<RelayPorts> = {
    ledger: ledger as Ledger,
    clock,
    random: () => 0.5,
    readySince: () => 0,
    retentionMs: null,
    onUnwritable: () => void told.push("unwritable"),
    profile: () => ({ ...profile, config: { ...profile.config, chatTitlePrefix: "W" } }),
    health: createHealth({
      now: () => clock.now(),
      log: {
        debug: silent,
        info: (message, fields) => void told.push(`${message} ${String(fields?.id)}`),
        warn: (message, fields) => void told.push(`${message} ${String(fields?.id)}`),
        error: silent,
      },
    }),
    files: noFiles,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    whatsApp: {
      send: async () => ({ messageId: "w" }),
      markRead: async () => {},
      templates: async () => [],
    },
  };
  const relay = new Relay({
    ports: ports as RelayPorts,
    parsers: { dialog360: () => [], teamwire: () => [] },
    locale: "en",
    limits: { team: unlimited, customer: unlimited },
  });
  t.after(() => relay.stop());
  return { relay, clock, told };
}

const full = new LedgerWriteError("Use the ledger: ENOSPC");

test("Relay tells operators while the ledger does not take what a lane has to store, and when it does again", async (t) => {
  let isWritable = false;
  const { relay, clock, told } = createRelay(t, {
    lanes: async () => [{ sessionId: 3, side: "customer" }],
    take: async () => {
      if (isWritable) return null;
      throw full;
    },
  });
  await relay.start();
  await until("the trouble", () => told.includes("degraded store"));
  isWritable = true;
  await clock.advance(2_000);
  await until("its end", () => told.includes("recovered store"));
});

test("Relay says once that the ledger takes nothing, though what is only read comes through", async (t) => {
  let isWritable = false;
  const { relay, clock, told } = createRelay(t, {
    lanes: async () => [{ sessionId: 3, side: "customer" }],
    take: async ({ sessionId }) => {
      if (isWritable || sessionId !== 3) return null;
      throw full;
    },
  });
  await relay.start();
  for (let count = 0; count < 5; count += 1) {
    await clock.advance(1_000);
    relay.wake([{ sessionId: 4, side: "customer" }]);
  }
  assert.deepEqual([...new Set(told)], ["degraded store", "unwritable"]);
  assert.equal(told.filter((line) => line === "degraded store").length, 1);
  isWritable = true;
  await clock.advance(1_000);
  assert.equal(told.at(-1), "recovered store");
});

test("Relay says once that nothing can be planned, tries every second, and says when it can be again", async (t) => {
  let isWritable = false;
  let tries = 0;
  const { relay, clock, told } = createRelay(t, {
    lanes: async () => [],
    recorded: async () => {
      tries += 1;
      if (isWritable) return { notifications: [], receipts: [] };
      throw full;
    },
  });
  await relay.start();
  await clock.advance(60_000);
  assert.deepEqual(told, ["degraded planning"]);
  assert.ok(tries >= 59 && tries <= 62, `${tries} tries in a minute`);
  isWritable = true;
  await clock.advance(1_000);
  assert.deepEqual(told, ["degraded planning", "recovered planning"]);
});

test("Relay is drained only when everything is planned and nothing is due", async (t) => {
  const answer = Promise.withResolvers<null>();
  const { relay, clock } = createRelay(t, {
    lanes: async () => [{ sessionId: 3, side: "customer" }],
    take: () => answer.promise,
  });
  let isDrained = false;
  await relay.start();
  void relay.drain().then(() => (isDrained = true));
  await clock.advance(60_000);
  assert.equal(isDrained, false);
  answer.resolve(null);
  await clock.advance(0);
  assert.equal(isDrained, true);
});
