// What operators read: each message's way under one id, and nothing of what was said or by whom.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readStates, textMessage } from "./conversation.ts";

type Line = Readonly<Record<string, unknown>>;

function readLines(bot: Bot): readonly Line[] {
  return bot.log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** The lines with a trace, as `message state`, and as `answers` where it is what another message answers. */
function follow(bot: Bot, trace: unknown): readonly string[] {
  return readLines(bot).flatMap((line) => {
    if (line["answers"] === trace) return ["answered"];
    return line["trace"] === trace ? [String(line["message"])] : [];
  });
}

function findLines(bot: Bot, message: string): readonly Line[] {
  return readLines(bot).filter((line) => line["message"] === message);
}

test("a message is followed by one id on its whole way, through both directions", async (t) => {
  const bot = await startBot(t);
  const { teamwire } = bot.world;
  await beginChat(bot);
  await until("its line", () => findLines(bot, "sent").length === 1);
  const question = textMessage(
    "wamid.HBgONDk2ODEzMDAwMTI5NzgVAgARGBI0MEFFNzBENjU2RjA2NzQyRTYA",
    "How much is the fish?",
  );
  assert.equal(await bot.notify(envelope({ messages: [question] })), 200);
  await until("the post", () => findLines(bot, "sent").length === 2);
  const toTeam = findLines(bot, "sent")[1];
  assert.equal(toTeam?.["trace"], "RjA2NzQyRTYA");
  assert.deepEqual(follow(bot, toTeam?.["trace"]), ["received", "planned", "attempt", "sent"]);

  const chat = teamwire.simulator.chats[0];
  const post = chat?.messages[1];
  teamwire.simulator.post(chat?.chat.tid ?? "", "user-anna", {
    text: "Twelve euros",
    replyTo: post?.mid ?? "",
  });
  await until("the answer", () => findLines(bot, "sent").length === 3);
  const sent = findLines(bot, "sent")[2];
  assert.deepEqual(
    [sent?.["to"], sent?.["session"], sent?.["attempt"]],
    ["customer", toTeam?.["session"], 1],
  );
  assert.equal(follow(bot, toTeam?.["trace"]).at(-1), "answered");
  await until("the receipts", async () => (await readStates(bot))[0] === "delivered");
  await until("its line", () => follow(bot, sent?.["trace"]).includes("receipt"));
  assert.deepEqual(follow(bot, sent?.["trace"]).slice(0, 4), [
    "received",
    "planned",
    "attempt",
    "sent",
  ]);
  const [shown] = await bot.read((reader) => reader.deliveries({ limit: 1 }).rows);
  assert.ok(findLines(bot, "sent").some((line) => line["delivery"] === shown?.id));
});

test("what fails is found under the same id: the refusal, the end, and the word to its writer", async (t) => {
  const bot = await startBot(t);
  const { dialog360, teamwire } = bot.world;
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await dialog360.simulator.writes(tobias, "Hello").taken;
  await until("the chat", () => bot.posts().length === 1);
  const body = { error: { message: "(#131026) Message undeliverable", code: 131026 } };
  dialog360.simulator.faults.failNext(1, { status: 400, body }, (method) => method === "POST");
  teamwire.simulator.post(teamwire.simulator.chats[0]?.chat.tid ?? "", "user-anna", "Good day");
  await until("the notice", () => bot.posts().length === 3);
  await until("its line", () => findLines(bot, "sent").length === 2);
  const [refused] = findLines(bot, "delivery not accepted");
  assert.deepEqual([refused?.["code"], refused?.["verdict"]], [131026, "permanent"]);
  const failed = findLines(bot, "delivery failed");
  assert.deepEqual(
    failed.map(({ level, delivery, trace }) => [level, delivery, trace]),
    [["warn", refused?.["delivery"], refused?.["trace"]]],
  );
  // The notice is about that message, so it goes by its id.
  assert.equal(follow(bot, refused?.["trace"]).at(-1), "sent");
});

test("no name is logged, of customers or of staff", async (t) => {
  const bot = await startBot(t, {
    config: { staff_signature: "full_name", admins: [{ first_name: "Hannelore", last_name: "X" }] },
  });
  const { dialog360, teamwire } = bot.world;
  const customers = bot.world.cast.customers;
  for (const customer of customers) await dialog360.simulator.writes(customer, "Hello").taken;
  await until("the chats", () => findLines(bot, "sent").length === customers.length);
  for (const { chat } of teamwire.simulator.chats) {
    teamwire.simulator.post(chat.tid, "user-anna", "Good day to you");
  }
  await until("the answers", () => findLines(bot, "sent").length === 2 * customers.length);
  await until("the recipient who is not there", async () =>
    (await bot.ready()).degraded?.some(({ detail }) => detail.includes("Hannelore")),
  );
  const names = ["Tobias", "Lena", "Krüger", "Kim", "kim.reads", "Anna", "Becker", "Hannelore"];
  for (const name of names) assert.ok(!bot.log.includes(name), name);
  for (const { userId } of customers) assert.ok(!bot.log.includes(userId ?? "?"));
});

test("who posts is logged: what X-Forwarded-For says, since this machine said it", async (t) => {
  const bot = await startBot(t);
  const from = (address: string): Record<string, string> => ({ "x-forwarded-for": address });
  assert.equal(await bot.notify("{}", { ...bot.headers, ...from("203.0.113.7") }), 200);
  assert.equal(await bot.notify("{}", from("198.51.100.1, 203.0.113.8")), 401);
  assert.equal(await bot.notify("{}"), 200);
  const seen = readLines(bot).filter(({ client }) => client !== undefined);
  assert.deepEqual(
    seen.map(({ level, message, status, client }) => [level, message, status, client]),
    [
      ["debug", "answered", 200, "203.0.113.7"],
      ["info", "refused", 401, "203.0.113.8"],
      ["debug", "answered", 200, "127.0.0.1"],
    ],
  );
});
