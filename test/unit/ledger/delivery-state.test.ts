import assert from "node:assert/strict";
import { test } from "node:test";

import type { DeliveryState } from "../../../src/bridge/delivery.ts";
import { isOpen, isSettled, movesOn } from "../../../src/ledger/tables/delivery-state.ts";

const notHandedOver = ["pending", "held", "sending", "uncertain"] as const;

test("movesOn goes forward only", () => {
  const order = ["sent", "delivered", "read", "played"] as const;
  for (const [index, next] of order.entries()) {
    for (const state of notHandedOver) {
      // What is kept was sent once, in vain.
      assert.equal(
        movesOn(state, next),
        state !== "held" || next !== "sent",
        `${state} -> ${next}`,
      );
    }
    for (const [before, state] of order.entries()) {
      assert.equal(movesOn(state, next), before < index, `${state} -> ${next}`);
    }
    for (const state of ["failed", "dropped", "deleted"] as const) {
      assert.ok(!movesOn(state, next), `${state} -> ${next}`);
    }
  }
});

test("movesOn lets a delivery fail only while it has not arrived", () => {
  const may: DeliveryState[] = [...notHandedOver, "sent"];
  for (const state of may) assert.ok(movesOn(state, "failed"), state);
  for (const state of ["delivered", "read", "played", "failed", "dropped", "deleted"] as const) {
    assert.ok(!movesOn(state, "failed"), state);
  }
});

test("movesOn lets anything be deleted, once", () => {
  for (const state of [...notHandedOver, "sent", "read", "failed"] as const) {
    assert.ok(movesOn(state, "deleted"), state);
  }
  assert.ok(!movesOn("deleted", "deleted"));
});

test("isOpen tells what has not been handed over", () => {
  for (const state of notHandedOver) assert.ok(isOpen(state), state);
  for (const state of [
    "sent",
    "delivered",
    "read",
    "played",
    "failed",
    "deleted",
    "dropped",
  ] as const) {
    assert.ok(!isOpen(state), state);
  }
});

test("isSettled keeps the content as long as the delivery may have to be repeated", () => {
  assert.ok(isSettled("sent", "team"));
  assert.ok(!isSettled("sent", "customer"));
  for (const state of ["delivered", "read", "played", "deleted"] as const) {
    assert.ok(isSettled(state, "customer"), state);
  }
  assert.ok(!isSettled("failed", "customer"));
});
