// What staff are told: in the right order, only what is true, and nothing done twice.
import assert from "node:assert/strict";
import { test } from "node:test";

import { toWaitMs } from "../../../../src/bridge/deliver/retry.ts";
import type { Delivery } from "../../../../src/bridge/delivery.ts";
import type { Event, ReceiptState } from "../../../../src/bridge/message.ts";
import { plan, toReferences } from "../../../../src/bridge/plan/plan.ts";
import type { Known } from "../../../../src/bridge/planned.ts";
import { context, now, planEvents, post, session, texts, withSession } from "./planning.ts";

const template = {
  number: 1,
  name: "reminder",
  language: "en",
  body: "May we contact you?",
  parameters: [],
  available: true,
};

function templateDelivery(state: Delivery["state"]): Delivery {
  return {
    id: 12,
    sessionId: session.id,
    side: "customer",
    sourceId: "m9",
    part: 0,
    kind: "template",
    outgoing: { kind: "template", number: 1, name: "reminder", language: "en", parameters: [] },
    state,
    reason: null,
    createdAt: now,
    tid: "t1",
    attempts: 1,
    nextAttemptAt: null,
    renewedAt: null,
    notificationId: null,
    remoteId: null,
  };
}

function receipt(state: ReceiptState): Event {
  return { kind: "receipt", messageId: "wamid.1", state, at: now, reference: "store-12" };
}

function told(state: Delivery["state"], receipts: readonly Event[]): string[] {
  const known: Known = { ...withSession, deliveries: [templateDelivery(state)] };
  const ids = planEvents(receipts, known).deliveries.map(({ sourceId }) => sourceId);
  return [...new Set(ids)];
}

test("a template whose receipts come before WhatsApp's answer is told as accepted first, then as delivered", () => {
  assert.deepEqual(told("sending", [receipt("sent"), receipt("delivered")]), [
    "accepted:m9",
    "delivered:m9",
  ]);
});

test("a template that was cut off while it was sent is told as accepted by its receipt", () => {
  assert.deepEqual(told("uncertain", [receipt("sent")]), ["accepted:m9"]);
});

test("a template that is known as sent is not told as accepted again", () => {
  assert.deepEqual(told("sent", [receipt("sent"), receipt("delivered")]), ["delivered:m9"]);
});

test("a /send that was answered before sends nothing when it is read again in the chat's history", () => {
  const event = post("/send 1");
  const batch = [{ id: 1, receivedAt: now, events: [event] }];
  const asked = toReferences(batch, [], "store").sourceIds;
  const refused = planEvents([event], withSession).deliveries.map(({ sourceId }) => sourceId);
  assert.ok(refused.every((id) => asked.includes(id)));
  const again = { ...withSession, templates: [template], sourceIds: refused };
  assert.deepEqual(planEvents([event], again).deliveries, []);
});

test("/templates tells a list that is empty from one that is not loaded yet", () => {
  const answer = (hasTemplates: boolean): string => {
    const batch = [{ id: 1, receivedAt: now, events: [post("/templates")] }];
    const { deliveries } = plan(batch, [], {
      known: withSession,
      context: { ...context, hasTemplates },
    });
    return texts(deliveries)[0] ?? "";
  };
  assert.match(answer(false), /could not be loaded yet/);
  assert.match(answer(true), /There are no template messages yet/);
});

test("/info keeps a customer's name on its own line", () => {
  const customer = { ...session.customer, name: "Tobias\nConversation active: No" };
  const known: Known = {
    ...withSession,
    sessions: [{ session: { ...session, customer }, identities: [], tids: ["t1"] }],
  };
  const [answer = ""] = texts(planEvents([post("/info")], known).deliveries);
  assert.match(answer ?? "", /^By WhatsApp user: Tobias Conversation active: No$/m);
});

test("toWaitMs gives whole milliseconds: the ledger takes no others", () => {
  for (const random of [0.1, 1 / 3, 0.4321, 0.999_999]) {
    const wait = toWaitMs(3, { retryAfterMs: null, uncertain: false, random: () => random });
    assert.ok(Number.isInteger(wait), String(wait));
  }
});
