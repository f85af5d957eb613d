import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { startDialog360 } from "../../src/simulator/dialog360.ts";
import type { Dialog360Options } from "../../src/simulator/dialog360/simulator.ts";
import { createManualClock } from "../fakes/clock.ts";
import { until } from "../fakes/until.ts";

const tobias = { phone: "49681300012978", name: "Tobias" };

test("Faults breaks calls before, in the middle of and instead of an answer", async (t) => {
  const { simulator, post } = await start(t);
  simulator.faults.breakNext(1, "unheard");
  await assert.rejects(post("unheard"));
  simulator.faults.breakNext(1, "cut off");
  const cut = await post("cut off");
  assert.equal(cut.status, 200);
  await assert.rejects(cut.text());
  simulator.faults.breakNext(1, "silent");
  await assert.rejects(post("silent", AbortSignal.timeout(100)), { name: "TimeoutError" });
  assert.deepEqual(
    simulator.sends.map(({ content }) => content),
    [{ body: "cut off" }, { body: "silent" }],
  );
});

test("Faults asks its storm about every message, until that is cleared", async (t) => {
  const { simulator, post, url } = await start(t);
  const weather = [{ status: 502, body: "<html></html>" }, null, { status: 429 }];
  simulator.faults.storm = () => weather.shift() ?? null;
  const statuses: number[] = [];
  for (const text of ["first", "second", "third", "fourth"]) {
    statuses.push((await post(text)).status);
  }
  assert.deepEqual(statuses, [502, 200, 429, 200]);
  assert.equal(simulator.sends.length, 2);
  simulator.faults.storm = () => ({ status: 500 });
  const health = await fetch(`${url}/v1/health`, { headers: { "D360-API-KEY": simulator.apiKey } });
  await health.body?.cancel();
  assert.equal(health.status, 200);
  simulator.faults.clear();
  assert.equal((await post("fifth")).status, 200);
});

test("Faults delays an answer after the call took effect", async (t) => {
  const clock = createManualClock();
  const { simulator, post } = await start(t, { clock });
  simulator.faults.answerDelayMs = 40;
  let isAnswered = false;
  const answer = post("slowly").then(({ status }) => {
    isAnswered = true;
    return status;
  });
  await until("the message is taken", () => simulator.sends.length === 1);
  await clock.advance(39);
  assert.equal(isAnswered, false);
  await clock.advance(1);
  assert.equal(await answer, 200);
});

async function start(t: TestContext, options: Partial<Dialog360Options> = {}) {
  const { url, simulator, close } = await startDialog360(options);
  t.after(close);
  void simulator.writes(tobias, "Hello");
  async function post(text: string, signal?: AbortSignal): Promise<Response> {
    const answer = await fetch(`${url}/messages`, {
      method: "POST",
      // Over a connection that was used before, Deno's fetch by itself repeats a POST that got no answer.
      headers: { "D360-API-KEY": simulator.apiKey, Connection: "close" },
      body: JSON.stringify({
        messaging_product: "whatsapp",
        to: tobias.phone,
        type: "text",
        text: { body: text },
      }),
      ...(signal && { signal }),
    });
    return answer;
  }
  return { url, simulator, post };
}
