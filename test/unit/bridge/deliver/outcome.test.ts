import assert from "node:assert/strict";
import { test } from "node:test";

import { toOutcome, toWaited } from "../../../../src/bridge/deliver/outcome.ts";
import type { Delivery, Outcome, Taken } from "../../../../src/bridge/delivery.ts";
import {
  DeliveryError,
  NoNumberError,
  type DeliveryErrorFacts,
} from "../../../../src/bridge/errors.ts";
import { context, hour, now, session } from "../plan/planning.ts";

const minute = 60_000;
const day = 24 * hour;
const around = { now, texts: context.texts, config: context.config, random: () => 0.5 };

const delivery: Delivery = {
  id: 12,
  sessionId: session.id,
  side: "customer",
  sourceId: "m9",
  part: 0,
  kind: "text",
  outgoing: { kind: "text", text: "hi" },
  state: "pending",
  reason: null,
  createdAt: now,
  tid: "t1",
  attempts: 1,
  nextAttemptAt: null,
  renewedAt: null,
  notificationId: null,
  remoteId: null,
};

const toTeam: Partial<Delivery> = { side: "team", sourceId: "wamid.1", tid: null };

function toTaken(
  changes: Partial<Delivery> = {},
  { windowExpiresAt = now + hour, inDoubt = false } = {},
): Taken {
  return {
    delivery: { ...delivery, ...changes },
    session: { ...session, windowExpiresAt },
    waitUntil: null,
    inDoubt,
    replyTo: null,
  };
}

function fail(verdict: DeliveryErrorFacts["verdict"], more: object = {}): DeliveryError {
  return new DeliveryError("refused", { verdict, ...more });
}

/** What staff are told. */
function toldIn(outcome: Outcome | null): string | null {
  const notice = outcome && "notice" in outcome ? outcome.notice : null;
  return notice?.outgoing?.kind === "post" ? notice.outgoing.text : null;
}

test("toOutcome says of a customer without a number that this is why", () => {
  const outcome = toOutcome(toTaken(), new NoNumberError(), around);
  assert.match(toldIn(outcome) ?? "", /was not delivered: the WhatsApp user has no phone number/);
});

const undeliverable = { code: 131026, title: "Message undeliverable" };

test("toOutcome says 'was not' of what was refused, and 'may not have been' where an attempt before is in doubt", () => {
  const failure = fail("permanent", { provider: undeliverable });
  const plain = toOutcome(toTaken(), failure, around);
  assert.match(toldIn(plain) ?? "", /was not delivered: WhatsApp cannot reach this number/);
  const inDoubt = toOutcome(toTaken({}, { inDoubt: true }), failure, around);
  assert.match(toldIn(inDoubt) ?? "", /may not have been delivered/);
  for (const [outcome, reason] of [
    [plain, "131026 Message undeliverable"],
    [inDoubt, "in doubt: 131026 Message undeliverable"],
  ] as const) {
    assert.deepEqual(
      outcome.kind === "failed" && outcome.reason,
      reason,
      "operators see the code either way",
    );
  }
});

test("toOutcome leaves the wait to the pace where the side, or the customer, is paused", () => {
  for (const verdict of ["throttled", "account", "pair"] as const) {
    const outcome = toOutcome(toTaken({ attempts: 9 }), fail(verdict), around);
    assert.deepEqual(outcome, {
      kind: "retry",
      deliveryId: 12,
      nextAttemptAt: now,
      reason: "refused",
      uncertain: false,
    });
  }
  const asked = toOutcome(toTaken(), fail("throttled", { retryAfterMs: 1500.2 }), around);
  assert.equal(asked.kind === "retry" && asked.nextAttemptAt, now + 1501, "whole milliseconds");
});

test("toOutcome keeps the doubt of an attempt before through refusals that are certain", () => {
  const outcome = toOutcome(toTaken({}, { inDoubt: true }), fail("transient"), around);
  assert.equal(outcome.kind === "retry" && outcome.uncertain, true);
});

