// When 360dialog or Teamwire takes nothing for a while: who waits, for how long, and what operators and staff hear.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { FaultAnswer } from "../../src/simulator/faults.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { readSent } from "./conversation.ts";

const second = 1_000;
const minute = 60 * second;

/** Chats with the first two customers. @returns their ids */
async function beginChats(bot: Bot): Promise<[string, string]> {
  for (const [index, customer] of bot.world.cast.customers.slice(0, 2).entries()) {
    assert.equal(await bot.world.dialog360.simulator.writes(customer, "Hello").taken, true);
    await until("the chat", () => bot.posts(index).length === 1);
  }
  const [one, two] = bot.world.teamwire.simulator.chats.map(({ chat }) => chat.tid);
  assert.ok(one && two);
  return [one, two];
}

/** Refuses what is sent to customers. @returns how often that has been tried, and its end */
function refuseSends(bot: Bot, answer: FaultAnswer): { tries: () => number; end: () => void } {
  let tries = 0;
  const { faults } = bot.world.dialog360.simulator;
  faults.failNext(10_000, answer, (method, path) => {
    const isSend = method === "POST" && path.endsWith("/messages");
    if (isSend) tries += 1;
    return isSend;
  });
  return { tries: () => tries, end: () => faults.clear() };
}

function toRefusal(code: number, title: string, status = 400): FaultAnswer {
  return { status, body: { error: { message: `(#${code}) ${title}`, code } } };
}

/** How often something was logged of a trouble. */
function countLogged(bot: Bot, message: string, id: string): number {
  const lines = bot.log.split("\n");
  return lines.filter((line) => line.includes(`"${message}"`) && line.includes(`"${id}"`)).length;
}

for (const [what, answer, detail] of [
  ["an expired token", toRefusal(190, "Access token has expired", 401), /190 Access token/],
  ["a missing payment", toRefusal(131042, "Payment issue"), /131042 Payment issue/],
  ["a locked account", toRefusal(131031, "Account locked", 403), /131031 Account locked/],
  [
    "a dead key",
    { status: 401, body: { meta: { success: false, developer_message: "Invalid api_key" } } },
    /Invalid API key/,
  ],
] as const) {
  test(`${what} stops the sending to everybody but for probes, is said once, and ends by itself`, async (t) => {
    const bot = await startBot(t);
    const [one, two] = await beginChats(bot);
    const { teamwire } = bot.world;
    const refusals = refuseSends(bot, answer);
    for (const text of ["1", "2", "3"]) {
      teamwire.simulator.post(one, "user-anna", `A${text}`);
      teamwire.simulator.post(two, "user-anna", `B${text}`);
    }
    await until("the trouble", () => bot.log.includes("dialog360-delivery"));
    await bot.clock.advance(5 * second);
    const before = refusals.tries();
    assert.ok(before <= 4, `${before} tries at first`);
    await bot.clock.advance(60 * minute);
    const probes = refusals.tries() - before;
    assert.ok(probes <= 20, `${probes} probes in an hour`);
    const { status, degraded } = await bot.ready();
    assert.equal(status, 200, "notifications can be taken");
    const troubles = degraded?.filter(({ id }) => id === "dialog360-delivery") ?? [];
    assert.equal(troubles.length, 1);
    assert.match(troubles[0]?.detail ?? "", detail);
    assert.equal(countLogged(bot, "degraded", "dialog360-delivery"), 1);
    for (const chat of [0, 1]) {
      const told = (): string[] => bot.posts(chat).filter((line) => /still being sent/.test(line));
      await until("the word to staff", () => told().length > 0);
      assert.equal(told().length, 1);
    }

    refusals.end();
    await until("everything is sent", async () => {
      await bot.clock.advance(minute);
      return readSent(bot).length === 6;
    });
    const letters = ["A", "B"].map((letter) => readSent(bot).filter((text) => text[0] === letter));
    assert.deepEqual(letters, [
      ["A1", "A2", "A3"],
      ["B1", "B2", "B3"],
    ]);
    assert.equal(countLogged(bot, "recovered", "dialog360-delivery"), 1);
    assert.deepEqual((await bot.ready()).degraded, []);
  });
}

test("an account error ends by itself though nothing is left to be sent", async (t) => {
  const bot = await startBot(t);
  const [one] = await beginChats(bot);
  const refusals = refuseSends(bot, toRefusal(190, "Access token has expired", 401));
  bot.world.teamwire.simulator.post(one, "user-anna", "too late in the end");
  await until("the trouble", () => bot.log.includes("dialog360-delivery"));
  await bot.clock.advance(25 * 60 * minute);
  await until("its end is told to staff", () =>
    /is kept and goes out/.test(bot.posts().at(-1) ?? ""),
  );
  await until("the end of the trouble", async () => {
    await bot.clock.advance(minute);
    return countLogged(bot, "recovered", "dialog360-delivery") === 1;
  });
  assert.ok(refusals.tries() < 420, `${refusals.tries()} tries in 25 hours`);
  assert.deepEqual(readSent(bot), []);
});

