import assert from "node:assert/strict";
import { test } from "node:test";

import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  takeNow,
  toSession,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

/** With two messages and a notice in the chat, the customer's third still on its way. */
async function setScene(ledger: Ledger): Promise<void> {
  const notice = { ...toTeam(1, "late:m1"), kind: "notice" };
  const deliveries = [toTeam(1, "wamid.1"), toTeam(1, "wamid.2"), notice, toTeam(1, "wamid.3")];
  await ledger.plan({ ...emptyPlan, deliveries });
  for (const remoteId of ["mid1", "mid2", "mid3"]) {
    const { delivery } = await takeNow(ledger, { sessionId: 1, side: "team" });
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId, tid: "T1", at });
  }
}

async function see(ledger: Ledger, mid: string | null, sessionId = 1): Promise<void> {
  await ledger.plan({ ...emptyPlan, seen: [{ sessionId, mid }] });
}

/** What the ledger keeps of what staff have read. */
export function testReadMarks(label: string, open: OpenLedger): void {
  for (const [mid, messageId] of [
    ["mid1", "wamid.1"],
    ["mid2", "wamid.2"],
    ["mid3", "wamid.2"],
    [null, "wamid.2"],
    ["mid9", undefined],
  ] as const) {
    test(`${label} readMarks gives the customer's newest message up to ${mid}`, async (t) => {
      const { ledger } = await openWithSession(t, open);
      await setScene(ledger);
      await see(ledger, mid);
      assert.equal((await ledger.readMarks())[0]?.messageId, messageId);
    });
  }

  test(`${label} endMark ends a mark, which comes again only for a newer message`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await setScene(ledger);
    await see(ledger, "mid2");
    const marks = await ledger.readMarks();
    assert.deepEqual(marks, [{ sessionId: 1, deliveryId: 2, messageId: "wamid.2" }]);
    for (const one of marks) await ledger.endMark(one);
    for (const mid of ["mid2", "mid1", "mid3"]) await see(ledger, mid);
    assert.deepEqual(await ledger.readMarks(), []);
    await takeNow(ledger, { sessionId: 1, side: "team" });
    await ledger.settle({ kind: "sent", deliveryId: 4, remoteId: "mid4", tid: "T1", at });
    await see(ledger, "mid4");
    assert.equal((await ledger.readMarks())[0]?.messageId, "wamid.3");
  });

  test(`${label} endMark leaves what was read meanwhile`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await setScene(ledger);
    await see(ledger, "mid1");
    const [mark] = await ledger.readMarks();
    assert.ok(mark);
    await see(ledger, "mid2");
    await ledger.endMark(mark);
    assert.equal((await ledger.readMarks())[0]?.messageId, "wamid.2");
  });

  test(`${label} readMarks takes no post for one of another session`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await setScene(ledger);
    await ledger.plan({ ...emptyPlan, newSessions: [toSession(2, { phone: "4930901820" })] });
    await see(ledger, "mid2", 2);
    await see(ledger, null, 2);
    assert.deepEqual(await ledger.readMarks(), []);
  });
}
