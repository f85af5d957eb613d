import assert from "node:assert/strict";
import { test } from "node:test";

import type { Figures } from "../../../src/bridge/figures.ts";
import { createFlow, type Flow } from "../../../src/ops/flow.ts";
import { createHealth, type HealthBoard } from "../../../src/ops/health.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";

const minute = 60_000;
const trouble = { detail: "something", remedy: "mend it" };

interface Scene {
  readonly flow: Flow;
  readonly clock: ManualClock;
  readonly health: HealthBoard;
  /** What waits, and since when. */
  readonly waiting: { -readonly [Name in keyof Figures["waitingSince"]]: number | null };
  isLedgerGone: boolean;
  /** How often the ledger was asked. */
  asked: number;
}

function setScene(): Scene {
  const clock = createManualClock();
  const silent = (): void => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const health = createHealth({ now: () => clock.now(), log });
  const ledger = {
    async figures(): Promise<Figures> {
      scene.asked += 1;
      if (scene.isLedgerGone) throw new Error("its thread has ended");
      const windows = { open: 0, closing: 0, closed: 0 };
      return { deliveries: [], unplanned: 0, waitingSince: { ...scene.waiting }, windows };
    },
  };
  const scene: Scene = {
    flow: createFlow({ ledger, clock, health }),
    clock,
    health,
    waiting: { notifications: null, team: null, customer: null },
    isLedgerGone: false,
    asked: 0,
  };
  return scene;
}

test("findStop finds nothing once the feed has answered", async () => {
  const { flow } = setScene();
  assert.equal(await flow.findStop(), "the feed has not answered yet");
  flow.feedAnswered();
  assert.equal(await flow.findStop(), null);
});

test("findStop names what keeps notifications from being taken", async () => {
  const { flow, health } = setScene();
  flow.feedAnswered();
  health.block("draining");
  assert.equal(await flow.findStop(), "draining");
  health.unblock("draining");
  assert.equal(await flow.findStop(), null);
});

for (const [id, stops] of [
  ["dialog360-delivery", true],
  ["teamwire-delivery", true],
  ["teamwire", true],
  ["templates", true],
  ["store", true],
  ["planning", true],
  ["recipients", false],
  ["avatar", false],
  ["webhook-unauthorized", false],
  ["webhook-open", false],
  ["silence", false],
] as const) {
  test(`findStop ${stops ? "stops" : "does not stop"} for "${id}"`, async () => {
    const { flow, health } = setScene();
    flow.feedAnswered();
    health.degrade(id, trouble);
    assert.equal(await flow.findStop(), stops ? `degraded: ${id}` : null);
    health.recover(id);
    assert.equal(await flow.findStop(), null);
  });
}

test("findStop gives the feed five minutes", async () => {
  const { flow, clock } = setScene();
  flow.feedAnswered();
  await clock.advance(5 * minute);
  assert.equal(await flow.findStop(), null);
  await clock.advance(1);
  assert.equal(await flow.findStop(), "the feed does not answer");
});

test("findStop stops while the ledger does not answer", async () => {
  const scene = setScene();
  scene.flow.feedAnswered();
  scene.isLedgerGone = true;
  assert.equal(await scene.flow.findStop(), "the ledger does not answer");
});

for (const side of ["team", "customer"] as const) {
  test(`findStop stops where something waits for the ${side} for 15 minutes, and nothing was taken meanwhile`, async () => {
    const { flow, clock, waiting } = setScene();
    waiting[side] = clock.now();
    await clock.advance(10 * minute);
    flow.accepted(side);
    await clock.advance(15 * minute);
    flow.feedAnswered();
    assert.equal(await flow.findStop(), null, "another one was taken since");
    await clock.advance(1);
    assert.equal(await flow.findStop(), `nothing goes on for 15 minutes: ${side}`);
    waiting[side] = clock.now();
    assert.equal(await flow.findStop(), null, "what waits now is new");
  });
}

test("findStop stops where what came in is not planned", async () => {
  const { flow, clock, waiting } = setScene();
  waiting.notifications = clock.now();
  await clock.advance(15 * minute + 1);
  flow.feedAnswered();
  assert.equal(await flow.findStop(), "nothing goes on for 15 minutes: notifications");
});

test("figures are asked for once, however many want them at a time", async () => {
  const scene = setScene();
  await Promise.all([scene.flow.figures(), scene.flow.figures()]);
  assert.equal(scene.asked, 1);
  await scene.flow.figures();
  assert.equal(scene.asked, 2);
});