test("a 429 with Retry-After stops the sending to everybody for that long", async (t) => {
  const bot = await startBot(t);
  const [one, two] = await beginChats(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.failNext(1, { status: 429, headers: { "Retry-After": "90" } });
  teamwire.simulator.post(one, "user-anna", "A");
  await until("the pause", () => bot.log.includes('"verdict":"throttled"'));
  teamwire.simulator.post(two, "user-anna", "B");
  await bot.clock.advance(89 * second);
  assert.deepEqual(readSent(bot), []);
  await bot.clock.advance(2 * second);
  await until("both", () => readSent(bot).length === 2);
});

for (const [what, answer] of [
  ["130429 with 403", toRefusal(130429, "Rate limit hit", 403)],
  ["80007", toRefusal(80007, "Rate limit issues")],
  ["613", toRefusal(613, "Calls to this api have exceeded the rate limit", 429)],
  [
    "the gateway's own limit",
    {
      status: 400,
      body: {
        meta: {
          success: false,
          http_code: 400,
          developer_message: "You have exceeded the limit of 1 request every 10 seconds",
        },
      },
    },
  ],
] as const) {
  test(`${what} stops the sending to everybody, by the code and not by the status`, async (t) => {
    const bot = await startBot(t);
    const [one, two] = await beginChats(bot);
    const refusals = refuseSends(bot, answer);
    const { teamwire } = bot.world;
    teamwire.simulator.post(one, "user-anna", "A");
    await until("the pause", () => bot.log.includes('"verdict":"throttled"'));
    teamwire.simulator.post(two, "user-anna", "B");
    await bot.clock.advance(4 * second);
    assert.equal(refusals.tries(), 1);
    refusals.end();
    await until("both", async () => {
      await bot.clock.advance(second);
      return readSent(bot).length === 2;
    });
  });
}

test("131056 stops only what goes to that customer, for 1, 4, 16 seconds", async (t) => {
  const bot = await startBot(t);
  const [one, two] = await beginChats(bot);
  const { teamwire, dialog360 } = bot.world;
  const pair = toRefusal(131056, "Pair rate limit hit", 403);
  dialog360.simulator.faults.failNext(3, pair);
  for (const text of ["A1", "A2"]) teamwire.simulator.post(one, "user-anna", text);
  const refused = (): number => bot.log.split('"code":131056').length - 1;
  await until("the first refusal", () => refused() === 1);
  await bot.clock.advance(second);
  await until("the second", () => refused() === 2);
  // Both of the other's go through while the first waits: the third refusal is still to come.
  await bot.clock.advance(3 * second);
  assert.equal(refused(), 2);
  dialog360.simulator.faults.clear();
  for (const text of ["B1", "B2"]) teamwire.simulator.post(two, "user-anna", text);
  await until("the other's", () => readSent(bot).length === 2);
  assert.deepEqual(readSent(bot), ["B1", "B2"]);
  await bot.clock.advance(30 * second);
  await until("all", () => readSent(bot).length === 4);
  assert.deepEqual(readSent(bot).slice(2), ["A1", "A2"]);
});

test("while one customer's message waits for its next try, another's is sent at once", async (t) => {
  const bot = await startBot(t);
  const [one, two] = await beginChats(bot);
  const { teamwire, dialog360 } = bot.world;
  dialog360.simulator.faults.failNext(1, { status: 503, body: "<html>Bad gateway</html>" });
  teamwire.simulator.post(one, "user-anna", "A1");
  await until("the failure", () => bot.log.includes('"verdict":"transient"'));
  teamwire.simulator.post(one, "user-anna", "A2");
  for (const text of ["B1", "B2"]) teamwire.simulator.post(two, "user-anna", text);
  await until("the other's", () => readSent(bot).length === 2);
  assert.deepEqual(readSent(bot), ["B1", "B2"]);
  await bot.clock.advance(10 * second);
  await until("all", () => readSent(bot).length === 4);
  assert.deepEqual(readSent(bot).slice(2), ["A1", "A2"]);
});

test("Teamwire's throttling and refused credentials stop the posts to all chats, and end by themselves", async (t) => {
  const bot = await startBot(t);
  await beginChats(bot);
  const { teamwire, dialog360, cast } = bot.world;
  let tries = 0;
  const refusal = { status: 401, body: { error: { code: "auth_failed", message: "" } } };
  teamwire.simulator.faults.failNext(10_000, refusal, (method) => {
    if (method === "POST") tries += 1;
    return method === "POST";
  });
  for (const text of ["1", "2"]) {
    for (const customer of cast.customers.slice(0, 2)) {
      assert.equal(await dialog360.simulator.writes(customer, text).taken, true);
    }
  }
  await until("the trouble", () => bot.log.includes("teamwire-delivery"));
  await bot.clock.advance(30 * minute);
  assert.ok(tries <= 15, `${tries} tries in half an hour`);
  assert.equal(countLogged(bot, "degraded", "teamwire-delivery"), 1);
  teamwire.simulator.faults.clear();
  await until("all posts", async () => {
    await bot.clock.advance(minute);
    return bot.posts(0).length === 3 && bot.posts(1).length === 3;
  });
  assert.deepEqual(bot.posts(0), ["Tobias: Hello", "Tobias: 1", "Tobias: 2"]);
  assert.equal(countLogged(bot, "recovered", "teamwire-delivery"), 1);
});
