import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import type { Pace } from "../../../../src/bridge/deliver/pace.ts";
import { createPace, type PausePorts } from "../../../../src/bridge/deliver/pause.ts";
import { DeliveryError, type DeliveryErrorFacts } from "../../../../src/bridge/errors.ts";
import type { Backlog } from "../../../../src/bridge/ports.ts";
import { createManualClock, type ManualClock } from "../../../fakes/clock.ts";

const minute = 60_000;

interface Scene {
  readonly pace: Pace;
  readonly clock: ManualClock;
  /** What operators were told, in order. */
  readonly told: string[];
  /** What still waits. */
  waiting: Partial<Backlog>;
  /** What 360dialog says to a harmless question. */
  refusal: Error | null;
  questions: number;
  /** How many probes wait for their time. */
  asleep: number;
}

function setScene(t: TestContext): Scene {
  const clock = createManualClock();
  const ending = new AbortController();
  t.after(() => ending.abort());
  const told: string[] = [];
  const ports: Partial<PausePorts> = {
    clock: {
      ...clock,
      async sleep(ms, signal) {
        scene.asleep += 1;
        await clock.sleep(ms, signal);
        scene.asleep -= 1;
      },
    },
    random: () => 1,
    ledger: {
      backlog: async () => ({ notifications: 0, toTeam: 0, toCustomer: 0, ...scene.waiting }),
    },
    whatsApp: {
      templates: async () => {
        scene.questions += 1;
        if (scene.refusal) throw scene.refusal;
        return [];
      },
    },
    health: {
      degrade: (id, { detail }) => void told.push(`${id}: ${String(detail)}`),
      recover: (id) => void told.push(`${id} recovered`),
    },
    log: {
      debug: () => {},
      info: (message, fields) => void told.push(`${message} ${fields?.["seconds"]}`),
      warn: () => {},
      error: () => {},
    },
  };
  const pace = createPace("customer", ports as PausePorts, {
    limits: { ratePerSecond: Infinity, pairIntervalMs: 0 },
    signal: ending.signal,
    onResumed: () => void told.push("resumed"),
  });
  const scene: Scene = { pace, clock, told, waiting: {}, refusal: null, questions: 0, asleep: 0 };
  return scene;
}

function fail(verdict: DeliveryErrorFacts["verdict"], more: object = {}): DeliveryError {
  const provider = { code: 190, title: "Access token has expired" };
  return new DeliveryError("Send a message: 190", { verdict, provider, ...more });
}

test("createPace degrades by the refusal's code and title, whatever was asked, and recovers", async (t) => {
  const scene = setScene(t);
  const { pace, clock, told } = scene;
  scene.refusal = new DeliveryError("List the templates: 190", {
    verdict: "account",
    provider: { code: 190, title: "Access token has expired" },
  });
  pace.learn(7, fail("account"));
  await clock.advance(60 * minute);
  assert.ok(scene.questions >= 5 && scene.questions <= 12, `${scene.questions} probes in an hour`);
  assert.equal(scene.asleep, 1);
  assert.deepEqual(
    [...new Set(told)],
    ["dialog360-delivery: 360dialog refuses our account: 190 Access token has expired"],
  );
  scene.refusal = null;
  await clock.advance(11 * minute);
  assert.deepEqual(told.slice(-2), ["dialog360-delivery recovered", "resumed"]);
  const asked = scene.questions;
  await clock.advance(60 * minute);
  assert.equal(scene.questions, asked, "nobody asks without need");
});

test("createPace leaves the probe to what waits, and asks by itself when nothing does", async (t) => {
  const scene = setScene(t);
  const { pace, clock } = scene;
  scene.waiting = { toCustomer: 1 };
  pace.learn(7, fail("throttled"));
  await clock.advance(10 * minute);
  assert.deepEqual([scene.questions, pace.pausedForMs], [0, 0]);
  scene.waiting = { toTeam: 5 };
  await clock.advance(minute);
  assert.deepEqual([scene.questions, pace.pausedForMs], [1, null]);
});

test("createPace logs a short throttling, and degrades for a long one", async (t) => {
  const { pace, clock, told } = setScene(t);
  pace.learn(7, fail("throttled"));
  assert.deepEqual(told, ["paused 10"]);
  await clock.advance(10_000);
  assert.equal(pace.askTurn(7), 0);
  pace.learn(7, fail("throttled", { retryAfterMs: 5 * minute }));
  assert.equal(told.length, 2);
  assert.match(told[1] ?? "", /^dialog360-delivery: 360dialog takes nothing for now/);
});

test("createPace's own probe gives its turn back when it fails for a reason of ours", async (t) => {
  const scene = setScene(t);
  const { pace, clock } = scene;
  scene.refusal = new TypeError("a bug");
  pace.learn(7, fail("throttled"));
  await clock.advance(2 * minute);
  assert.ok(scene.questions > 1);
  assert.equal(pace.askTurn(7), 0);
});
