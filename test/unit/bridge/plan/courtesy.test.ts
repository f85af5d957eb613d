import assert from "node:assert/strict";
import { test } from "node:test";

import { toOutcome, toWaited } from "../../../../src/bridge/deliver/outcome.ts";
import { toDeadline } from "../../../../src/bridge/deliver/retry.ts";
import type { Delivery } from "../../../../src/bridge/delivery.ts";
import { DeliveryError } from "../../../../src/bridge/errors.ts";
import { createOperator } from "../../../../src/bridge/operator.ts";
import type { Decision } from "../../../../src/bridge/ports.ts";
import { context, hour, now, planEvents, session, withSession } from "./planning.ts";

const minute = 60_000;
const config = { ...context.config, outsideWindow: "hold" } as const;
const kinds = ["greeting", "away"] as const;

function toCourtesy(kind: string): Delivery {
  return {
    id: 12,
    sessionId: session.id,
    side: "customer",
    sourceId: `${kind}:wamid.1`,
    part: 0,
    kind,
    outgoing: { kind: "text", text: "Welcome!" },
    state: "sent",
    reason: null,
    createdAt: now - 11 * minute,
    tid: null,
    attempts: 1,
    nextAttemptAt: null,
    renewedAt: null,
    notificationId: null,
    remoteId: "wamid.9",
  };
}

for (const kind of kinds) {
  const delivery = toCourtesy(kind);
  const taken = { delivery, session, waitUntil: null, inDoubt: false, replyTo: null };
  const around = { now, texts: context.texts, config, random: () => 0.5 };

  test(`staff hear nothing of a text of the kind ${kind}, whatever becomes of it`, async () => {
    for (const verdict of ["permanent", "window"] as const) {
      const outcome = toOutcome(taken, new DeliveryError("refused", { verdict }), around);
      assert.ok(outcome.kind === "failed" && !outcome.notice, verdict);
    }
    const pending = { ...taken, delivery: { ...delivery, state: "pending" } } as const;
    assert.equal(toWaited(pending, now + hour, around).outcome, null);
    const error = { code: 131047, title: "Re-engagement message" };
    const receipt = { kind: "receipt", messageId: "wamid.9", state: "failed", at: now } as const;
    const planned = planEvents([{ ...receipt, error }], { ...withSession, deliveries: [delivery] });
    assert.deepEqual(planned.deliveries, []);
    assert.deepEqual(planned.holds, []);
    assert.equal(planned.receipts.length, 1);
    const decisions: Decision[] = [];
    const operator = createOperator({
      ledger: {
        deliveries: () => Promise.resolve([pending.delivery]),
        decide(decision) {
          decisions.push(decision);
          return Promise.resolve({ done: [12], lanes: [] });
        },
        replay: () => Promise.resolve([]),
        dropNotifications: () => Promise.resolve([]),
      },
      now: () => now,
      texts: () => context.texts,
      relay: null,
    });
    await operator["deliveries.drop"]([12]);
    assert.deepEqual(decisions[0]?.dropped, [{ id: 12, state: "pending", notice: null }]);
  });

  test(`a text of the kind ${kind} is not tried for longer than half an hour`, () => {
    const facts = { side: "customer", kind, since: now } as const;
    assert.equal(toDeadline({ ...facts, windowExpiresAt: now + hour }), now + hour / 2);
    assert.equal(toDeadline({ ...facts, windowExpiresAt: now + minute }), now + minute);
  });
}
