import assert from "node:assert/strict";
import { test } from "node:test";

import type { NewDelivery } from "../../../src/bridge/delivery.ts";
import { sessionViews, type Overview } from "../../../src/bridge/overview.ts";
import type { Session } from "../../../src/bridge/session.ts";
import { Database, loadSqlite } from "../../../src/ledger/database.ts";
import { readWasm } from "../../../src/ledger/engine.ts";
import { operate } from "../../../src/ledger/operations.ts";
import { createSchema } from "../../../src/ledger/schema.ts";
import { at, emptyPlan, toCustomer, toSession, toTeam } from "../../contracts/ledger-samples.ts";

const hourMs = 60 * 60 * 1000;

async function openEmpty(): Promise<Database> {
  const db = new Database(await loadSqlite(await readWasm()));
  createSchema(db, "0123456789abcdef");
  return db;
}

/** Sessions from number 1 on, whose windows end so many hours from now; null for none. */
function addSessions(db: Database, facts: readonly [number | null, Partial<Session>?][]): void {
  const newSessions = facts.map(([hours, more], index) => ({
    ...toSession(index + 1, { phone: `4968130012${index}`, name: `Customer ${index + 1}` }),
    lastReceivedAt: hours === null ? null : at + (hours - 24) * hourMs,
    windowExpiresAt: hours === null ? null : at + hours * hourMs,
    ...more,
  }));
  operate(db, { name: "plan", given: { ...emptyPlan, newSessions } });
}

function addDeliveries(db: Database, deliveries: readonly NewDelivery[]): void {
  operate(db, { name: "plan", given: { ...emptyPlan, deliveries } });
}

function look(db: Database, limit: number = 100): Overview {
  return operate(db, { name: "overview", given: { now: at, views: sessionViews, limit } });
}

function toIds(overview: Overview): Record<string, readonly number[]> {
  const lists = Object.entries(overview.sessions);
  return Object.fromEntries(lists.map(([view, list]) => [view, list.map(({ id }) => id)]));
}

test("overview of an empty store is all zeros", async () => {
  const { counts, waiting, failed, dead, lastFromCustomer } = look(await openEmpty());
  assert.deepEqual(new Set(Object.values(counts)), new Set([0]));
  assert.deepEqual([waiting, failed, dead, lastFromCustomer], [[], [], [], null]);
});

test("overview lists sessions by what matters most, and counts all of them", async () => {
  const db = await openEmpty();
  const answered = { lastAnsweredAt: at };
  addSessions(db, [[5], [-3], [1, answered], [null], [20], [-1, answered]]);
  addDeliveries(db, [
    { ...toCustomer(2, "m1"), state: "held", createdAt: at },
    { ...toCustomer(6, "m2"), state: "held", createdAt: at - 1 },
    { ...toCustomer(3, "m3"), state: "failed", createdAt: at - 5 },
    { ...toCustomer(1, "m4"), state: "failed", createdAt: at },
    toTeam(5, "w1"),
    toTeam(3, "w2"),
    toTeam(5, "w3"),
  ]);
  const overview = look(db);
  assert.deepEqual(toIds(overview), {
    recent: [5, 1, 3, 6, 2, 4],
    owed: [1, 5],
    open: [3, 1, 5],
    closed: [6, 2, 4],
    waiting: [5, 3],
    held: [6, 2],
    failed: [1, 3],
  });
  assert.deepEqual(overview.counts, {
    sessions: 6,
    open: 3,
    owed: 2,
    held: 2,
    failed: 2,
    dead: 0,
    notifications: 0,
    toTeam: 3,
    toCustomer: 0,
  });
  const [five] = overview.sessions.recent ?? [];
  assert.deepEqual([five?.pending, five?.held, five?.failed], [2, 0, 0]);
  assert.deepEqual(toIds(look(db, 2)), {
    recent: [5, 1],
    owed: [1, 5],
    open: [3, 1],
    closed: [6, 2],
    waiting: [5, 3],
    held: [6, 2],
    failed: [1, 3],
  });
});

