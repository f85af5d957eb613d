import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { openLedger } from "../../src/ledger/ledger.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { emptyPlan, toCustomer, toSession, toTeam } from "../contracts/ledger-samples.ts";
import {
  createFolder,
  openStore,
  readFolder,
  silentLog,
  startEngine,
} from "../unit/ledger/temp-store.ts";

const options = { log: silentLog, pid: 4711 };
const noon = Date.parse("2026-11-23T12:00:00Z");
const hour = 3_600_000;

test("openReader finds nothing where there is no store, and makes none", async (t) => {
  const folder = createFolder(t);
  for (const path of [join(folder, "bot.db"), join(folder, "missing", "bot.db")]) {
    const reader = await openReader(path);
    assert.equal(reader.exists, false);
    assert.deepEqual(reader.sessions({ limit: 0, now: noon }), { rows: [], total: 0 });
    assert.deepEqual(reader.deliveries({ limit: 0 }), { rows: [], total: 0 });
    assert.deepEqual(reader.notifications({ limit: 0 }), { rows: [], total: 0 });
    reader.close();
  }
  assert.deepEqual(readFolder(folder), {});
});

test("openReader reads beside a running writer and changes no file", async (t) => {
  const folder = createFolder(t);
  const path = join(folder, "bot.db");
  const ledger = await openLedger(path, options);
  for (const total of [1, 2]) {
    await ledger.record({ source: "dialog360", receivedAt: noon, body: Buffer.from("{}") });
    const before = readFileSync(path);
    const log = readFileSync(`${path}.log.1`);
    const reader = await openReader(path);
    assert.equal(reader.notifications({ limit: 0 }).total, total);
    reader.close();
    assert.deepEqual([readFileSync(path), readFileSync(`${path}.log.1`)], [before, log]);
  }
  await ledger.close();
  const reader = await openReader(path);
  assert.equal(reader.notifications({ limit: 0 }).total, 2);
  reader.close();
});

test("openReader takes a record that is still being written for not there yet", async (t) => {
  const folder = createFolder(t);
  const path = join(folder, "bot.db");
  const store = openStore(path, await startEngine());
  for (const text of ["one", "two"]) {
    store.run([{ name: "setFact", given: { name: "own-uid", value: text } }]);
  }
  store.run([
    { name: "record", given: { source: "teamwire", receivedAt: noon, body: Buffer.alloc(9) } },
  ]);
  const log = readFileSync(`${path}.log.1`);
  writeFileSync(`${path}.log.1`, log.subarray(0, -5));
  const before = readFolder(folder);
  const reader = await openReader(path);
  assert.equal(reader.notifications({ limit: 0 }).total, 0);
  reader.close();
  assert.deepEqual(readFolder(folder), before);
});

test("a reader lists sessions as the contract says, newest activity first", async (t) => {
  const path = await makeDay(createFolder(t));
  const reader = await openReader(path);
  const { rows, total } = reader.sessions({ limit: 1, now: noon });
  assert.equal(total, 3);
  assert.deepEqual(rows, [
    {
      id: 1,
      customer: { name: "Tobias", phone: "496813097812", user_id: "DE.1", username: null },
      chat: { tid: "T1", title: "Whatsapp: Tobias" },
      config: "staff",
      started_at: "2026-11-23T09:00:00.000Z",
      last_received_at: "2026-11-23T11:00:00.000Z",
      last_sent_at: "2026-11-23T12:00:00.000Z",
      window_expires_at: "2026-11-24T11:00:00.000Z",
      active: true,
      pending: 1,
      held: 0,
      failed: 1,
    },
  ]);
  function ids(window?: "active" | "expired"): number[] {
    const { rows: found } = reader.sessions({ limit: 0, now: noon, ...(window && { window }) });
    return found.map(({ id }) => id);
  }
  assert.deepEqual(ids(), [1, 3, 2]);
  assert.deepEqual(ids("active"), [1]);
  assert.deepEqual(ids("expired"), [3, 2]);
  assert.equal(reader.sessions({ limit: 1, now: noon, window: "expired" }).total, 2);
  assert.equal(reader.sessions({ limit: 0, now: noon + 23 * hour, window: "active" }).total, 0);
  reader.close();
});

