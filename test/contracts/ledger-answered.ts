import assert from "node:assert/strict";
import { test } from "node:test";

import type { NewDelivery } from "../../src/bridge/delivery.ts";
import type { Ledger } from "../../src/bridge/ports.ts";
import {
  at,
  emptyPlan,
  openWithSession,
  takeNow,
  toCustomer,
  toSession,
  toTeam,
  type OpenLedger,
} from "./ledger-samples.ts";

const toTheTeam = { sessionId: 1, side: "team" } as const;
const toTheCustomer = { sessionId: 1, side: "customer" } as const;

/** A message of the customer that quotes another. */
function quoting(delivery: NewDelivery, concerns: string): NewDelivery {
  return {
    ...delivery,
    outgoing: { kind: delivery.side === "team" ? "post" : "text", text: "quoting", concerns },
  };
}

/** With a chat `T1` in which the customer's `wamid.1` is `mid1`, staff's `m2` is `wamid.2`, and a notice is `mid3`. */
async function setScene(ledger: Ledger): Promise<void> {
  const chat = { sessionId: 1, generation: 1, config: "staff", tid: "T1", title: "Tobias" };
  await ledger.chatMade(chat);
  const notice = { ...toTeam(1, "failed:m2"), kind: "notice" };
  const deliveries = [toTeam(1, "wamid.1"), notice, toCustomer(1, "m2")];
  await ledger.plan({
    ...emptyPlan,
    deliveries: [...deliveries, { ...toCustomer(1, "m2"), part: 1 }],
  });
  const ends = [
    [toTheTeam, "mid1"],
    [toTheTeam, "mid3"],
    [toTheCustomer, "wamid.2"],
    [toTheCustomer, "wamid.3"],
  ] as const;
  for (const [lane, remoteId] of ends) {
    const { delivery } = await takeNow(ledger, lane);
    const tid = lane.side === "team" ? { tid: "T1" } : {};
    await ledger.settle({ kind: "sent", deliveryId: delivery.id, remoteId, at, ...tid });
  }
}

/** Which message of the other side a message answers. */
export function testAnswered(label: string, open: OpenLedger): void {
  for (const [quoted, mid] of [
    ["wamid.1", "mid1"],
    ["wamid.2", "m2"],
    ["wamid.3", "m2"],
    ["wamid.9", null],
  ] as const) {
    test(`${label} take finds the post of what a customer quotes: ${quoted}`, async (t) => {
      const { ledger } = await openWithSession(t, open);
      await setScene(ledger);
      await ledger.plan({ ...emptyPlan, deliveries: [quoting(toTeam(1, "wamid.5"), quoted)] });
      assert.equal((await takeNow(ledger, toTheTeam)).replyTo, mid);
    });
  }

  for (const [answered, messageId] of [
    ["mid1", "wamid.1"],
    ["m2", "wamid.2"],
    ["mid3", null],
    ["m9", null],
  ] as const) {
    test(`${label} take finds the message of the post that staff answer: ${answered}`, async (t) => {
      const { ledger } = await openWithSession(t, open);
      await setScene(ledger);
      await ledger.plan({ ...emptyPlan, deliveries: [quoting(toCustomer(1, "m5"), answered)] });
      assert.equal((await takeNow(ledger, toTheCustomer)).replyTo, messageId);
    });
  }

  test(`${label} take finds nothing that is in another chat, or another customer's`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await setScene(ledger);
    await ledger.chatGone("T1");
    await ledger.plan({
      ...emptyPlan,
      newSessions: [toSession(2, { phone: "4930901820" })],
      deliveries: [quoting(toTeam(1, "wamid.5"), "wamid.1"), quoting(toCustomer(2, "m5"), "mid1")],
    });
    assert.equal((await takeNow(ledger, toTheTeam)).replyTo, null);
    const other = { sessionId: 2, side: "customer" } as const;
    assert.equal((await takeNow(ledger, other)).replyTo, null);
  });

  test(`${label} take finds nothing in a chat that was made after it`, async (t) => {
    const { ledger } = await openWithSession(t, open);
    await setScene(ledger);
    await ledger.chatGone("T1");
    const chat = { sessionId: 1, generation: 2, config: "staff", tid: "T2", title: "Tobias" };
    await ledger.chatMade(chat);
    for (const [index, quoted] of ["wamid.1", "wamid.2"].entries()) {
      const delivery = quoting(toTeam(1, `wamid.5${index}`), quoted);
      await ledger.plan({ ...emptyPlan, deliveries: [delivery] });
      const taken = await takeNow(ledger, toTheTeam);
      assert.equal(taken.replyTo, null, quoted);
      const remoteId = `mid5${index}`;
      await ledger.settle({ kind: "sent", deliveryId: taken.delivery.id, remoteId, at, tid: "T2" });
    }
  });
}