test("overview leaves out sessions that were merged into another", async () => {
  const db = await openEmpty();
  addSessions(db, [[5], [4], [-1]]);
  const merges = [
    { sessionId: 2, into: 1, at },
    { sessionId: 3, into: 1, at },
  ];
  operate(db, { name: "plan", given: { ...emptyPlan, merges } });
  const overview = look(db);
  assert.deepEqual(
    [overview.counts.sessions, overview.counts.open, overview.counts.owed],
    [1, 1, 1],
  );
  assert.deepEqual([toIds(overview)["recent"], toIds(overview)["closed"]], [[1], []]);
});

test("overview shows what waits, oldest first, and what failed, newest first, but nothing that was written", async () => {
  const db = await openEmpty();
  addSessions(db, [[5], [4]]);
  addDeliveries(db, [
    { ...toCustomer(2, "m1"), state: "held", createdAt: at },
    toTeam(2, "w1"),
    toTeam(1, "w2"),
    { ...toCustomer(1, "m2"), state: "failed", reason: "expired", createdAt: at - 5 },
    { ...toTeam(1, "n1"), sessionId: null, kind: "unreadable", state: "failed", notificationId: 7 },
  ]);
  operate(db, {
    name: "record",
    given: { source: "dialog360", receivedAt: at, body: Buffer.from("no JSON") },
  });
  const notifications = [{ id: 1, state: "dead", reason: "no JSON" }] as const;
  operate(db, { name: "plan", given: { ...emptyPlan, notifications } });
  const overview = look(db);
  const rows = [...overview.waiting, ...overview.failed];
  assert.deepEqual(
    rows.map(({ id, state, customer }) => [id, state, customer?.name]),
    [
      [2, "pending", "Customer 2"],
      [3, "pending", "Customer 1"],
      [1, "held", "Customer 2"],
      [5, "failed", undefined],
      [4, "failed", "Customer 1"],
    ],
  );
  assert.equal(overview.failed[0]?.notificationId, 7);
  assert.deepEqual(overview.dead, [
    { id: 1, source: "dialog360", receivedAt: at, reason: "no JSON" },
  ]);
  assert.equal(overview.counts.dead, 1);
  assert.doesNotMatch(JSON.stringify(overview), /text of/);
});

test("traffic counts a message once, by when it came in, and every failure", async () => {
  const db = await openEmpty();
  addSessions(db, [[5]]);
  const toPart = (part: number): NewDelivery => ({ ...toCustomer(1, "m1"), part });
  addDeliveries(db, [
    toTeam(1, "w1"),
    { ...toTeam(1, "w2"), createdAt: at + 10 },
    { ...toTeam(1, "w3"), createdAt: at - 1 },
    { ...toTeam(1, "e1"), kind: "echo" },
    { ...toTeam(1, "a1"), kind: "answer" },
    { ...toTeam(1, "o1"), kind: "notice" },
    { ...toTeam(1, "f1"), kind: "late-file" },
    { ...toTeam(1, "u1"), kind: "unreadable", state: "failed" },
    toPart(0),
    toPart(1),
    { ...toCustomer(1, "m2"), kind: "template", state: "failed", createdAt: at + 10 },
  ]);
  const spans = [
    { from: at, until: at + 10 },
    { from: at + 10, until: at + 20 },
    { from: at + 20, until: at + 30 },
  ];
  assert.deepEqual(
    operate(db, { name: "traffic", given: { spans } }),
    [
      { fromCustomers: 1, fromTeam: 1, failures: 1 },
      { fromCustomers: 1, fromTeam: 1, failures: 1 },
      { fromCustomers: 0, fromTeam: 0, failures: 0 },
    ].map((counts, index) => ({ ...spans[index], ...counts })),
  );
  const overview = look(db);
  assert.deepEqual([overview.lastFromCustomer, overview.lastFromTeam], [at + 10, at + 10]);
});
