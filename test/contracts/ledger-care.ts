import assert from "node:assert/strict";
import { test } from "node:test";

import type { Expiry } from "../../src/bridge/planned.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import type { Session } from "../../src/bridge/session.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  readDelivery,
  toCustomer,
  toSession,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const asked = { now: at, endsBefore: at + 100, keptSince: at - 100, togetherMs: 10, after: null };

async function readOwed(ledger: Ledger): Promise<number[]> {
  return (await ledger.neglected(asked)).owed.map(({ id }) => id);
}

/** Sessions from number 2 on, whose customers wrote at `at`. */
async function addSessions(ledger: Ledger, facts: readonly Partial<Session>[]): Promise<void> {
  const newSessions = facts.map((fact, index) => {
    const session = toSession(index + 2, { phone: `49681309${index}` });
    return { ...session, lastReceivedAt: at, windowExpiresAt: at + 50, ...fact };
  });
  await ledger.plan({ ...emptyPlan, newSessions });
}

/** What is kept in session 1 since `at` plus so much; deliveries from number 1 on. */
async function keep(ledger: Ledger, since: readonly number[]): Promise<void> {
  const deliveries = since.map((ms, index) => {
    const heldAs = index + 1;
    return { ...toCustomer(1, `m${heldAs}`), state: "held", createdAt: at + ms, heldAs } as const;
  });
  await ledger.plan({ ...emptyPlan, deliveries });
}

function toExpiry(...deliveryIds: number[]): Expiry {
  return { deliveryIds, notice: toTeam(1, `expired:${deliveryIds[0]}`) };
}

/** What time alone makes due. */
export function testCare(label: string, open: OpenLedger): void {
  test(`${label} neglected finds the sessions that owe an answer and whose window ends soon, the first to end first`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await addSessions(ledger, [
      { windowExpiresAt: at + 100 },
      { windowExpiresAt: at + 101 },
      { windowExpiresAt: at + 1 },
      { windowExpiresAt: at },
      { lastAnsweredAt: at - 1 },
      { lastAnsweredAt: at },
      { lastReceivedAt: null },
    ]);
    assert.deepEqual(await readOwed(ledger), [4, 6, 2]);
    await ledger.plan({
      ...emptyPlan,
      sessionChanges: [{ sessionId: 4, lastAnsweredAt: at + 1 }],
      merges: [{ sessionId: 6, into: 2, at }],
    });
    assert.deepEqual(await readOwed(ledger), [2]);
  });

  test(`${label} neglected tells of very many windows page by page, of what is kept only with the first`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await addSessions(
      ledger,
      Array.from({ length: 450 }, (_, index) => ({ windowExpiresAt: at + 1 + (index % 7) })),
    );
    await keep(ledger, [-100]);
    const pages = [await ledger.neglected(asked)];
    for (let after = pages[0]?.next; after; after = pages.at(-1)?.next) {
      pages.push(await ledger.neglected({ ...asked, after }));
    }
    assert.ok(pages.length > 2);
    assert.deepEqual(
      pages.map(({ kept }) => kept.length),
      pages.map((_, index) => (index === 0 ? 1 : 0)),
    );
    const owed = pages.flatMap((page) => page.owed);
    const byEnd = (one: Session, other: Session): number =>
      (one.windowExpiresAt ?? 0) - (other.windowExpiresAt ?? 0) || one.id - other.id;
    assert.deepEqual(owed, owed.toSorted(byEnd));
    assert.deepEqual(new Set(owed.map(({ id }) => id)).size, 450);
    assert.equal(owed.length, 450);
  });

  test(`${label} neglected finds what is kept for too long, with what its session keeps since soon after`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await keep(ledger, [-100, -90, -89]);
    const { kept } = await ledger.neglected(asked);
    assert.deepEqual(
      kept.map(({ sourceId }) => sourceId),
      ["m1", "m2"],
    );
    const before = await ledger.neglected({ ...asked, keptSince: at - 101 });
    assert.deepEqual(before.kept, []);
  });

  test(`${label} attend stores what staff are told, once`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    const attention = { notices: [toTeam(1, "warning:1")], expired: [], at };
    assert.deepEqual(await ledger.attend(attention), [{ sessionId: 1, side: "team" }]);
    await ledger.attend(attention);
    assert.equal((await ledger.backlog()).toTeam, 1);
  });

  test(`${label} attend ends what is kept, whose content stays; of what went out meanwhile nothing is told`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await keep(ledger, [-100, -100]);
    await ledger.decide({ renewed: [2], dropped: [], at });
    await ledger.attend({ notices: [], expired: [toExpiry(1), toExpiry(2)], at });
    const ended = await readDelivery(ledger, 1);
    assert.deepEqual([ended.state, ended.reason], ["failed", "kept for 7 days"]);
    assert.deepEqual(ended.outgoing, { kind: "text", text: "text of m1" });
    assert.equal((await readDelivery(ledger, 2)).state, "pending");
    assert.equal((await ledger.backlog()).toTeam, 1);
    const { done } = await ledger.decide({ renewed: [1], dropped: [], at });
    assert.deepEqual(done, [1]);
  });
}
