import assert from "node:assert/strict";
import { test } from "node:test";

import { createClock } from "../../src/clock.ts";

const hour = 3_600_000;

test("advance moves the wall clock and the monotonic one alike, in whole milliseconds", async () => {
  const clock = createClock();
  const [now, monotonic] = [clock.now(), clock.monotonic()];
  await clock.advance(24 * hour);
  assert.ok(clock.now() - now >= 24 * hour && clock.now() - now < 25 * hour);
  assert.ok(clock.monotonic() - monotonic >= 24 * hour);
  assert.ok(Number.isInteger(clock.now()));
});

test("advance wakes sleepers in the order of their times, each at its own", async () => {
  const clock = createClock();
  const start = clock.now();
  const woken: [string, number][] = [];
  const sleep = async (name: string, hours: number): Promise<void> => {
    await clock.sleep(hours * hour);
    woken.push([name, Math.round((clock.now() - start) / hour)]);
  };
  const sleepers = [sleep("late", 20), sleep("early", 3), sleep("later still", 23)];
  await clock.advance(24 * hour);
  await Promise.all(sleepers);
  assert.deepEqual(woken, [
    ["early", 3],
    ["late", 20],
    ["later still", 23],
  ]);
});

test("sleep ends at once when it is aborted", async () => {
  const clock = createClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(hour, stop.signal);
  stop.abort();
  await sleeping;
  await clock.sleep(hour, stop.signal);
});
