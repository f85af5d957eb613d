import assert from "node:assert/strict";
import { test } from "node:test";

import { Pace, type PaceLimits } from "../../../../src/bridge/deliver/pace.ts";
import { DeliveryError, type DeliveryErrorFacts } from "../../../../src/bridge/errors.ts";
import { createManualClock, type ManualClock } from "../../../fakes/clock.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const provider = { code: 429, title: "Too many" };
const unlimited: PaceLimits = { ratePerSecond: Infinity, pairIntervalMs: 0 };

interface Scene {
  readonly pace: Pace;
  readonly clock: ManualClock;
  /** What was told to operators: the length of each pause, `resumed`. */
  readonly told: (number | "resumed")[];
}

/** Without jitter: each wait is the longest. */
function setScene(limits: Partial<PaceLimits> = {}, random = 1): Scene {
  const clock = createManualClock();
  const told: Scene["told"] = [];
  const pace = new Pace({
    clock,
    random: () => random,
    limits: { ...unlimited, ...limits },
    onPaused: (_, waitMs) => void told.push(waitMs),
    onResumed: () => void told.push("resumed"),
  });
  return { pace, clock, told };
}

function fail(verdict: DeliveryErrorFacts["verdict"], more: object = {}): DeliveryError {
  return new DeliveryError("refused", { verdict, provider, ...more });
}

const never = new AbortController().signal;

/** One attempt that is taken. @returns how long it had to wait for its turn */
async function send({ pace }: Scene, sessionId: number): Promise<number> {
  const waitMs = pace.askTurn(sessionId);
  if (waitMs > 0) return waitMs;
  await pace.begin(sessionId, never);
  pace.learn(sessionId, null);
  return 0;
}

test("Pace keeps the rate over time, whoever sends", async () => {
  const { pace, clock } = setScene({ ratePerSecond: 20 });
  const begun: number[] = [];
  for (let session = 1; session <= 100; session += 1) {
    void pace.begin(session, never).then(() => begun.push(clock.now()));
  }
  await clock.advance(10 * second);
  assert.equal(begun.length, 100);
  for (const from of begun) {
    const within = begun.filter((at) => at >= from && at < from + second);
    // Those of the first tenth of a second may go together.
    assert.ok(within.length <= 22, `${within.length} within a second`);
  }
  assert.ok((begun.at(-1) ?? 0) - (begun[0] ?? 0) <= 5 * second, "no slower than it may be");
});

test("Pace has no rate to keep where none is set", async () => {
  const scene = setScene();
  const waits = await Promise.all(Array.from({ length: 500 }, () => send(scene, 1)));
  assert.deepEqual(new Set(waits), new Set([0]));
});

test("Pace gives a session a burst of 45, then a turn each 6 seconds, and others theirs", async () => {
  const scene = setScene({ pairIntervalMs: 6 * second });
  for (let count = 1; count <= 45; count += 1) assert.equal(await send(scene, 1), 0, `${count}`);
  assert.equal(await send(scene, 1), 6 * second);
  assert.equal(await send(scene, 2), 0);
  await scene.clock.advance(6 * second);
  assert.equal(await send(scene, 1), 0);
  assert.equal(await send(scene, 1), 6 * second);
  // A burst borrows from what follows: after a minute ten are paid back.
  await scene.clock.advance(minute);
  for (let count = 1; count <= 10; count += 1) assert.equal(await send(scene, 1), 0);
  assert.equal(await send(scene, 1), 6 * second);
  await scene.clock.advance(hour);
  for (let count = 1; count <= 45; count += 1) assert.equal(await send(scene, 1), 0);
});

test("Pace closes a pair for 4^n seconds after each refusal, and only that pair", async () => {
  const scene = setScene({ pairIntervalMs: 6 * second });
  const { pace, clock } = scene;
  const waits: number[] = [];
  for (let refusals = 0; refusals < 5; refusals += 1) {
    assert.equal(pace.askTurn(1), 0);
    await pace.begin(1, never);
    pace.learn(1, fail("pair"));
    waits.push(pace.askTurn(1));
    assert.equal(pace.askTurn(2), 0);
    await clock.advance(hour);
  }
  assert.deepEqual(
    waits.map((ms) => ms / second),
    [1, 4, 16, 64, 256],
  );
  assert.equal(await send(scene, 1), 0);
  pace.learn(1, fail("pair"));
  assert.equal(pace.askTurn(1), second, "what is taken ends the count");
});

test("Pace leaves no burst to a pair that was refused, waits an hour at most, and as long as is asked", async () => {
  const scene = setScene({ pairIntervalMs: 6 * second });
  const { pace, clock } = scene;
  pace.learn(1, fail("pair"));
  await clock.advance(second);
  assert.equal(await send(scene, 1), 0);
  assert.ok((await send(scene, 1)) > 4 * second);
  pace.learn(1, fail("pair", { retryAfterMs: 90 * second }));
  assert.equal(pace.askTurn(1), 90 * second);
  for (let refusals = 0; refusals < 20; refusals += 1) pace.learn(1, fail("pair"));
  assert.equal(pace.askTurn(1), hour);
});

test("Pace without an interval still closes a pair that was refused", async () => {
  const scene = setScene();
  scene.pace.learn(1, fail("pair"));
  assert.equal(scene.pace.askTurn(1), second);
  await scene.clock.advance(second);
  assert.equal(await send(scene, 1), 0);
  assert.equal(await send(scene, 1), 0);
});

