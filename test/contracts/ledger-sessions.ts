import assert from "node:assert/strict";
import { test } from "node:test";

import {
  at,
  emptyPlan,
  noReferences,
  openWithSession,
  readSession,
  toSession,
  type OpenLedger,
} from "./ledger-samples.ts";

/** What the ledger does with sessions and the ids of their customers. */
export function testSessions(label: string, open: OpenLedger): void {
  test(`${label} known tells sessions by any id of the customer and by any chat that exists`, async (t) => {
    const ledger = await open(t);
    const { nextSessionId } = await ledger.known(noReferences);
    const tobias = toSession(nextSessionId, {
      phone: "4968130978",
      userId: "DE.1",
      name: "Tobias",
    });
    const other = toSession(nextSessionId + 1, { parentUserId: "DE.ENT.9" });
    await ledger.plan({ ...emptyPlan, newSessions: [tobias, other] });
    await ledger.chatMade({
      sessionId: tobias.id,
      generation: 1,
      config: "staff",
      tid: "T1",
      title: "Tobias",
    });

    const byPhone = await ledger.known({
      ...noReferences,
      identities: [{ kind: "phone", value: "4968130978" }],
    });
    assert.deepEqual(byPhone.sessions, [
      {
        session: { ...tobias, chat: { tid: "T1", title: "Tobias", generation: 1 } },
        identities: [
          { kind: "phone", value: "4968130978" },
          { kind: "user", value: "DE.1" },
        ],
        tids: ["T1"],
      },
    ]);
    assert.equal(byPhone.nextSessionId, nextSessionId + 2);
    const byParent = await ledger.known({
      ...noReferences,
      identities: [{ kind: "parent", value: "DE.ENT.9" }],
      tids: ["T1", "T2"],
    });
    assert.deepEqual(
      byParent.sessions.map(({ session }) => session.id),
      [tobias.id, other.id],
    );
    const byOtherKind = await ledger.known({
      ...noReferences,
      identities: [{ kind: "user", value: "4968130978" }],
    });
    assert.deepEqual(byOtherKind.sessions, []);
  });

  test(`${label} plan moves the times of a session forward only`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const change = { sessionId: session.id, lastReceivedAt: at + 5, windowExpiresAt: at + 9 };
    await ledger.plan({ ...emptyPlan, sessionChanges: [change] });
    const back = {
      sessionId: session.id,
      lastReceivedAt: at,
      windowExpiresAt: at,
      customer: { name: "Eva" },
    };
    await ledger.plan({ ...emptyPlan, sessionChanges: [back] });
    const now = await readSession(ledger, session.id);
    assert.deepEqual(
      [now.lastReceivedAt, now.windowExpiresAt, now.customer],
      [at + 5, at + 9, { name: "Eva" }],
    );
  });

  test(`${label} plan adds identities, and the first session that has one keeps it`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    const second = toSession(session.id + 1, { userId: "DE.2" });
    await ledger.plan({
      ...emptyPlan,
      newSessions: [second],
      sessionChanges: [
        {
          sessionId: second.id,
          identities: [
            { kind: "phone", value: "4968130978" },
            { kind: "phone", value: "15550001111" },
          ],
        },
      ],
    });
    async function owners(value: string): Promise<number[]> {
      const known = await ledger.known({ ...noReferences, identities: [{ kind: "phone", value }] });
      return known.sessions.map((found) => found.session.id);
    }
    assert.deepEqual(await owners("4968130978"), [session.id]);
    assert.deepEqual(await owners("15550001111"), [second.id]);
  });
}
