import assert from "node:assert/strict";
import { test } from "node:test";

import { toContent } from "../../src/simulator/content.ts";
import { startBot, type Bot, type BotOptions } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";

interface Scene {
  readonly bot: Bot;
  readonly tid: string;
  /** @returns the message's id, once it is in the chat */
  readonly writes: (text: string, replyTo?: string) => Promise<string>;
  /** @returns the post's `mid` */
  readonly posts: (text: string, replyTo?: string) => string;
  /** Which post of the chat each post answers, by their texts. */
  readonly answered: () => Readonly<Record<string, string | null>>;
}

async function setScene(bot: Bot): Promise<Scene> {
  const tid = await beginChat(bot);
  const { dialog360, teamwire } = bot.world;
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const messages = () => teamwire.simulator.chats[0]?.messages ?? [];
  return {
    bot,
    tid,
    async writes(text, replyTo) {
      const { id } = dialog360.simulator.writes(tobias, text, { ...(replyTo && { replyTo }) });
      await until(text, () => messages().some(({ msg }) => msg === text));
      return id;
    },
    posts: (text, replyTo) =>
      teamwire.simulator.post(tid, "user-anna", { text, ...(replyTo && { replyTo }) }).mid,
    answered() {
      const byMid = new Map(messages().map(({ mid, msg }) => [mid, msg]));
      return Object.fromEntries(
        messages().map(({ msg, reply_to: mid }) => [msg, mid && (byMid.get(mid) ?? "?")]),
      );
    },
  };
}

const generations: readonly [string, BotOptions][] = [
  ["v2", {}],
  ["v1", { world: { dialog360: { shape: "v1" } }, environment: { WA_API_GENERATION: "v1" } }],
];

for (const [generation, options] of generations) {
  test(`what a customer quotes is the post that theirs answers, in ${generation}`, async (t) => {
    const { bot, posts, writes, answered } = await setScene(await startBot(t, options));
    const { sends } = bot.world.dialog360.simulator;
    const first = await writes("When are you open?");
    posts("Which day?");
    await until("the answer", () => sends.length === 1);
    await writes("Of what I asked first", first);
    await writes("On Monday", sends[0]?.id);
    await writes("Somewhere else", "wamid.unknown");
    assert.deepEqual(answered(), {
      Hello: null,
      "When are you open?": null,
      "Which day?": null,
      "Of what I asked first": "When are you open?",
      "On Monday": "Which day?",
      "Somewhere else": null,
    });
  });

  test(`what staff answer is quoted on the customer's phone, in ${generation}`, async (t) => {
    const { bot, posts, writes } = await setScene(await startBot(t, options));
    const { dialog360, teamwire } = bot.world;
    const asked = await writes("Is it open?");
    const post = teamwire.simulator.chats[0]?.messages.at(-1)?.mid;
    const yes = posts("Yes", post);
    posts(`About ${"that ".repeat(1000)}`, yes);
    posts("/send 1", post);
    const { sends } = dialog360.simulator;
    await until("all of them", () => sends.length === 4);
    const [first, long, rest, template] = sends;
    assert.deepEqual(
      [first, long, rest, template].map((send) => send?.replyTo),
      [asked, first?.id, null, asked],
    );
    const phone = dialog360.simulator.conversations.findMessage(first?.id ?? "")?.message;
    assert.equal(phone?.replyTo, asked);
  });
}

test("an answer to a reaction, an edit or a deletion quotes the message that it is about", async (t) => {
  const { bot, posts, writes } = await setScene(await startBot(t));
  const { dialog360, teamwire } = bot.world;
  const asked = await writes("Is it open?");
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const edited = { type: "text", text: { body: "Is it still open?" } };
  const contents = [
    { type: "reaction", reaction: { message_id: asked, emoji: "👍" } },
    { type: "edit", edit: { original_message_id: asked, message: edited } },
    { type: "revoke", revoke: { original_message_id: asked } },
  ];
  for (const [index, content] of contents.entries()) {
    assert.ok(await dialog360.simulator.writes(tobias, content).taken);
    await until("its post", () => bot.posts().length === 2 * index + 3);
    posts("Yes", teamwire.simulator.chats[0]?.messages.at(-1)?.mid);
    await until("the answer", () => dialog360.simulator.sends.length === index + 1);
  }
  assert.deepEqual(
    dialog360.simulator.sends.map(({ replyTo }) => replyTo),
    [asked, asked, asked],
  );
});

test("a file that came late counts as its message, when it is answered and when it is read", async (t) => {
  const { bot, tid, posts } = await setScene(await startBot(t));
  const { simulator } = bot.world.dialog360;
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  simulator.faults.failNext(2, { status: 503 }, (method, path) => method === "GET" && path !== "/");
  const document = simulator.media.add(toContent(new Uint8Array(9)), "application/pdf");
  const { id: asked, taken } = simulator.writes(tobias, { type: "document", document });
  assert.ok(await taken);
  await until("the file", async () => {
    await bot.clock.advance(20_000);
    return bot.posts().length === 3;
  });
  posts("Thank you", bot.world.teamwire.simulator.chats[0]?.messages.at(-1)?.mid);
  bot.world.teamwire.simulator.read(tid, "user-anna");
  await until("the answer", () => simulator.sends.length === 1);
  assert.equal(simulator.sends[0]?.replyTo, asked);
  const phone = (): string[] =>
    simulator.conversations.list()[0]?.messages.map(({ from, state }) => `${from} ${state}`) ?? [];
  await until("the mark", () => phone().includes("customer read"));
});

test("an answer to a notice of ours, which the customer does not have, quotes nothing", async (t) => {
  const { bot, tid, posts } = await setScene(await startBot(t));
  const { teamwire, dialog360 } = bot.world;
  posts("/info");
  await until("the answer", () => bot.posts().length === 3);
  posts("So I see", teamwire.simulator.botChat(tid).messages.at(-1)?.mid);
  await until("the text", () => dialog360.simulator.sends.length === 1);
  assert.ok(!("context" in (dialog360.simulator.sends[0]?.body ?? {})));
});

test("what WhatsApp no longer has is not quoted, and the answer goes out all the same", async (t) => {
  const { bot, tid, posts } = await setScene(await startBot(t));
  const { teamwire, dialog360 } = bot.world;
  const error = { code: 131_009, message: "Parameter value is not valid", type: "OAuthException" };
  dialog360.simulator.faults.failNext(1, { status: 400, body: { error } });
  posts("Yes", teamwire.simulator.botChat(tid).messages[0]?.mid);
  await until("the text", () => dialog360.simulator.sends.length === 1);
  assert.equal(dialog360.simulator.sends[0]?.replyTo, null);
  assert.equal(bot.posts().length, 2, "nobody is told that it failed");
});
