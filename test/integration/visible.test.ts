// Nothing that comes in, and nothing that is wrong, goes without a trace.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

test("a message for another number of the account is set aside, and the log says so", async (t) => {
  const bot = await startBot(t, { environment: { WA_PHONE_NUMBER_ID: "100000000000001" } });
  const value = {
    messaging_product: "whatsapp",
    metadata: { phone_number_id: "100000000000009" },
    messages: [{ from: "49681300012978", id: "w1", type: "text", text: { body: "to another" } }],
  };
  const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
  const body = JSON.stringify({ object: "whatsapp_business_account", entry });
  assert.equal(await bot.notify(body), 200);
  await until("the word", () => bot.log.includes('"for another phone number id"'));
  assert.equal(bot.world.teamwire.simulator.chats.length, 0);
});

test("serve tells of a colleague who cannot be found as soon as Teamwire answers", async (t) => {
  const bot = await startBot(t, { config: { admins: [{ user_id: "user-gone" }] } });
  const degraded = await until("the trouble", async () => {
    const answer = await fetch(`${bot.opsUrl}/readyz`);
    const health = (await answer.json()) as { degraded: { id: string; detail: string }[] };
    return health.degraded.find(({ id }) => id === "recipients");
  });
  assert.match(degraded.detail, /"user-gone" \(no such user\)/);
  assert.equal(bot.world.teamwire.simulator.chats.length, 0);
});
