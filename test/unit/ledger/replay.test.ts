import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Database } from "../../../src/ledger/database.ts";
import { createFileSystem } from "../../../src/ledger/file-system.ts";
import { loadStore } from "../../../src/ledger/log/load.ts";
import type { Store } from "../../../src/ledger/store.ts";
import { emptyPlan, toCustomer, toSession, toTeam } from "../../contracts/ledger-samples.ts";
import { recordAll } from "./requests.ts";
import { copyFolder, createFolder, openStore, readFolder, startEngine } from "./temp-store.ts";

test("a replayed log gives the very rows that the running store had", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const path = join(folder, "bot.db");
  const store = openStore(path, sqlite);
  runDay(store);
  const copy = copyFolder(t, folder);
  const replayed = loadStore({ disk: createFileSystem(), sqlite, store: join(copy, "bot.db") });
  assert.ok(replayed);
  assert.ok(replayed.replayed.statements > 20);
  store.close();
  const live = new Database(sqlite, readFileSync(path));
  assert.deepEqual(dump(replayed.db), dump(live));
});

test("a replayed log numbers rows as the running store did, also after repeats that were ignored", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = openStore(join(folder, "bot.db"), sqlite);
  const receipt = { kind: "receipt", messageId: "x", state: "sent", at: null } as const;
  function repeat(sourceId: string, messageId: string): void {
    const deliveries = ["m1", "m1", sourceId].map((id) => toCustomer(1, id));
    const parked = ["x", "x", messageId].map((id) => ({
      receipt: { ...receipt, messageId: id },
      arrivedAt: 1,
    }));
    const newSessions = [toSession(1, {})];
    const given = { ...emptyPlan, newSessions, deliveries, parked };
    assert.equal(store.run([{ name: "plan", given }])[0]?.kind, "done");
  }
  repeat("m2", "y");
  repeat("m3", "z");
  store.run([
    {
      name: "take",
      given: { lane: { sessionId: 1, side: "customer" }, now: 1, openAt: 1, resendAt: 1 },
    },
  ]);
  const copy = copyFolder(t, folder);
  const replayed = loadStore({ disk: createFileSystem(), sqlite, store: join(copy, "bot.db") });
  assert.ok(replayed);
  store.close();
  const live = new Database(sqlite, readFileSync(join(folder, "bot.db")));
  assert.deepEqual(dump(replayed.db), dump(live));
});

test("Store leaves no trace of texts that are settled, nor of planned notifications", async (t) => {
  const [folder, sqlite] = [createFolder(t), await startEngine()];
  const store = openStore(join(folder, "bot.db"), sqlite);
  runDay(store);
  store.close();
  const { "bot.db": content = "" } = readFolder(folder);
  assert.ok(content.includes("text of m2"), "what is pending is kept");
  for (const gone of ["text of wamid.1", "text of m1", "a raw notification"]) {
    assert.ok(!content.includes(gone), gone);
  }
});

/** A bit of everything. */
function runDay(store: Store): void {
  const at = 1_795_424_400_000;
  const team = { sessionId: 1, side: "team" } as const;
  const customer = { sessionId: 1, side: "customer" } as const;
  recordAll(store, ["a raw notification", "another raw notification"]);
  const steps = [
    {
      name: "plan",
      given: {
        ...emptyPlan,
        notifications: [1, 2].map((id) => ({ id, state: "planned", reason: null }) as const),
        newSessions: [toSession(1, { phone: "4968130978", name: "T\ud800obias" })],
        deliveries: [toTeam(1, "wamid.1"), toCustomer(1, "m1"), toCustomer(1, "m2")],
      },
    },
    { name: "take", given: { lane: team, now: at, openAt: at, resendAt: at } },
    {
      name: "chatMade",
      given: { sessionId: 1, generation: 1, config: "staff", tid: "T1", title: "one" },
    },
    { name: "settle", given: { kind: "sent", deliveryId: 1, remoteId: "mid1", at } },
    { name: "take", given: { lane: customer, now: at, openAt: at, resendAt: at } },
    { name: "take", given: { lane: customer, now: at, openAt: at, resendAt: at } },
    {
      name: "take",
      given: { lane: customer, now: at + 60_000, openAt: at + 60_000, resendAt: at + 60_000 },
    },
    { name: "settle", given: { kind: "sent", deliveryId: 2, remoteId: "wamid.9", at } },
    {
      name: "plan",
      given: {
        ...emptyPlan,
        receipts: [{ deliveryId: 2, state: "read", messageId: "wamid.9", reason: null, at }],
        chats: [{ tid: "T1", state: "closed" }],
        parked: [
          { receipt: { kind: "receipt", messageId: "x", state: "sent", at: null }, arrivedAt: at },
        ],
      },
    },
    { name: "setFact", given: { name: "feed-cursor", value: "c9" } },
    {
      name: "storeTemplates",
      given: [{ name: "a", language: "de", body: "b", parameters: [] }],
    },
  ] as const;
  for (const step of steps) assert.equal(store.run([step])[0]?.kind, "done", step.name);
}

function dump(db: Database): unknown {
  const tables = db.read<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'store' ORDER BY name",
  );
  return tables.map(({ name }) => [name, db.read(`SELECT * FROM ${name} ORDER BY 1, 2`)]);
}