test("Pace remembers a closed pair among thousands that owe nothing", async () => {
  const scene = setScene({ pairIntervalMs: second });
  for (let refusals = 0; refusals < 6; refusals += 1) scene.pace.learn(1, fail("pair"));
  for (let session = 2; session < 5_000; session += 1) assert.equal(await send(scene, session), 0);
  assert.equal(scene.pace.askTurn(1), 1024 * second);
});

for (const verdict of ["throttled", "account"] as const) {
  test(`Pace stops everything that is ${verdict} for longer each time a probe is refused, 10 minutes at most`, async () => {
    const { pace, clock, told } = setScene();
    pace.learn(1, fail(verdict));
    for (let probes = 0; probes < 8; probes += 1) {
      const waitMs = pace.askTurn(2);
      assert.equal(pace.askTurn(1), waitMs, "whoever asks");
      await clock.advance(waitMs);
      assert.equal(pace.askTurn(2), 0);
      pace.learn(2, fail(verdict));
    }
    assert.deepEqual(
      told.map((ms) => (ms === "resumed" ? ms : ms / second)),
      [10, 20, 40, 80, 160, 320, 600, 600, 600],
    );
  });
}

test("Pace waits for as long as the other side asks, and never less than a second", async () => {
  const { pace, clock } = setScene();
  pace.learn(1, fail("throttled", { retryAfterMs: 75 * second }));
  assert.equal(pace.askTurn(1), 75 * second);
  await clock.advance(75 * second);
  assert.equal(pace.askTurn(1), 0);
  pace.learn(1, fail("throttled", { retryAfterMs: 0 }));
  assert.equal(pace.askTurn(1), second);
});

test("Pace takes what was under way when a pause began for nothing new", async () => {
  const { pace, clock, told } = setScene();
  for (let session = 1; session <= 30; session += 1) pace.learn(session, fail("throttled"));
  assert.deepEqual(told, [10 * second]);
  pace.learn(31, null);
  pace.learn(32, fail("transient"));
  assert.equal(pace.askTurn(1), 10 * second, "an answer from before ends no pause");
  await clock.advance(10 * second);
  pace.learn(33, fail("throttled", { retryAfterMs: 5 * second }));
  assert.equal(pace.askTurn(1), 5 * second, "what is asked for counts all the same");
  pace.learn(34, fail("throttled", { retryAfterMs: 2 * second }));
  assert.equal(pace.askTurn(1), 5 * second, "the longest of all");
});

test("Pace lets one probe out of a pause at a time, and ends it when that is taken", async () => {
  const { pace, clock, told } = setScene();
  pace.learn(1, fail("account"));
  assert.equal(pace.pausedForMs, 10 * second);
  await clock.advance(10 * second);
  assert.equal(pace.askTurn(3), 0);
  assert.ok(pace.askTurn(1) > 0);
  assert.equal(pace.askTurn(3), 0, "the probe's own session may ask again");
  await pace.begin(3, never);
  await assert.rejects(pace.begin(1, never), DeliveryError);
  pace.learn(3, null);
  assert.deepEqual(told, [10 * second, "resumed"]);
  assert.equal(pace.pausedForMs, null);
  assert.equal(pace.askTurn(1), 0);
});

test("Pace gives the probe to the next when it was not used", async () => {
  const { pace, clock, told } = setScene();
  pace.learn(1, fail("account"));
  await clock.advance(10 * second);
  assert.equal(pace.askTurn(1), 0);
  pace.forgo(2);
  assert.ok(pace.askTurn(2) > 0, "only who has it can give it back");
  pace.forgo(1);
  assert.equal(pace.askTurn(2), 0);
  pace.learn(2, new DeliveryError("the window is closed", { verdict: "window" }));
  assert.equal(pace.askTurn(1), 0);
  assert.ok(!told.includes("resumed"), "what was never asked of the other side is no answer");
});

test("Pace takes a verdict on the message itself for an answer", async () => {
  for (const verdict of ["permanent", "window", "gone", "pair"] as const) {
    const { pace, clock, told } = setScene();
    pace.learn(1, fail("throttled"));
    await clock.advance(10 * second);
    assert.equal(pace.askTurn(1), 0);
    pace.learn(1, fail(verdict));
    assert.equal(told.at(-1), "resumed", verdict);
  }
});

test("Pace waits longer after a probe that got no answer, so that nobody asks in a loop", async () => {
  const { pace, clock, told } = setScene();
  pace.learn(1, fail("throttled"));
  await clock.advance(10 * second);
  assert.equal(pace.askTurn(1), 0);
  pace.learn(1, new DeliveryError("no answer in time", { verdict: "transient", uncertain: true }));
  assert.equal(pace.askTurn(2), 20 * second);
  assert.deepEqual(told, [10 * second], "nobody said that there was too much");
});

test("Pace begins nothing that waited for the rate while a pause began or the end came", async () => {
  const { pace, clock } = setScene({ ratePerSecond: 1 });
  const ending = new AbortController();
  const outcomes: string[] = [];
  const attempt = (session: number): void => {
    void pace.begin(session, ending.signal).then(
      () => outcomes.push(`${session} begun`),
      () => outcomes.push(`${session} not begun`),
    );
  };
  for (const session of [1, 2, 3]) attempt(session);
  await clock.advance(0);
  pace.learn(1, fail("throttled", { retryAfterMs: minute }));
  await clock.advance(5 * second);
  assert.deepEqual(outcomes, ["1 begun", "2 not begun", "3 not begun"]);
  await clock.advance(minute);
  pace.resume();
  attempt(4);
  attempt(5);
  await clock.advance(0);
  ending.abort();
  await clock.advance(0);
  assert.deepEqual(outcomes.slice(3), ["4 begun", "5 not begun"]);
});
