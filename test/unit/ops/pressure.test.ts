import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { LedgerWriteError } from "../../../src/bridge/errors.ts";
import type { Backlog } from "../../../src/bridge/ports.ts";
import { createHealth, type HealthBoard } from "../../../src/ops/health.ts";
import { createPressure, type Limits, type Pressure } from "../../../src/ops/pressure.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";

const unwritable = "the session store cannot be written";
const full = "too much waits to be delivered";
const notification = { source: "dialog360", receivedAt: 0, body: new Uint8Array() } as const;

interface Scene {
  readonly pressure: Pressure;
  readonly health: HealthBoard;
  readonly clock: ManualClock;
  readonly ending: AbortController;
  /** What was logged. */
  readonly logged: string[];
  readonly backlog: { -readonly [K in keyof Backlog]: Backlog[K] };
  isWritable: boolean;
  /** How often it was tried whether the disk takes something. */
  tries: number;
  /** How often it was asked what waits. */
  looks: number;
}

function setScene(t: TestContext, limits?: Limits): Scene {
  const clock = createManualClock();
  const ending = new AbortController();
  t.after(() => ending.abort());
  const logged: string[] = [];
  const note = (message: string, fields?: object): void =>
    void logged.push([message, ...Object.values(fields ?? {})].join(": "));
  const log = { debug: note, info: note, warn: note, error: note };
  const health = createHealth({ now: () => clock.now(), log });
  async function write(): Promise<void> {
    if (!scene.isWritable) throw new LedgerWriteError("Use the ledger: ENOSPC");
  }
  const pressure = createPressure({
    ledger: {
      record: write,
      async setFact() {
        scene.tries += 1;
        await write();
      },
      async backlog() {
        scene.looks += 1;
        return { ...scene.backlog };
      },
    },
    clock,
    health,
    signal: ending.signal,
    ...(limits && { limits }),
  });
  const scene: Scene = {
    pressure,
    health,
    clock,
    ending,
    logged,
    backlog: { notifications: 0, toTeam: 0, toCustomer: 0 },
    isWritable: true,
    tries: 0,
    looks: 0,
  };
  return scene;
}

test("createPressure blocks while nothing can be recorded, and finds out by itself that it can be again", async (t) => {
  const scene = setScene(t);
  const { pressure, health, clock, logged } = scene;
  await pressure.record(notification);
  assert.deepEqual(health.reasons(), []);
  scene.isWritable = false;
  for (let count = 0; count < 5; count += 1) {
    await assert.rejects(pressure.record(notification), LedgerWriteError);
  }
  assert.deepEqual(health.reasons(), [unwritable]);
  assert.equal(pressure.isTooHigh, false, "each is tried: the provider repeats it");
  await clock.advance(60_000);
  assert.deepEqual([health.reasons(), scene.tries], [[unwritable], 60]);
  scene.isWritable = true;
  await clock.advance(1_000);
  assert.deepEqual(health.reasons(), []);
  await clock.advance(60_000);
  assert.equal(scene.tries, 61, "nothing is written without need");
  assert.deepEqual(logged, [`not ready: ${unwritable}`, `ready again: ${unwritable}`]);
});

test("createPressure is ready again with the first notification that is recorded, and watches anew", async (t) => {
  const scene = setScene(t);
  const { pressure, health, clock } = scene;
  for (let round = 0; round < 3; round += 1) {
    scene.isWritable = false;
    await assert.rejects(pressure.record(notification));
    assert.deepEqual(health.reasons(), [unwritable]);
    scene.isWritable = true;
    await pressure.record(notification);
    assert.deepEqual(health.reasons(), []);
  }
  for (let round = 0; round < 3; round += 1) {
    scene.isWritable = false;
    await assert.rejects(pressure.record(notification));
    scene.isWritable = true;
    await clock.advance(1_000);
    assert.deepEqual(health.reasons(), []);
  }
});

test("createPressure finds out whether it can record when something else could not be written", async (t) => {
  const scene = setScene(t);
  const { pressure, health, clock } = scene;
  pressure.doubt();
  await clock.advance(0);
  assert.deepEqual([health.reasons(), scene.tries], [[], 1]);
  scene.isWritable = false;
  pressure.doubt();
  await clock.advance(0);
  assert.deepEqual(health.reasons(), [unwritable]);
  for (let lane = 0; lane < 30; lane += 1) pressure.doubt();
  await clock.advance(0);
  assert.equal(scene.tries, 2, "it is known");
  scene.isWritable = true;
  await clock.advance(1_000);
  assert.deepEqual(health.reasons(), []);
});

for (const [what, limits, wait] of [
  ["notifications", { notifications: 10, deliveries: 1_000 }, { notifications: 11 }],
  ["deliveries", { notifications: 1_000, deliveries: 10 }, { toTeam: 6, toCustomer: 5 }],
] as const) {
  test(`createPressure takes nothing while too many ${what} wait, until a fifth of them is done`, async (t) => {
    const scene = setScene(t, limits);
    const { pressure, health, clock, backlog } = scene;
    await pressure.check();
    assert.equal(pressure.isTooHigh, false);
    Object.assign(backlog, wait);
    await pressure.check();
    assert.deepEqual([pressure.isTooHigh, health.reasons()], [true, [full]]);
    const [one] = Object.keys(wait) as (keyof Backlog)[];
    assert.ok(one);
    backlog[one] -= 2;
    await clock.advance(10_000);
    assert.equal(pressure.isTooHigh, true, "so that it does not flutter");
    backlog[one] -= 1;
    await clock.advance(1_000);
    assert.deepEqual([pressure.isTooHigh, health.reasons()], [false, []]);
    const { looks } = scene;
    await clock.advance(10_000);
    assert.equal(scene.looks, looks, "nobody looks without need");
  });
}

test("createPressure looks at the queue now and then while it records", async (t) => {
  const scene = setScene(t, { notifications: 500, deliveries: 500 });
  const { pressure, clock, backlog } = scene;
  for (let count = 0; count < 95; count += 1) await pressure.record(notification);
  assert.equal(scene.looks, 9);
  backlog.notifications = 501;
  for (let count = 0; count < 5; count += 1) await pressure.record(notification);
  await clock.advance(0);
  assert.equal(pressure.isTooHigh, true);
});

test("createPressure stops looking at the end", async (t) => {
  const scene = setScene(t);
  const { pressure, clock, ending } = scene;
  scene.isWritable = false;
  await assert.rejects(pressure.record(notification));
  ending.abort();
  await clock.advance(60_000);
  assert.equal(scene.tries, 0);
});
