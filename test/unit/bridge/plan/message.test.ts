import assert from "node:assert/strict";
import { test } from "node:test";

import type { Delivery } from "../../../../src/bridge/delivery.ts";
import type { CustomerMessage, Echo, Event } from "../../../../src/bridge/message.ts";
import { toReferences } from "../../../../src/bridge/plan/plan.ts";
import {
  hour,
  message,
  nothing,
  now,
  planEvents,
  session,
  texts,
  withSession,
} from "./planning.ts";

const echo: Echo = {
  kind: "echo",
  id: "e1",
  to: { phone: "496813000978" },
  sentAt: now - hour,
  content: { kind: "text", text: "We are on our way" },
};

test("plan keeps with a post which message it concerns", () => {
  const { deliveries } = planEvents([message("a"), { ...message("b"), concerns: "a" } as Event]);
  assert.deepEqual(
    deliveries.map(({ outgoing }) => outgoing?.kind === "post" && outgoing.concerns),
    [undefined, "a"],
  );
});

test("plan puts a pin beside a location that is on the globe", () => {
  const place = { latitude: 37.4611978, longitude: -122.2164385, name: "HQ", url: "u" };
  const pins = [place, { ...place, latitude: 137 }].map((at) => {
    const content = { kind: "location", place: at } as const;
    const [delivery] = planEvents([{ ...message("a"), content } as Event]).deliveries;
    assert.equal(delivery?.kind, "location");
    return delivery.outgoing?.kind === "post" ? delivery.outgoing.pin : null;
  });
  assert.deepEqual(pins, [
    { latitude: 37.4611978, longitude: -122.2164385, name: "HQ" },
    undefined,
  ]);
});

test("plan names a delivery for operators by its kind", () => {
  const table: readonly (readonly [CustomerMessage["content"], kind: string])[] = [
    [{ kind: "text", text: "Hello" }, "text"],
    [
      { kind: "file", file: { kind: "image", mediaId: "77", mimeType: "", name: "a.jpg" } },
      "image",
    ],
    [{ kind: "unsupported", what: "poll" }, "unsupported poll"],
    [{ kind: "unsupported", what: "notice" }, "unsupported notice"],
    [{ kind: "system", what: "customer_identity_changed" }, "system"],
    [{ kind: "revoke" }, "revoke"],
  ];
  for (const [content, kind] of table) {
    const [delivery] = planEvents([{ ...message("a"), content } as Event]).deliveries;
    assert.equal(delivery?.kind, kind);
  }
});

test("plan shows an echo of the Business app in its customer's chat, under the bot's own name", () => {
  const planned = planEvents([echo], withSession);
  assert.deepEqual(planned.newSessions, []);
  const [{ sessionId, ...change } = assert.fail()] = planned.sessionChanges;
  assert.deepEqual(Object.keys(change), ["lastAnsweredAt"], "it opens no window, and answers");
  assert.equal(sessionId, 3);
  const [delivery] = planned.deliveries;
  assert.deepEqual([delivery?.sessionId, delivery?.kind], [session.id, "echo"]);
  assert.deepEqual(delivery?.outgoing, {
    kind: "post",
    text: "[sent from the WhatsApp Business app]\nWe are on our way",
  });
});

test("plan gives a customer who only got an echo a session without a window", () => {
  const planned = planEvents([echo, echo]);
  assert.deepEqual(
    planned.newSessions.map(({ customer, windowExpiresAt, lastReceivedAt, startedAt }) => [
      customer,
      windowExpiresAt,
      lastReceivedAt,
      startedAt,
    ]),
    [[echo.to, null, null, now - hour]],
  );
  assert.equal(planned.deliveries.length, 1);
});

test("plan leaves an echo of what we sent ourselves alone", () => {
  const sent: Delivery = {
    id: 5,
    sessionId: session.id,
    side: "customer",
    sourceId: "m9",
    part: 0,
    kind: "text",
    outgoing: { kind: "text", text: "We are on our way" },
    state: "sent",
    reason: null,
    createdAt: now,
    tid: "t1",
    notificationId: null,
    attempts: 1,
    nextAttemptAt: null,
    renewedAt: null,
    remoteId: "e1",
  };
  const planned = planEvents([echo], { ...withSession, deliveries: [sent] });
  assert.deepEqual([planned.deliveries, planned.newSessions], [[], []]);
  assert.deepEqual(planEvents([echo], { ...withSession, sourceIds: ["e1"] }).deliveries, []);
});

test("toReferences asks for what an echo needs: its customer, and whether it is known or ours", () => {
  const references = toReferences([{ id: 1, receivedAt: now, events: [echo] }], [], "store");
  assert.deepEqual(references.identities, [{ kind: "phone", value: "496813000978" }]);
  assert.deepEqual([references.messageIds, references.sourceIds], [["e1"], ["e1"]]);
});

test("plan marks a group message and lets it continue no talk", () => {
  const group = { ...message("a"), inGroup: true, opensWindow: false } as Event;
  const { deliveries, sessionChanges } = planEvents([group], withSession);
  assert.deepEqual(texts(deliveries), [
    "[written in a WhatsApp group; answers from this chat go to the person alone]\ntext of a",
  ]);
  assert.equal(deliveries[0]?.kind, "group message");
  assert.deepEqual(
    sessionChanges.map(({ windowExpiresAt, lastReceivedAt }) => [windowExpiresAt, lastReceivedAt]),
    [[undefined, undefined]],
  );
  const [begun] = planEvents([group], nothing).newSessions;
  assert.deepEqual([begun?.windowExpiresAt, begun?.lastReceivedAt], [null, null]);
});
