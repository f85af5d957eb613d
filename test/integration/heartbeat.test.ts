// WA_HEARTBEAT_URL and WA_SILENCE_HOURS: who hears that nothing flows, and that nothing comes.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";

const minute = 60_000;
const hour = 60 * minute;

/** A service that waits for pings. */
async function startService(t: TestContext) {
  const service = { url: "", status: 200, calls: [] as string[] };
  const server = createServer((request, response) => {
    service.calls.push(`${request.method} ${request.url}`);
    response.writeHead(service.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // An address of TCP is always such an object.
  const { port } = server.address() as AddressInfo;
  service.url = `http://127.0.0.1:${port}/ping/s3cret-id`;
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return service;
}

async function isFlowing(bot: Bot): Promise<boolean> {
  const text = await (await fetch(`${bot.opsUrl}/metrics`)).text();
  return text.includes("\nwhatsapp_bot_flowing 1\n");
}

function countLogged(bot: Bot, message: string): number {
  return bot.log.split("\n").filter((line) => line.includes(`"${message}"`)).length;
}

test("the heartbeat's address is called while messages flow, and not while Teamwire is away", async (t) => {
  const service = await startService(t);
  const bot = await startBot(t, { environment: { WA_HEARTBEAT_URL: service.url } });
  await until("the feed's answer", () => isFlowing(bot));
  await bot.clock.advance(minute);
  await until("a ping", () => service.calls.length > 0);
  assert.equal(service.calls[0], "GET /ping/s3cret-id");
  const { faults } = bot.world.teamwire.simulator;
  faults.away = true;
  await until("that Teamwire is away", async () => {
    await bot.clock.advance(minute);
    return (await bot.ready()).degraded?.some(({ id }) => id === "teamwire");
  });
  await bot.clock.advance(minute);
  await until("that it is withheld", () => countLogged(bot, "heartbeat withheld"));
  const { length } = service.calls;
  await bot.clock.advance(10 * minute);
  assert.equal(service.calls.length, length);
  faults.away = false;
  await until("pings again", async () => {
    await bot.clock.advance(minute);
    return service.calls.length > length;
  });
  assert.equal(countLogged(bot, "heartbeat withheld"), 1);
  assert.ok(!bot.log.includes("s3cret"));
});

test("a heartbeat that is not taken is logged once and hurts nothing", async (t) => {
  const service = await startService(t);
  service.status = 500;
  const bot = await startBot(t, {
    environment: { WA_HEARTBEAT_URL: service.url, WA_OPS_HOST: "off" },
  });
  for (const count of [1, 2, 3]) {
    await until(`ping ${count}`, async () => {
      if (service.calls.length < count) await bot.clock.advance(minute);
      return service.calls.length >= count;
    });
  }
  await beginChat(bot);
  await until("that it is logged", () => countLogged(bot, "heartbeat not taken"));
  assert.equal(countLogged(bot, "heartbeat not taken"), 1);
  assert.match(bot.log, /"message":"heartbeat not taken","reason":"answered 500"/);
  assert.ok(!bot.log.includes("s3cret"));
});

test("silence is degraded after WA_SILENCE_HOURS, over a restart, until the next notification", async (t) => {
  const bot = await startBot(t, { environment: { WA_SILENCE_HOURS: "6" } });
  const isSilent = async (): Promise<boolean> =>
    (await bot.ready()).degraded?.some(({ id }) => id === "silence") ?? false;
  await beginChat(bot);
  await bot.stop();
  await bot.clock.advance(5 * hour);
  await bot.start();
  assert.equal(await isSilent(), false);
  await bot.clock.advance(hour);
  await until("the alarm", isSilent);
  assert.equal((await bot.ready()).status, 200, "it is no reason to take nothing");
  assert.equal(bot.log.split('"id":"silence"').length - 1, 1, "told once");
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "Are you there?").taken;
  await until("its end", async () => !(await isSilent()));
  assert.match(bot.log, /"message":"recovered","id":"silence"/);
});
