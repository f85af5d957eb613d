import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError } from "../../../../src/bridge/errors.ts";
import { hour } from "../plan/planning.ts";
import { customer, later, sent, setLaneScene } from "./lane-scene.ts";

const second = 1_000;
const minute = 60 * second;

test("Lanes ask the ledger hardly ever while they wait for hours", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock, asked } = scene;
  for (let id = 1; id <= 10; id += 1) scene.add(id, id, { due: clock.now() + 5 * hour });
  lanes.wake(scene.waiting.map(({ lane }) => lane));
  await clock.advance(5 * hour - 1);
  assert.equal(scene.tried.length, 0);
  // Every 10 minutes, because the wall clock may be set.
  assert.ok(asked.take <= 10 * 31, `${asked.take} looks of 10 lanes`);
  await clock.advance(1);
  assert.equal(scene.tried.length, 10);
});

test("Lanes ask the ledger hardly ever while their side refuses everything for hours", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock, asked, pace } = scene;
  scene.attempt = (delivery) => {
    const facts = { verdict: "account", provider: { code: 190, title: "expired" } } as const;
    pace.customer.learn(delivery.sessionId ?? 0, new DeliveryError("refused", facts));
    return later(delivery, clock.now());
  };
  for (let id = 1; id <= 10; id += 1) scene.add(id, id);
  lanes.wake(scene.waiting.map(({ lane }) => lane));
  await clock.advance(minute);
  const [tried, took] = [scene.tried.length, asked.take];
  await clock.advance(3 * hour);
  const probes = scene.tried.length - tried;
  assert.ok(probes >= 18 && probes <= 24, `${probes} probes in 3 hours`);
  assert.ok(asked.take - took <= 10 * 3 * 24, `${asked.take - took} looks of 10 lanes`);
  scene.attempt = sent;
  await clock.advance(10 * minute + 30 * second);
  assert.equal(scene.waiting.length, 0, "all go once a probe is taken");
});

test("Lanes leave the probe of a pause to a lane whose delivery is due", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock, pace } = scene;
  const facts = { verdict: "throttled", retryAfterMs: minute } as const;
  pace.customer.learn(9, new DeliveryError("refused", facts));
  await clock.advance(minute);
  scene.add(1, 1, { due: clock.now() + hour });
  scene.add(2, 2);
  lanes.wake([customer(1)]);
  await clock.advance(0);
  lanes.wake([customer(2)]);
  await clock.advance(0);
  assert.deepEqual(scene.tried, [2]);
  assert.equal(pace.customer.pausedForMs, null);
});
