import assert from "node:assert/strict";
import { test } from "node:test";

import { sessionViews } from "../../../src/bridge/overview.ts";
import { Database, loadSqlite, type Db } from "../../../src/ledger/database.ts";
import { readWasm } from "../../../src/ledger/engine.ts";
import { operate, type Request, type RequestOf } from "../../../src/ledger/operations.ts";
import { createSchema } from "../../../src/ledger/schema.ts";
import { listSessions } from "../../../src/ledger/tables/listings.ts";
import { at, emptyPlan, toCustomer, toSession, toTeam } from "../../contracts/ledger-samples.ts";

// The engine keeps no statistics: how it goes about a query does not depend on how much there is.
test("operate walks only through what stays small, whatever a message needs", async () => {
  const db = await openNoting();
  for (const request of requests) operate(db, request);
  assert.ok(db.noted.size > 30, "statements of every kind were run");
  assert.deepEqual(findWalks(db), [
    // Of one batch.
    "SCAN (subquery-4)",
    // What is open.
    "SCAN deliveries USING INDEX deliveries_open",
    // As many as there are kinds and states.
    "SCAN delivery_counts",
    // Sessions that turned out to be another's.
    "SCAN m USING COVERING INDEX merges_into",
    "SCAN notifications USING COVERING INDEX notifications_recorded",
    "SCAN notifications USING INDEX notifications_recorded",
    // The receipts of at most 10 minutes.
    "SCAN p",
    "SCAN parked_receipts",
    // What WhatsApp is to be told of.
    "SCAN s USING INDEX sessions_unmarked",
    "SCAN sqlite_sequence",
    "SCAN templates",
    "SCAN waiting",
    // The oldest of what is open alone.
    "SEARCH deliveries USING INDEX deliveries_waiting (side=?)",
  ]);
});

test("listSessions walks through the sessions, and of the deliveries only through what is open or stuck", async () => {
  const db = await openNoting();
  listSessions(db, { limit: 100, now: at });
  // `p` is what is shown of `s`.
  assert.deepEqual(findWalks(db), [
    "SCAN deliveries USING INDEX deliveries_open",
    "SCAN deliveries USING INDEX deliveries_stuck",
    // What was merged, and the number of all.
    "SCAN m USING COVERING INDEX merges_into",
    "SCAN p",
    "SCAN s",
    "SCAN sessions USING COVERING INDEX sessions_window",
  ]);
});

test("overview and traffic walk through what is open, failed or of today, and count by indexes", async () => {
  const db = await openNoting();
  operate(db, { name: "overview", given: { now: at, views: sessionViews, limit: 100 } });
  operate(db, { name: "traffic", given: { spans: [{ from: at, until: at + 1 }] } });
  assert.deepEqual(findWalks(db), [
    // Of a list.
    "SCAN chosen",
    "SCAN deliveries USING COVERING INDEX deliveries_failed",
    "SCAN deliveries USING COVERING INDEX deliveries_kept",
    "SCAN deliveries USING INDEX deliveries_failed",
    "SCAN deliveries USING INDEX deliveries_kept",
    "SCAN deliveries USING INDEX deliveries_waiting",
    // A row for each state.
    "SCAN delivery_counts",
    "SCAN m USING COVERING INDEX merges_into",
    "SCAN notifications USING COVERING INDEX notifications_dead",
    "SCAN notifications USING COVERING INDEX notifications_recorded",
    "SCAN notifications USING INDEX notifications_dead",
    // Up to the limit, and once to count: 100,000 in a few milliseconds.
    "SCAN s USING COVERING INDEX sessions_window",
    "SCAN sessions USING COVERING INDEX sessions_window",
  ]);
});

const notification = { source: "dialog360", receivedAt: at, body: Buffer.from("{}") } as const;
const receipt = { deliveryId: 1, messageId: "mid1", reason: null, at };
const lane = { sessionId: 1, side: "team" } as const;
const answering = { sessionId: 1, side: "customer" } as const;
const early = { kind: "receipt", messageId: "wamid.9", state: "read", at } as const;

