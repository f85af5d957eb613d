import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { examine, startScene } from "./doctor-scene.ts";

const hour = 60 * 60_000;

for (const [name, aheadMs] of [
  ["fast", -2 * hour],
  ["slow", 2 * hour],
] as const) {
  test(`trap 15: on a machine whose clock is two hours ${name} the window is WhatsApp's, and doctor warns`, async (t) => {
    const bot = await startBot(t);
    const [tobias] = bot.world.cast.customers;
    assert.ok(tobias);
    const now = bot.clock.now();
    await bot.world.dialog360.simulator.writes(tobias, "Hello", { at: now + aheadMs }).taken;
    await until("the message", () => bot.posts().length === 1);
    const { rows } = await bot.read((reader) => reader.sessions({ limit: 0, now }));
    // What is said to come from the future arrived now, by the same clock that will close the window.
    const writtenAt = now + Math.min(aheadMs, 0);
    const expected = new Date(writtenAt + 24 * hour).toISOString();
    assert.deepEqual(
      rows.map((row) => row.window_expires_at),
      [expected],
    );

    const scene = await startScene(t);
    scene.shiftMs = aheadMs;
    const { checks } = await examine(scene.env);
    const failed = checks.filter(({ ok }) => ok === false);
    assert.deepEqual(
      failed.map(({ id }) => id),
      ["clock"],
    );
  });
}
