import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { createSilence } from "../../../src/ops/silence.ts";
import { createManualClock } from "../../fakes/clock.ts";

const hour = 3_600_000;

function setScene(t: TestContext) {
  const ending = new AbortController();
  t.after(() => ending.abort());
  const troubles = new Map<string, string>();
  const facts = new Map<string, string>();
  /** How often the alarm was told, and how often the fact was written. */
  const counts = { raised: 0, written: 0 };
  const clock = createManualClock();
  return {
    clock,
    troubles,
    facts,
    counts,
    start: async (hours: number | null) => {
      const silence = await createSilence(hours === null ? null : hours * hour, {
        clock,
        health: {
          degrade(id, { detail }) {
            if (troubles.get(id) !== String(detail)) counts.raised += 1;
            troubles.set(id, String(detail));
          },
          recover: (id) => void troubles.delete(id),
        },
        ledger: {
          fact: async (name) => facts.get(name) ?? null,
          async setFact(name, value) {
            counts.written += 1;
            facts.set(name, value);
          },
        },
      });
      void silence.run(ending.signal);
      return silence;
    },
  };
}

test("silence is told once after so many hours since the start, and ends with a notification", async (t) => {
  const { clock, troubles, counts, start } = setScene(t);
  const silence = await start(12);
  await clock.advance(12 * hour - 1);
  assert.deepEqual([...troubles.keys()], []);
  await clock.advance(1);
  assert.deepEqual(
    [...troubles],
    [
      [
        "silence",
        "360dialog has sent no notification since the start, for more than 12 hours (WA_SILENCE_HOURS)",
      ],
    ],
  );
  await clock.advance(48 * hour);
  assert.equal(counts.raised, 1);
  silence.broken(clock.now());
  assert.deepEqual([...troubles.keys()], []);
  await clock.advance(12 * hour - 1);
  assert.deepEqual([...troubles.keys()], [], "it counts anew");
  await clock.advance(1);
  assert.match(troubles.get("silence") ?? "", /since 2026-11-25T21:00:00.000Z, for more than 12/);
});

test("silence counts from the last notification, also before a restart", async (t) => {
  const { clock, troubles, start } = setScene(t);
  const first = await start(null);
  first.broken(clock.now());
  await clock.advance(5 * hour);
  const silence = await start(6);
  assert.equal(silence.lastAt, Date.parse("2026-11-23T09:00:00Z"));
  await clock.advance(hour - 1);
  assert.equal(troubles.size, 0);
  await clock.advance(1);
  assert.equal(troubles.size, 1);
});

test("silence notes when notifications come once a minute, not for each", async (t) => {
  const { clock, facts, counts, start } = setScene(t);
  const silence = await start(12);
  for (let second = 0; second < 120; second += 1) {
    silence.broken(clock.now());
    await clock.advance(1000);
  }
  assert.equal(counts.written, 2);
  assert.equal(facts.get("notified-at"), String(Date.parse("2026-11-23T09:01:00Z")));
});

test("silence without a limit raises no alarm", async (t) => {
  const { clock, troubles, start } = setScene(t);
  await start(null);
  await clock.advance(9000 * hour);
  assert.equal(troubles.size, 0);
});