test("a reader walks through sessions as it lists them, and finds them by name and whole number", async (t) => {
  const path = await makeDay(createFolder(t));
  const reader = await openReader(path);
  const all = { limit: 0, now: noon };
  const walk = reader.walkSessions(all);
  assert.equal(walk.total, 3);
  assert.deepEqual([...walk.rows], reader.sessions(all).rows);
  for (const [search, found] of [
    ["TOBI", [1]],
    ["496813097812", [1]],
    ["+49 6813 097812", [1]],
    ["0049 (6813) 097812", [1]],
    ["6813097", []],
    ["%", []],
    ["nobody", []],
  ] as const) {
    const { rows, total } = reader.sessions({ ...all, search });
    assert.deepEqual([rows.map(({ id }) => id), total], [found, found.length], search);
  }
  assert.equal(reader.sessions({ ...all, search: "tobias", window: "expired" }).total, 0);
  reader.close();
});

test("a reader lists deliveries as the contract says, without a text", async (t) => {
  const path = await makeDay(createFolder(t));
  const reader = await openReader(path);
  const all = reader.deliveries({ limit: 0 });
  assert.deepEqual(
    all.rows.map(({ source_id, state }) => [source_id, state]),
    [
      ["m3", "pending"],
      ["m2", "failed"],
      ["m1", "sent"],
      ["wamid.0", "failed"],
    ],
  );
  assert.deepEqual(all.rows[1], {
    id: 3,
    session_id: 1,
    to: "customer",
    kind: "text",
    source_id: "m2",
    state: "failed",
    attempts: 1,
    next_attempt_at: null,
    reason: "131026 Message undeliverable",
    created_at: "2026-11-23T09:00:00.000Z",
  });
  assert.ok(!JSON.stringify(all).includes("text of"));
  const failed = reader.deliveries({ states: ["failed", "held"], limit: 1 });
  assert.deepEqual([failed.rows.map(({ id }) => id), failed.total], [[3], 2]);
  assert.equal(reader.deliveries({ sessionId: 1, limit: 0 }).total, 3);
  assert.equal(reader.deliveries({ sessionId: 2, limit: 0 }).total, 0);
  reader.close();
});

test("a reader lists notifications as the contract says", async (t) => {
  const path = await makeDay(createFolder(t));
  const reader = await openReader(path);
  assert.deepEqual(reader.notifications({ limit: 2 }), {
    rows: [
      {
        id: 3,
        source: "teamwire",
        received_at: "2026-11-23T12:00:00.002Z",
        state: "dead",
        reason: "not JSON",
      },
      {
        id: 2,
        source: "teamwire",
        received_at: "2026-11-23T12:00:00.001Z",
        state: "planned",
        reason: null,
      },
    ],
    total: 3,
  });
  reader.close();
});

/** A store with three sessions, four deliveries and three notifications. */
async function makeDay(folder: string): Promise<string> {
  const path = join(folder, "bot.db");
  const ledger = await openLedger(path, options);
  for (const index of [0, 1, 2]) {
    await ledger.record({ source: "teamwire", receivedAt: noon + index, body: Buffer.from("{}") });
  }
  await ledger.plan({
    ...emptyPlan,
    notifications: [
      { id: 2, state: "planned", reason: null },
      { id: 3, state: "dead", reason: "not JSON" },
    ],
    newSessions: [
      toSession(1, { name: "Tobias", phone: "496813097812", userId: "DE.1" }),
      {
        ...toSession(2, { username: "eva" }),
        lastReceivedAt: noon - 2 * hour,
        windowExpiresAt: noon,
      },
      { ...toSession(3, {}), startedAt: noon - hour },
    ],
    sessionChanges: [
      { sessionId: 1, lastReceivedAt: noon - hour, windowExpiresAt: noon + 23 * hour },
    ],
    deliveries: [
      { ...toTeam(0, "wamid.0"), sessionId: null, state: "failed", reason: "unreadable" },
      toCustomer(1, "m1"),
      toCustomer(1, "m2"),
      toCustomer(1, "m3"),
    ],
  });
  await ledger.chatMade({
    sessionId: 1,
    generation: 1,
    config: "staff",
    tid: "T1",
    title: "Whatsapp: Tobias",
  });
  const lane = { sessionId: 1, side: "customer" } as const;
  await ledger.take(lane, { now: noon, openAt: noon, resendAt: noon });
  await ledger.settle({ kind: "sent", deliveryId: 2, remoteId: "wamid.9", at: noon });
  await ledger.take(lane, { now: noon, openAt: noon, resendAt: noon });
  const reason = "131026 Message undeliverable";
  await ledger.settle({ kind: "failed", deliveryId: 3, reason, at: noon });
  await ledger.close();
  return path;
}
