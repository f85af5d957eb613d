import assert from "node:assert/strict";
import { test } from "node:test";

import type { Delivery } from "../../../../src/bridge/delivery.ts";
import type { Event } from "../../../../src/bridge/message.ts";
import { plan } from "../../../../src/bridge/plan/plan.ts";
import type { Known } from "../../../../src/bridge/planned.ts";
import { context, hour, now, planEvents, texts, withSession } from "./planning.ts";

const delivery: Delivery = {
  id: 12,
  sessionId: 3,
  side: "customer",
  sourceId: "m9",
  part: 0,
  kind: "text",
  outgoing: { kind: "text", text: "hi" },
  state: "sent",
  reason: null,
  createdAt: now,
  tid: "t1",
  attempts: 1,
  nextAttemptAt: null,
  renewedAt: null,
  notificationId: null,
  remoteId: "wamid.1",
};

test("a receipt of failure becomes a reply to the very post, once for all its parts", () => {
  const known: Known = {
    ...withSession,
    deliveries: [delivery, { ...delivery, id: 13, part: 1, remoteId: "wamid.2" }],
  };
  const error = { code: 131026, title: "Message undeliverable" };
  const failed = (messageId: string): Event => ({
    kind: "receipt",
    messageId,
    state: "failed",
    at: now,
    error,
  });
  const planned = planEvents([failed("wamid.1"), failed("wamid.2")], known);
  assert.deepEqual(
    planned.receipts.map(({ deliveryId, state, reason }) => [deliveryId, state, reason]),
    [
      [12, "failed", "131026 Message undeliverable"],
      [13, "failed", "131026 Message undeliverable"],
    ],
  );
  assert.equal(
    new Set(planned.deliveries.map(({ sourceId, part }) => `${sourceId}/${part}`)).size,
    1,
  );
  const [notice] = planned.deliveries;
  assert.ok(notice?.outgoing?.kind === "post");
  assert.deepEqual([notice.outgoing.replyTo, notice.outgoing.tid], ["m9", "t1"]);
});

test("a receipt finds its delivery by the echoed reference, and waits where nobody knows it", () => {
  const known: Known = {
    ...withSession,
    deliveries: [{ ...delivery, remoteId: null, state: "sending" }],
  };
  const receipt = { kind: "receipt", messageId: "wamid.1", state: "sent", at: null } as const;
  const echoed = planEvents([{ ...receipt, reference: "store-12" }], known);
  assert.equal(echoed.receipts[0]?.deliveryId, 12);
  const foreign = planEvents([{ ...receipt, reference: "other-12" }], known);
  assert.deepEqual(
    foreign.parked.map((parked) => parked.receipt.messageId),
    ["wamid.1"],
  );
});

test("a failure that comes after the message was read is not told", () => {
  const known: Known = { ...withSession, deliveries: [{ ...delivery, state: "read" }] };
  const failed = { kind: "receipt", messageId: "wamid.1", state: "failed", at: now } as const;
  assert.deepEqual(planEvents([failed], known).deliveries, []);
});

test("a failure that comes in one batch with the delivery before it is not told either", () => {
  const known: Known = { ...withSession, deliveries: [delivery] };
  const receipt = { kind: "receipt", messageId: "wamid.1", at: now } as const;
  const events: Event[] = [
    { ...receipt, state: "delivered" },
    { ...receipt, state: "failed" },
  ];
  assert.deepEqual(planEvents(events, known).deliveries, []);
  assert.equal(planEvents(events.toReversed(), known).deliveries.length, 1);
});

test("the delivery of a template is told once", () => {
  const outgoing = {
    kind: "template",
    number: 1,
    name: "a",
    language: "en",
    parameters: [],
  } as const;
  const known: Known = {
    ...withSession,
    deliveries: [{ ...delivery, kind: "template", outgoing }],
  };
  const receipt = (state: "delivered" | "read"): Event => ({
    kind: "receipt",
    messageId: "wamid.1",
    state,
    at: now,
  });
  const planned = planEvents([receipt("delivered"), receipt("read")], known);
  assert.equal(new Set(planned.deliveries.map(({ sourceId }) => sourceId)).size, 1);
});

test("what is kept since its window was closed does not fail when WhatsApp says so again", () => {
  const error = { code: 131047, title: "Re-engagement message" };
  const failed = {
    kind: "receipt",
    messageId: "wamid.1",
    state: "failed",
    at: now,
    error,
  } as const;
  const config = { ...context.config, outsideWindow: "hold" } as const;
  const planAll = (known: Known, events: readonly Event[]): ReturnType<typeof plan> =>
    plan([{ id: 1, receivedAt: now, events }], [], { known, context: { ...context, config } });
  const twice = planAll({ ...withSession, deliveries: [delivery] }, [failed, failed]);
  assert.deepEqual([twice.holds.length, twice.receipts.length], [1, 0]);
  const kept: Delivery = { ...delivery, state: "held" };
  const later = planAll({ ...withSession, deliveries: [kept] }, [failed]);
  assert.deepEqual([later.holds, later.receipts, later.deliveries, later.parked], [[], [], [], []]);
});

test("that a message is there after all is told once, and only where staff know that it failed", () => {
  const receipt = (state: "sent" | "delivered" | "read"): Event => ({
    kind: "receipt",
    messageId: "wamid.1",
    state,
    at: now,
  });
  const told = (changes: Partial<Delivery>): (string | null)[] => {
    const known: Known = { ...withSession, deliveries: [{ ...delivery, ...changes }] };
    const events = [receipt("sent"), receipt("delivered"), receipt("read")];
    return texts(planEvents(events, known).deliveries);
  };
  const success = "This message has now been delivered.";
  assert.deepEqual(told({ renewedAt: now, failedAt: now - hour }), [success]);
  assert.deepEqual(told({ renewedAt: now, failedAt: null }), [], "it was kept until now");
  assert.deepEqual(told({ failedAt: now - hour }), []);
  assert.deepEqual(told({ renewedAt: now, failedAt: now - hour, state: "delivered" }), []);
});
