// What is not meant for customers never reaches them: every kind of post with everything that can hang on it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { toContent } from "../../src/simulator/content.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readStates } from "./conversation.ts";

const day = 24 * 3_600_000;

/** How a post begins, and what of it may go out; null for nothing at all. */
const kinds: readonly (readonly [begins: string, relayed: string | null])[] = [
  ["Hello ", "Hello "],
  ["please do not /note ", "please do not /note "],
  ["//note ", "/note "],
  [" //", " /"],
  ["/note ", null],
  ["/Note ", null],
  ["/NOTE\n", null],
  ["/note\u00a0", null],
  [" /note ", null],
  ["\n\n/note ", null],
  ["\u200b/note ", null],
  ["\ufeff /note ", null],
  ["/note: ", null],
  ["\uff0fnote ", null],
  ["\u2044Note ", null],
  ["\u2800/note ", null],
  ["\u3164/note ", null],
  ["/nte ", null],
  ["/ note ", null],
  ["/", null],
  ["/xyz ", null],
  ["/help ", null],
  ["/info ", null],
  ["/held ", null],
  ["/send 99 ", null],
];

const attachments = ["nothing", "picture", "place"] as const;
const quotes = ["nothing", "customer", "note", "answer"] as const;

interface Slip {
  readonly text: string;
  readonly attached: (typeof attachments)[number];
  readonly quoted: (typeof quotes)[number];
  /** The texts and files that the customer is to get of it. */
  readonly goesOut: readonly string[];
}

const matrix: readonly Slip[] = kinds.flatMap(([begins, relayed], row) =>
  attachments.flatMap((attached) =>
    quotes.map((quoted) => {
      const secret = `secret ${row} ${attached} ${quoted}`;
      const words = relayed === null ? [] : [`${relayed}${secret}`.trim()];
      const place = attached === "place" && relayed !== null ? ["49.2"] : [];
      return { text: `${begins}${secret}`, attached, quoted, goesOut: [...words, ...place] };
    }),
  ),
);

/** Anna writes the whole matrix into the first chat. @returns the `mid` of the note that is quoted */
async function writeAll(bot: Bot, tid: string): Promise<void> {
  const { simulator } = bot.world.teamwire;
  const note = simulator.post(tid, "user-anna", "/note the secret of all notes").mid;
  simulator.post(tid, "user-anna", "/help");
  await until("the bot's answer", () => bot.posts().some((post) => post.includes("/templates")));
  const { messages } = simulator.botChat(tid);
  const mids = {
    nothing: null,
    customer: messages[0]?.mid,
    note,
    answer: messages.find(({ msg }) => msg?.includes("/templates"))?.mid,
  };
  for (const { text, attached, quoted } of matrix) {
    const picture = { name: "p.jpg", mimeType: "image/jpeg" };
    const replyTo = mids[quoted];
    simulator.post(tid, "user-anna", {
      text,
      ...(replyTo && { replyTo }),
      ...(attached === "picture" && {
        attachments: [{ type: "GALLERY", assets: [simulator.assets.add(image, picture)] }],
      }),
      ...(attached === "place" && { attachments: [{ type: "LOCATION", lat: 49.2, lon: 6.9 }] }),
    });
  }
  simulator.post(tid, "user-anna", "the last one");
}

const image = toContent(new Uint8Array(2_000));

/** What the customer has got, in order; a file's caption with its file. */
function readArrived(bot: Bot): string[] {
  return bot.world.dialog360.simulator.sends.map(({ type, content }) => {
    if (type === "text") return String(content["body"]).trim();
    return type === "location" ? String(content["latitude"]) : String(content["caption"]).trim();
  });
}

const expected = [...matrix.flatMap(({ goesOut }) => goesOut), "the last one"];

function expectNoSlip(bot: Bot, tid: string): void {
  assert.deepEqual(readArrived(bot), expected);
  const { sends } = bot.world.dialog360.simulator;
  const hello = bot.world.teamwire.simulator.botChat(tid).messages[0];
  assert.equal(hello?.msg, "Hello");
  // Only a message of the customer is there to be quoted; nobody can quote what WhatsApp does not have.
  const quoting = sends.filter(({ body }) => "context" in body);
  assert.ok(quoting.length > 0);
  for (const { content } of quoting) {
    assert.match(JSON.stringify(content), /customer|49\.2/);
  }
  assert.doesNotMatch(JSON.stringify(sends), /secret of all notes/);
}

const options = { environment: { WA_PAIR_INTERVAL: "0" } };

test("C16: an internal remark never reaches the customer, whatever it looks like (the window is open)", async (t) => {
  const bot = await startBot(t, options);
  const tid = await beginChat(bot);
  await writeAll(bot, tid);
  await until("everything", async () => {
    await bot.clock.advance(2_000);
    return readArrived(bot).includes("the last one");
  });
  expectNoSlip(bot, tid);
});

test("C16: nor is it kept to go out when the customer writes (the window is closed)", async (t) => {
  const bot = await startBot(t, options);
  const tid = await beginChat(bot);
  await bot.clock.advance(day);
  await writeAll(bot, tid);
  await until("everything", async () => (await readStates(bot)).length >= expected.length);
  assert.deepEqual(new Set(await readStates(bot)), new Set(["held"]));
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "I am back").taken;
  await until("everything", async () => {
    await bot.clock.advance(2_000);
    return readArrived(bot).includes("the last one");
  });
  expectNoSlip(bot, tid);
});

test("/note is answered once in a chat, and then as quiet as what is relayed", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  const first = simulator.post(tid, "user-anna", "/note he sounds upset").mid;
  await until("the sign", () => bot.posts().length === 3);
  const [, , sign] = simulator.botChat(tid).messages;
  assert.equal(sign?.reply_to, first);
  assert.match(sign.msg ?? "", /^This note stays in this chat: it is never sent/);
  simulator.post(tid, "user-jonas", "/note I call him");
  simulator.post(tid, "user-jonas", "/held");
  await until("the answer", () => bot.posts().length === 6);
  assert.match(bot.posts()[5] ?? "", /^bot: Nothing is kept/);
  assert.equal(bot.world.dialog360.simulator.sends.length, 0);
});
