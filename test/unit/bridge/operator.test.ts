import assert from "node:assert/strict";
import { test } from "node:test";

import type { Delivery } from "../../../src/bridge/delivery.ts";
import { LedgerWriteError } from "../../../src/bridge/errors.ts";
import { createOperator, type Operator, type OperatorPorts } from "../../../src/bridge/operator.ts";
import type { Decision } from "../../../src/bridge/ports.ts";
import { createTexts } from "../../../src/bridge/texts/texts.ts";

const now = Date.parse("2026-11-23T09:00:00Z");
const texts = createTexts({ locale: "en", timeZone: "UTC" });

const pending: Delivery = {
  id: 7,
  sessionId: 1,
  side: "customer",
  sourceId: "m1",
  part: 0,
  kind: "text",
  outgoing: { kind: "text", text: "Hello" },
  state: "pending",
  reason: null,
  createdAt: now,
  tid: "T1",
  notificationId: null,
  attempts: 0,
  nextAttemptAt: null,
  renewedAt: null,
  remoteId: null,
};

/** An operator of a store with these deliveries, in which `decide` does as it is told here. */
function createOperatorOf(
  deliveries: readonly Delivery[],
  decide: OperatorPorts["ledger"]["decide"],
): Operator {
  const ledger: OperatorPorts["ledger"] = {
    deliveries: () => Promise.resolve(deliveries),
    decide,
    replay: () => Promise.reject(new LedgerWriteError("ENOSPC")),
    dropNotifications: () => Promise.reject(new LedgerWriteError("ENOSPC")),
  };
  return createOperator({ ledger, now: () => now, texts: () => texts, relay: null });
}

test("an operator is told what moved on between the look and the decision", async () => {
  const operator = createOperatorOf([pending], () => Promise.resolve({ done: [], lanes: [] }));
  for (const name of ["deliveries.retry", "deliveries.drop"] as const) {
    assert.deepEqual(await operator[name]([7, 7, 8]), {
      done: [],
      refused: [
        { id: 7, reason: "it has just moved on" },
        { id: 8, reason: "there is no such delivery" },
      ],
    });
  }
});

test("deliveries.drop tells staff of what they wrote and do not know of, and claims nothing that is not known", async () => {
  const decisions: Decision[] = [];
  const deliveries: Delivery[] = [
    pending,
    { ...pending, id: 8, sourceId: "m2", state: "uncertain" },
    { ...pending, id: 9, sourceId: "m3", state: "held" },
    { ...pending, id: 10, sourceId: "m4", state: "failed" },
    { ...pending, id: 11, sourceId: "wamid.1", side: "team" },
    { ...pending, id: 12, sourceId: "m5", state: "sending" },
  ];
  const operator = createOperatorOf(deliveries, (decision) => {
    decisions.push(decision);
    return Promise.resolve({ done: decision.dropped.map(({ id }) => id), lanes: [] });
  });
  const verdicts = await operator["deliveries.drop"]([7, 8, 9, 10, 11, 12]);
  assert.deepEqual(verdicts.done, [7, 8, 9, 10, 11]);
  assert.deepEqual(
    verdicts.refused.map(({ id }) => id),
    [12],
  );
  assert.deepEqual(
    decisions[0]?.dropped.map(({ state, notice }) => [state, notice?.outgoing]),
    [
      ["pending", toPost("m1", "failed.dropped")],
      ["uncertain", toPost("m2", "failed.uncertain")],
      ["held", toPost("m3", "failed.dropped")],
      ["failed", undefined],
      ["pending", undefined],
    ],
  );
});

function toPost(replyTo: string, text: "failed.dropped" | "failed.uncertain"): object {
  return { kind: "post", text: texts.text(text, {}), replyTo, tid: "T1", isVital: true };
}

test("an operator hears with 73 that the ledger cannot write", async () => {
  const operator = createOperatorOf([pending], () => Promise.reject(new LedgerWriteError("full")));
  for (const name of [
    "deliveries.retry",
    "deliveries.drop",
    "notifications.replay",
    "notifications.drop",
  ] as const) {
    await assert.rejects(operator[name]([7]), {
      name: "OperatorError",
      code: "store_unusable",
      exitCode: 73,
    });
  }
});
