import { test } from "node:test";

import { LedgerWriteError } from "../../../src/bridge/errors.ts";
import type { Ledger } from "../../../src/bridge/ports.ts";
import { Relay, type RelayPorts } from "../../../src/bridge/relay.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { until } from "../../fakes/until.ts";
import { context } from "./planning.ts";

const unlimited = { ratePerSecond: Infinity, pairIntervalMs: 0 };

test("Relay tells operators while the ledger does not take what a lane has to store, and when it does again", async (t) => {
  const clock = createManualClock();
  const troubles = new Set<string>();
  let isWritable = false;
  const ledger: Partial<Ledger> = {
    storeId: "store",
    lanes: async () => [{ sessionId: 3, side: "customer" }],
    recorded: async () => ({ notifications: [], receipts: [] }),
    storeTemplates: async () => {},
    take: async () => {
      if (isWritable) return null;
      throw new LedgerWriteError("Use the ledger: ENOSPC");
    },
  };
  const silent = (): void => {};
  const ports: Partial<RelayPorts> = {
    ledger: ledger as Ledger,
    clock,
    random: () => 0.5,
    profile: () => ({ config: { ...context.config, chatTitlePrefix: "W" }, texts: context.texts }),
    health: {
      degrade: (id) => void troubles.add(id),
      recover: (id) => void troubles.delete(id),
    },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    whatsApp: { send: async () => ({ messageId: "w" }), templates: async () => [] },
  };
  const relay = new Relay({
    ports: ports as RelayPorts,
    parsers: { dialog360: () => [], teamwire: () => [] },
    locale: "en",
    limits: { team: unlimited, customer: unlimited },
  });
  t.after(() => relay.stop());
  await relay.start();
  await until("the trouble", () => troubles.has("store"));
  isWritable = true;
  await clock.advance(2_000);
  await until("its end", () => !troubles.has("store"));
});
