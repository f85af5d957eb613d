import type { TestContext } from "node:test";

import { Lanes } from "../../../../src/bridge/deliver/lanes.ts";
import { Pace } from "../../../../src/bridge/deliver/pace.ts";
import type { Delivery, Lane, Outcome, Side, Taken } from "../../../../src/bridge/delivery.ts";
import type { Ledger } from "../../../../src/bridge/ports.ts";
import { createManualClock, type ManualClock } from "../../../fakes/clock.ts";
import { session } from "../plan/planning.ts";

/** A delivery that waits in the fake ledger. */
interface Waiting {
  readonly id: number;
  readonly lane: Lane;
  due: number;
}

/** Lanes over a fake ledger, on a manual clock. */
export interface LaneScene {
  readonly lanes: Lanes;
  readonly clock: ManualClock;
  readonly pace: Readonly<Record<Side, Pace>>;
  readonly waiting: Waiting[];
  /** The ids that were tried, in order. */
  readonly tried: number[];
  /** How often the ledger was asked. */
  readonly asked: { take: number; settle: number };
  readonly faults: unknown[];
  /** What an attempt does; by default it is taken. */
  attempt: (delivery: Delivery) => Promise<Outcome> | Outcome;
  add(id: number, sessionId: number, more?: { side?: Side; due?: number }): void;
}

/** It was taken. */
export function sent({ id }: Delivery): Outcome {
  return { kind: "sent", deliveryId: id, remoteId: `r${id}`, at: 0 };
}

/** It was not, and is to be tried again. */
export function later({ id }: Delivery, nextAttemptAt: number): Outcome {
  return { kind: "retry", deliveryId: id, nextAttemptAt, reason: "away", uncertain: false };
}

export function setLaneScene(t: TestContext, limit = 32): LaneScene {
  const clock = createManualClock();
  const waiting: Waiting[] = [];
  const asked = { take: 0, settle: 0 };
  const faults: unknown[] = [];
  const ledger: Partial<Ledger> = {
    async take({ sessionId, side }, { now, openAt }) {
      asked.take += 1;
      const first = waiting.find(({ lane }) => lane.sessionId === sessionId && lane.side === side);
      if (!first) return null;
      const waitUntil = Math.max(first.due, openAt);
      return toTaken(first, waitUntil > now ? waitUntil : null);
    },
    async settle(outcome) {
      asked.settle += 1;
      const index = waiting.findIndex(({ id }) => id === outcome.deliveryId);
      const found = waiting[index];
      if (found && outcome.kind === "retry") found.due = outcome.nextAttemptAt;
      else if (found && outcome.kind !== "late") waiting.splice(index, 1);
      return { parked: false, lanes: [] };
    },
  };
  const toPace = (side: Side): Pace =>
    new Pace({
      clock,
      random: () => 1,
      limits: { ratePerSecond: Infinity, pairIntervalMs: 0 },
      onPaused: () => {},
      onResumed: () => scene.lanes.hurry(side),
    });
  const pace = { team: toPace("team"), customer: toPace("customer") };
  const lanes = new Lanes({
    ledger: ledger as Ledger,
    clock,
    pace,
    limits: { team: limit, customer: limit },
    async attempt({ delivery, session: { id } }) {
      scene.tried.push(delivery.id);
      await pace[delivery.side].begin(id, new AbortController().signal);
      const outcome = await scene.attempt(delivery);
      if (outcome.kind === "sent") pace[delivery.side].learn(id, null);
      return outcome;
    },
    resendAt: (now) => now,
    wait: (_, until) => ({ outcome: null, lookAgainAt: until }),
    onSettled: () => {},
    persist: (call) => call(),
    onFault: (error) => void faults.push(error),
  });
  t.after(() => lanes.stop());
  const scene: LaneScene = {
    lanes,
    clock,
    pace,
    waiting,
    tried: [],
    asked,
    faults,
    attempt: sent,
    add(id, sessionId, { side = "customer", due = 0 } = {}) {
      waiting.push({ id, lane: { sessionId, side }, due });
    },
  };
  return scene;
}

function toTaken({ id, lane, due }: Waiting, waitUntil: number | null): Taken {
  const delivery: Delivery = {
    id,
    sessionId: lane.sessionId,
    side: lane.side,
    sourceId: `m${id}`,
    part: 0,
    kind: "text",
    outgoing: { kind: "text", text: "hi" },
    state: "pending",
    reason: null,
    createdAt: 0,
    tid: null,
    attempts: 1,
    nextAttemptAt: due,
    renewedAt: null,
    notificationId: null,
    remoteId: null,
  };
  return {
    delivery,
    session: { ...session, id: lane.sessionId },
    waitUntil,
    inDoubt: false,
    replyTo: null,
  };
}

export function customer(sessionId: number): Lane {
  return { sessionId, side: "customer" };
}
