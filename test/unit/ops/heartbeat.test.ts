import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { plain, type Plain } from "../../../src/bridge/log/plain.ts";
import { runHeartbeat } from "../../../src/ops/heartbeat.ts";
import { createManualClock } from "../../fakes/clock.ts";

const minute = 60_000;

/** A heartbeat that runs, with what it depends on. */
function setScene(t: TestContext) {
  const clock = createManualClock();
  const ending = new AbortController();
  const logged: string[] = [];
  const note = (message: string, fields?: object): void =>
    void logged.push([message, ...Object.values(fields ?? {})].join(": "));
  const scene = {
    clock,
    logged,
    pings: 0,
    stop: null as string | null,
    fault: null as Plain | null,
    async end() {
      ending.abort();
      await running;
    },
  };
  const running = runHeartbeat({
    async ping() {
      scene.pings += 1;
      return scene.fault;
    },
    flow: { findStop: async () => scene.stop },
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    signal: ending.signal,
  });
  t.after(() => scene.end());
  return scene;
}

test("runHeartbeat pings every minute, and no more once it has ended", async (t) => {
  const scene = setScene(t);
  await scene.clock.advance(0);
  assert.equal(scene.pings, 1);
  await scene.clock.advance(10 * minute);
  assert.equal(scene.pings, 11);
  await scene.end();
  await scene.clock.advance(10 * minute);
  assert.equal(scene.pings, 11);
});

test("runHeartbeat withholds its pings while messages cannot flow, and says so once", async (t) => {
  const scene = setScene(t);
  await scene.clock.advance(0);
  scene.stop = "degraded: teamwire";
  await scene.clock.advance(5 * minute);
  assert.equal(scene.pings, 1);
  scene.stop = null;
  await scene.clock.advance(minute);
  assert.equal(scene.pings, 2);
  assert.deepEqual(scene.logged, [
    "heartbeat begins",
    "heartbeat withheld: degraded: teamwire",
    "heartbeat begins",
  ]);
});

test("runHeartbeat logs a ping that fails once, and goes on", async (t) => {
  const scene = setScene(t);
  scene.fault = plain`answered 500`;
  await scene.clock.advance(5 * minute);
  assert.equal(scene.pings, 6);
  scene.fault = null;
  await scene.clock.advance(5 * minute);
  assert.deepEqual(scene.logged, [
    "heartbeat begins",
    "heartbeat not taken: answered 500",
    "heartbeat taken again",
  ]);
});
