import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { createRandom } from "../soak/random.ts";
import { createBodies } from "./bodies.ts";
import { growing, measureGrowth } from "./growth.ts";
import { listFaults } from "./intake.ts";
import { findFault } from "./judge.ts";
import { minimise } from "./minimise.ts";

/** A run of its own by `npm run fuzz` tells another. */
const seed = 20_261_123;

test("every generated body is parsed and planned, and every message in it leaves a trace", () => {
  const makeBody = createBodies(createRandom(seed));
  for (let count = 0; count < 2500; count++) {
    const body = makeBody();
    const fault = findFault(body);
    if (fault) assert.fail(`${fault}\n${minimise(body, (text) => findFault(text) !== null)}`);
  }
});

test("every generated body is answered 200 by a relay that runs, leaves its traces and is not logged", async (t) => {
  const bot = await startBot(t);
  const makeBody = createBodies(createRandom(seed + 1));
  const bodies = Array.from({ length: 80 }, makeBody);
  assert.deepEqual(await listFaults(bot, bodies), []);
});

for (const [what, make] of Object.entries(growing)) {
  test(`a body of eight times the ${what} takes far less than the square of it`, () => {
    const factor = 8;
    const most = (factor * factor) / 2;
    const isBounded = [1, 2, 3].some(() => measureGrowth(make, factor) < most);
    assert.ok(isBounded, `more than ${most} times as long, three times in a row`);
  });
}

test("minimise leaves of a body what makes it bad", () => {
  const body = {
    entry: [{ id: "1", changes: [{ value: { messages: ["good", "bad", "good"] } }] }],
  };
  const isBad = (text: string): boolean => text.includes("bad");
  assert.equal(minimise(JSON.stringify(body), isBad), '{"entry":"bad"}');
});
