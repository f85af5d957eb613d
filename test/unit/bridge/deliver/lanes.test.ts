import assert from "node:assert/strict";
import { test } from "node:test";

import { hour } from "../plan/planning.ts";
import { customer, later, sent, setLaneScene } from "./lane-scene.ts";

const second = 1_000;
const minute = 60 * second;

test("Lanes keep the order of each lane, and one that waits holds up no other", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock, tried } = scene;
  for (const id of [1, 2, 3]) scene.add(id, 1);
  for (const id of [4, 5]) scene.add(id, 2);
  let isAway = true;
  scene.attempt = (delivery) =>
    isAway && delivery.id === 1 ? later(delivery, clock.now() + minute) : sent(delivery);
  lanes.wake([customer(1), customer(2)]);
  await clock.advance(59 * second);
  assert.deepEqual(new Set(tried), new Set([1, 4, 5]));
  isAway = false;
  await clock.advance(second);
  assert.deepEqual(tried.slice(-3), [1, 2, 3]);
});

test("Lanes look again at once when they are woken, and hurry concerns one side", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock, asked } = scene;
  scene.add(1, 1, { due: clock.now() + hour });
  scene.add(2, 2, { due: clock.now() + hour });
  scene.add(3, 3, { due: clock.now() + hour, side: "team" });
  lanes.wake(scene.waiting.map(({ lane }) => lane));
  await clock.advance(0);
  assert.equal(asked.take, 3);
  lanes.wake([customer(1)]);
  await clock.advance(0);
  assert.equal(asked.take, 4);
  lanes.hurry("team");
  await clock.advance(0);
  assert.equal(asked.take, 5);
  for (const one of scene.waiting) one.due = 0;
  lanes.hurry("customer");
  await clock.advance(0);
  assert.deepEqual(new Set(scene.tried), new Set([1, 2]));
});

test("Lanes look once more when they are woken while they look, and begin anew after their end", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock } = scene;
  lanes.wake([customer(1)]);
  scene.add(1, 1);
  lanes.wake([customer(1)]);
  await clock.advance(0);
  assert.deepEqual(scene.tried, [1]);
  scene.add(2, 1);
  await clock.advance(hour);
  assert.deepEqual(scene.tried, [1], "nobody looks at a lane that has ended");
  lanes.wake([customer(1)]);
  await clock.advance(0);
  assert.deepEqual(scene.tried, [1, 2]);
});

test("Lanes are quiet when nothing is due, and a lane that was woken is not", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock } = scene;
  const answer = Promise.withResolvers<void>();
  scene.attempt = async (delivery) => {
    await answer.promise;
    return sent(delivery);
  };
  scene.add(1, 1);
  scene.add(2, 2, { due: clock.now() + hour });
  lanes.wake([customer(1), customer(2)]);
  let isQuiet = false;
  void lanes.quiet().then(() => (isQuiet = true));
  await clock.advance(minute);
  assert.deepEqual([lanes.isBusy, isQuiet], [true, false]);
  answer.resolve();
  await clock.advance(0);
  assert.deepEqual([lanes.isBusy, isQuiet], [false, true]);
  lanes.wake([customer(2)]);
  assert.equal(lanes.isBusy, true);
  await clock.advance(0);
  assert.equal(lanes.isBusy, false);
  await lanes.quiet();
});

test("Lanes are not quiet before a lane that was woken while it looked has looked again", async (t) => {
  const scene = setLaneScene(t);
  const { lanes } = scene;
  scene.add(1, 1, { due: scene.clock.now() + hour });
  lanes.wake([customer(1)]);
  await Promise.resolve();
  for (const one of scene.waiting) one.due = 0;
  lanes.wake([customer(1)]);
  await lanes.quiet();
  assert.deepEqual(scene.tried, [1]);
});

test("Lanes that stop settle what is under way and try nothing more", async (t) => {
  const scene = setLaneScene(t, 1);
  const { lanes, clock, waiting } = scene;
  const answer = Promise.withResolvers<void>();
  scene.attempt = async (delivery) => {
    await answer.promise;
    return sent(delivery);
  };
  scene.add(1, 1);
  scene.add(2, 1);
  // Waits for its turn; the next waits for its time.
  scene.add(3, 2);
  scene.add(4, 3, { side: "team", due: clock.now() + hour });
  lanes.wake([customer(1), customer(2), { sessionId: 3, side: "team" }]);
  await clock.advance(0);
  let isStopped = false;
  void lanes.stop().then(() => (isStopped = true));
  await clock.advance(0);
  assert.equal(isStopped, false);
  answer.resolve();
  await clock.advance(0);
  assert.equal(isStopped, true);
  lanes.wake([customer(1)]);
  lanes.hurry("customer");
  await clock.advance(2 * hour);
  assert.deepEqual(scene.tried, [1]);
  assert.deepEqual(
    waiting.map(({ id }) => id),
    [2, 3, 4],
  );
});

test("Lanes have a limit of attempts at once, and a long lane lets others have their turn", async (t) => {
  const scene = setLaneScene(t, 2);
  const { lanes, clock, tried } = scene;
  let [now, most] = [0, 0];
  scene.attempt = async (delivery) => {
    now += 1;
    most = Math.max(most, now);
    await clock.sleep(10);
    now -= 1;
    return sent(delivery);
  };
  for (let id = 1; id <= 20; id += 1) scene.add(id, id <= 10 ? 1 : 2);
  for (let id = 21; id <= 24; id += 1) scene.add(id, id);
  const all = new Map(scene.waiting.map(({ lane }) => [lane.sessionId, lane]));
  lanes.wake([...all.values()]);
  await clock.advance(minute);
  assert.deepEqual([tried.length, most], [24, 2]);
  const last = Math.max(...[21, 22, 23, 24].map((id) => tried.indexOf(id)));
  assert.ok(last < 8, `the last of the short lanes came as number ${last + 1}`);
  assert.deepEqual(
    tried.filter((id) => id <= 10),
    Array.from({ length: 10 }, (_, index) => index + 1),
  );
});

test("Lanes tell of a fault of ours, pause, and go on", async (t) => {
  const scene = setLaneScene(t);
  const { lanes, clock } = scene;
  let isBroken = true;
  scene.attempt = (delivery) => {
    if (isBroken) throw new TypeError("a bug");
    return sent(delivery);
  };
  scene.add(1, 1);
  lanes.wake([customer(1)]);
  await clock.advance(9 * second);
  assert.deepEqual([scene.tried, scene.faults.length], [[1], 1]);
  isBroken = false;
  await clock.advance(second);
  assert.deepEqual([scene.tried, scene.faults.length, scene.waiting.length], [[1, 1], 1, 0]);
});