test("toOutcome gives free text up with the window, a template after a day, a post after 7 days", () => {
  const failure = fail("transient");
  const closing = { windowExpiresAt: now + 4_000 };
  const cases = [
    [toTaken({}, closing), "failed"],
    [toTaken({}, { windowExpiresAt: now + minute }), "retry"],
    [toTaken({ kind: "template" }, { windowExpiresAt: now - day }), "retry"],
    [toTaken({ kind: "template", createdAt: now - day }), "failed"],
    [toTaken({ ...toTeam, createdAt: now - 7 * day + minute }), "retry"],
    [toTaken({ ...toTeam, createdAt: now - 7 * day }), "failed"],
    [toTaken({ ...toTeam, createdAt: now - 9 * day, renewedAt: now - day }), "retry"],
  ] as const;
  for (const [taken, kind] of cases) {
    assert.equal(toOutcome(taken, failure, around).kind, kind, JSON.stringify(taken.delivery));
  }
  const last = toOutcome(toTaken({}, closing), failure, around);
  assert.match(toldIn(last) ?? "", /was not delivered: WhatsApp could not be reached in time/);
});

test("toOutcome waits out the doubt of a last attempt, though the window closes meanwhile", () => {
  const failure = fail("transient", { uncertain: true });
  const closing = { windowExpiresAt: now + 4_000 };
  const outcome = toOutcome(toTaken({}, closing), failure, around);
  assert.deepEqual(outcome.kind === "retry" && outcome.nextAttemptAt, now + minute);
  const after = fail("window");
  const ended = toOutcome(toTaken({}, { ...closing, inDoubt: true }), after, around);
  assert.match(toldIn(ended) ?? "", /may not have been delivered/);
});

test("toOutcome tells nobody of a post to the team that failed: it is a dead letter", () => {
  const outcome = toOutcome(toTaken(toTeam), fail("permanent"), around);
  assert.deepEqual(outcome, { kind: "failed", deliveryId: 12, reason: "refused", at: now });
});

test("toWaited looks again at the next date that matters", () => {
  const far = now + 9 * hour;
  const look = (taken: Taken, until = far): number => toWaited(taken, until, around).lookAgainAt;
  assert.equal(look(toTaken(), now + 5_000), now + 5_000);
  assert.equal(look(toTaken()), now + 10 * minute, "staff hear of it");
  assert.equal(look(toTaken({ createdAt: now - hour })), now + hour, "the window closes");
  assert.equal(look(toTaken(toTeam)), far);
});

test("toWaited tells staff after 10 minutes that it is still being sent, once for all parts", () => {
  const told = (minutes: number, changes: Partial<Delivery> = {}): string | null => {
    const taken = toTaken({ createdAt: now - minutes * minute, ...changes });
    const { outcome } = toWaited(taken, now + hour, around);
    return outcome?.kind === "late" ? outcome.notice.sourceId : null;
  };
  assert.equal(told(9), null);
  assert.equal(told(10), "late:m9");
  assert.equal(told(30, { part: 3, state: "uncertain", nextAttemptAt: now + hour }), "late:m9");
  assert.equal(told(10, { renewedAt: now - 9 * minute }), null);
  assert.equal(told(30, { renewedAt: now - 10 * minute }), `late:m9:${now - 10 * minute}`);
  assert.equal(told(30, toTeam), null);
});

test("toWaited gives up what waits past its time, though nothing can be tried", () => {
  const give = (changes: Partial<Delivery>, more: object = {}): Outcome | null =>
    toWaited(toTaken(changes, { windowExpiresAt: now, ...more }), now + hour, around).outcome;
  const outcome = give({ reason: "429 Too many" });
  assert.equal(outcome?.kind === "failed" && outcome.reason, "given up: 429 Too many");
  assert.match(toldIn(outcome) ?? "", /was not sent: the conversation ended at/);
  const post = give({ ...toTeam, createdAt: now - 7 * day });
  assert.deepEqual(post, {
    kind: "failed",
    deliveryId: 12,
    reason: "given up: no attempt was possible in time",
    at: now,
  });
});

test("toWaited gives a receipt its time to tell of what is in doubt, and no longer", () => {
  const look = (nextAttemptAt: number): Outcome | null => {
    const taken = toTaken(
      { state: "uncertain", nextAttemptAt },
      { windowExpiresAt: now - 1, inDoubt: true },
    );
    return toWaited(taken, now + hour, around).outcome;
  };
  assert.equal(look(now + 1), null);
  assert.match(toldIn(look(now)) ?? "", /may not have been delivered/);
});
