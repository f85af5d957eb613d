// Several people in one chat: each is heard, nobody is greeted, and bots among them are left alone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createCast } from "../../src/simulator/world.ts";
import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent } from "./conversation.ts";

test("answers of several people in the same second arrive in the order of the chat, with each one's name", async (t) => {
  const bot = await startBot(t, {
    config: { staff_signature: "first_name" },
    environment: { WA_PAIR_INTERVAL: "0" },
  });
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  const names = { "user-anna": "Anna", "user-jonas": "Jonas", "user-mira": "Mira" };
  const expected: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    for (const [uid, name] of Object.entries(names)) {
      simulator.post(tid, uid, `${round} from ${uid}`);
      expected.push(`${round} from ${uid}\n— ${name}`);
    }
  }
  await until("all of them", async () => {
    await bot.clock.advance(1_000);
    return readSent(bot).length === expected.length;
  });
  assert.deepEqual(readSent(bot), expected);
});

test("somebody who is new in the chat is not greeted, and is heard", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  const mira = simulator.users.find(({ uid }) => uid === "user-mira");
  simulator.feed.add("CHAT_JOINED", { tid, users: [mira], editor: mira });
  simulator.post(tid, "user-mira", "Hello, I take over");
  await until("the answer", () => readSent(bot).length === 1);
  assert.deepEqual(bot.posts(), ["Tobias: Hello", "Mira: Hello, I take over"]);
});

test("other bots in the chat are neither relayed nor obeyed nor answered, and read nothing for staff", async (t) => {
  const helper = { uid: "bot-helper", first_name: "Helper", last_name: "Bot", is_bot: true };
  const bot = await startBot(t, {
    world: { teamwire: { users: [...createCast().users, helper] } },
  });
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  for (const text of ["I am a bot", "/help", "/close", "//hello"]) {
    simulator.post(tid, "bot-helper", text);
  }
  simulator.read(tid, "bot-helper");
  simulator.post(tid, "user-anna", "Good morning");
  await until("Anna's words", () => readSent(bot).length === 1);
  assert.deepEqual(readSent(bot), ["Good morning"]);
  assert.deepEqual(bot.posts(), [
    "Tobias: Hello",
    "bot: I am a bot",
    "bot: /help",
    "bot: /close",
    "bot: //hello",
    "Anna: Good morning",
  ]);
  const [conversation] = bot.world.dialog360.simulator.conversations.list();
  assert.notEqual(conversation?.messages[0]?.state, "read");
  assert.equal(simulator.chats[0]?.chat.is_closed, false);
});
