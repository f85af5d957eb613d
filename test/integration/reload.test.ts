import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

const nobody = { group_recipients: [{ title: "Nobody" }], user_recipients: [], admins: [] };

test("a chat that waits for recipients is made as soon as the config that is read again has some", async (t) => {
  const bot = await startBot(t, { config: nobody });
  const { dialog360, teamwire, cast } = bot.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  assert.equal(await dialog360.simulator.writes(tobias, "Hello").taken, true);
  await until("the wait", () => bot.log.includes("delivery not accepted"));
  await bot.clock.advance(60_000);
  assert.equal(teamwire.simulator.chats.length, 0);
  assert.match((await bot.ready()).degraded?.[0]?.detail ?? "", /Nobody/);
  await bot.reload({ group_recipients: [{ title: "Support" }] });
  await until("the chat", () => bot.posts().length === 1);
  assert.deepEqual(teamwire.simulator.chats[0]?.groupIds, ["group-support"]);
  await until("no trouble", async () => (await bot.ready()).degraded?.length === 0);
});

test("a chat that waits for recipients is tried every 10 minutes without a reload too", async (t) => {
  const bot = await startBot(t, { config: nobody });
  const { dialog360, teamwire, cast } = bot.world;
  const [tobias] = cast.customers;
  const [support] = cast.groups;
  assert.ok(tobias && support);
  assert.equal(await dialog360.simulator.writes(tobias, "Hello").taken, true);
  await until("the wait", () => bot.log.includes("delivery not accepted"));
  teamwire.simulator.groups = [{ ...support, title: "Nobody" }];
  await until("the chat", async () => {
    await bot.clock.advance(60_000);
    return bot.posts().length === 1;
  });
});