const requests: readonly Request[] = [
  { name: "plan", given: { ...emptyPlan, newSessions: [toSession(1, { phone: "4968130978" })] } },
  {
    name: "chatMade",
    given: { sessionId: 1, generation: 1, config: "staff", tid: "T1", title: "Tobias" },
  },
  { name: "record", given: { ...notification, cursor: "7" } },
  { name: "recorded", given: 64 },
  {
    name: "known",
    given: {
      identities: [{ kind: "phone", value: "4968130978" }],
      tids: ["T1"],
      messageIds: ["wamid.9"],
      deliveryIds: [1],
      sourceIds: ["wamid.1"],
      mids: ["mid1", "m1"],
    },
  },
  {
    name: "plan",
    given: {
      ...emptyPlan,
      notifications: [{ id: 1, state: "planned", reason: null }],
      sessionChanges: [{ sessionId: 1, lastReceivedAt: at, windowExpiresAt: at }],
      deliveries: [
        { ...toTeam(1, "wamid.1"), outgoing: { kind: "post", text: "", concerns: "wamid.0" } },
        toTeam(1, "wamid.2"),
        { ...toCustomer(1, "m1"), outgoing: { kind: "text", text: "", concerns: "m0" } },
      ],
      parked: [{ receipt: early, arrivedAt: at }],
      lastMids: [{ tid: "T1", mid: "m1" }],
      seen: [{ sessionId: 1, mid: null }],
      withdrawals: [
        { postId: "m0", at, notices: { sent: toTeam(1, "w"), sending: toTeam(1, "w") } },
      ],
    },
  },
  { name: "take", given: { lane, now: at, openAt: at, resendAt: at } },
  { name: "take", given: { lane: answering, now: at, openAt: at, resendAt: at } },
  {
    name: "settle",
    given: { kind: "retry", deliveryId: 1, nextAttemptAt: at, reason: "busy", uncertain: true },
  },
  { name: "settle", given: { kind: "sent", deliveryId: 1, remoteId: "mid1", at } },
  { name: "plan", given: { ...emptyPlan, receipts: [{ ...receipt, state: "read" }] } },
  { name: "settle", given: { kind: "failed", deliveryId: 2, reason: "refused", at: 1 } },
  {
    name: "plan",
    given: {
      ...emptyPlan,
      newSessions: [toSession(2, { userId: "DE.2" }), toSession(3, { phone: "4968130979" })],
      claims: [{ sessionId: 2, identity: { kind: "phone", value: "4968130978" } }],
      merges: [{ sessionId: 3, into: 2, at }],
    },
  },
  {
    name: "settle",
    given: {
      kind: "sent",
      deliveryId: 3,
      remoteId: "wamid.7",
      at,
      customer: { phone: "4968130978" },
    },
  },
  { name: "chatRenamed", given: { tid: "T1", title: "Eva" } },
  { name: "plan", given: { ...emptyPlan, seen: [{ sessionId: 1, mid: "mid1" }] } },
  {
    name: "plan",
    given: {
      ...emptyPlan,
      deliveries: [{ ...toCustomer(1, "m7"), state: "held", heldAs: 1 }],
      holds: [{ deliveryId: 3, reason: "131047", at }],
      renewed: [{ deliveryId: 2, at }],
      cancelled: ["m8"],
      released: [{ sessionId: 1, at }],
    },
  },
  { name: "addressee", given: 1 },
  { name: "readMarks", given: undefined },
  { name: "endMark", given: { sessionId: 1, deliveryId: 1, messageId: "wamid.1" } },
  { name: "chatGone", given: "T1" },
  { name: "lastPost", given: { sessionId: 1, tid: "T1" } },
  { name: "deliveries", given: [1, 2] },
  {
    name: "decide",
    given: { renewed: [2], dropped: [{ id: 3, state: "pending", notice: null }], at },
  },
  {
    name: "neglected",
    given: { now: at, endsBefore: at + 1, keptSince: at + 1, togetherMs: 1, after: null },
  },
  {
    name: "attend",
    given: { notices: [], expired: [{ deliveryIds: [1], notice: toTeam(1, "expired") }], at },
  },
  { name: "backlog", given: undefined },
  { name: "figures", given: { now: at, closingBefore: at + 1 } },
  { name: "hasten", given: "team" },
  { name: "replay", given: [1] },
  { name: "dropNotifications", given: [1] },
  { name: "sweep", given: toStep("deliveries") },
  { name: "sweep", given: toStep("notifications") },
  { name: "sweep", given: toStep("sessions") },
];

/** So late that everything is too old that may go. */
function toStep(stage: "deliveries" | "notifications" | "sessions"): RequestOf<"sweep">["given"] {
  return { place: { stage, after: 0 }, now: 2 * at, retentionMs: 1, limit: 100 };
}

/** A database that notes every statement. */
interface NotingDb extends Db {
  readonly noted: ReadonlySet<string>;
  explain(sql: string): string[];
}

async function openNoting(): Promise<NotingDb> {
  const raw = new Database(await loadSqlite(await readWasm()));
  createSchema(raw, "0123456789abcdef");
  const noted = new Set<string>();
  return {
    noted,
    write(sql, values) {
      noted.add(sql);
      return raw.write(sql, values);
    },
    read(sql, values) {
      noted.add(sql);
      return raw.read(sql, values);
    },
    explain: (sql) =>
      raw.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail),
  };
}

/** Where every row of a table or of an index is looked at, or every delivery to one side. */
function findWalks(db: NotingDb): string[] {
  const steps = [...db.noted].flatMap((sql) => db.explain(sql));
  const walks = steps.filter((step) =>
    /^SCAN (?!\w+ VIRTUAL TABLE|CONSTANT ROW)|\(side=\?\)/.test(step),
  );
  return [...new Set(walks)].toSorted();
}
