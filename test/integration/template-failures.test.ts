// A template that does not arrive is told on its post, like everything else.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { picture, post, readAnswers } from "./template-scene.ts";

const hour = 3_600_000;

const refusals = {
  v2: {
    locale: "en",
    atOnce: { error: { message: "(#132012) Parameter format does not match", code: 132_012 } },
    later: { code: 132_000, title: "Number of parameters does not match" },
    codes: [132_012, 132_000],
  },
  v1: {
    locale: "de",
    atOnce: { errors: [{ code: 2002, title: "Template parameter format mismatch" }] },
    later: { code: 2000, title: "Template params count mismatch" },
    codes: [2002, 2000],
  },
} as const;

for (const shape of ["v1", "v2"] as const) {
  const { locale, atOnce, later, codes } = refusals[shape];
  test(`what WhatsApp does not take of a template is told on its post, at once or later: ${shape}, ${locale}`, async (t) => {
    const bot = await startBot(t, {
      environment: { WA_LOCALE: locale },
      world: { dialog360: { shape, receiptDelayMs: hour } },
    });
    await beginChat(bot);
    const { simulator } = bot.world.dialog360;
    simulator.faults.failNext(1, { status: 400, body: atOnce });
    post(bot, "/send 2 Anna | 4711");
    await until("the notice", () => readAnswers(bot).length === 1);
    post(bot, "/send 1");
    await until("the next one's answer", () => readAnswers(bot).length === 2);
    await simulator.sendReceipt(simulator.sends[0]?.id ?? "", "failed", later);
    await until("its notice", () => readAnswers(bot).length === 3);
    const [first = "", , second = ""] = readAnswers(bot);
    assert.match(first, new RegExp(`^> /send 2 Anna \\| 4711: .*code ${codes[0]}`, "i"));
    assert.match(second, new RegExp(`^> /send 1: .*code ${codes[1]}`, "i"));
  });
}

test("a picture that Teamwire no longer has is told on the post of its template, which does not go without", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const isAsset = (method: string, path: string): boolean =>
    method === "GET" && path.startsWith("/v1/assets/");
  const gone = { status: 404, body: { error: { code: "not_found" } } };
  bot.world.teamwire.simulator.faults.failNext(1, gone, isAsset);
  post(bot, "/send 4 Anna", picture);
  await until("the notice", () => readAnswers(bot).length === 1);
  assert.deepEqual(readAnswers(bot), [
    "> /send 4 Anna: front.jpg was not sent: Teamwire no longer hands the file out. Please attach it again.",
  ]);
  assert.equal(bot.world.dialog360.simulator.calls.length, 0);
});
