// What happens while a file of staff is on its way, and what remains where it cannot go.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { toContent } from "../../src/simulator/content.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readStates, textMessage } from "./conversation.ts";

const content = toContent(new TextEncoder().encode("content"));
const isUpload = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/media");
const isAsset = (method: string, path: string): boolean =>
  method === "GET" && path.startsWith("/v1/assets/");

/** Anna posts files, all in one attachment. */
function post(
  bot: Bot,
  { names, mimeType, text = "" }: { names: readonly string[]; mimeType: string; text?: string },
): { readonly tid: string; readonly mid: string } {
  const { simulator } = bot.world.teamwire;
  const assets = names.map((name) => simulator.assets.add(content, { name, mimeType }));
  const type = mimeType.startsWith("image/") ? "GALLERY" : "FILE";
  const tid = simulator.chats[0]?.chat.tid ?? "";
  return simulator.post(tid, "user-anna", { text, attachments: [{ type, assets }] });
}

const pdf = { names: ["private.pdf"], mimeType: "application/pdf" };
const pictures = { names: ["a.jpg", "b.jpg", "c.jpg"], mimeType: "image/jpeg" };

function readSent(bot: Bot): unknown[] {
  return bot.world.dialog360.simulator.sends.map(({ type, content: sent }) =>
    type === "text" ? sent["body"] : (sent["filename"] ?? sent["caption"] ?? type),
  );
}

async function untilSettled(bot: Bot, count: number): Promise<void> {
  const open = ["pending", "sending", "uncertain"];
  await until("the end of all", async () => {
    await bot.clock.advance(5_000);
    const states = await readStates(bot);
    return states.length === count && states.every((state) => !open.includes(state));
  });
}

test("a post that is deleted while its file is uploaded is not sent", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  bot.world.dialog360.simulator.faults.latencyMs = 5_000;
  const { tid, mid } = post(bot, pdf);
  await until("the attempt", async () => (await readStates(bot))[0] === "sending");
  bot.world.teamwire.simulator.deletePost(tid, mid);
  await until("the notice", () => bot.posts().length === 3);
  await untilSettled(bot, 1);
  assert.deepEqual(await readStates(bot), ["dropped"]);
  assert.deepEqual(readSent(bot), []);
  assert.equal(existsSync(join(bot.folder, "store.db.files")), false);
});

test("a file whose post is deleted while it waits for another attempt leaves the disk", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  bot.world.dialog360.simulator.faults.failNext(1, { status: 503 }, isUpload);
  const { tid, mid } = post(bot, pdf);
  await until("the refusal", () => bot.log.includes("delivery not accepted"));
  assert.equal(existsSync(join(bot.folder, "store.db.files")), true);
  bot.world.teamwire.simulator.deletePost(tid, mid);
  await untilSettled(bot, 1);
  await until("the room", () => !existsSync(join(bot.folder, "store.db.files")));
  assert.deepEqual(readSent(bot), []);
});

test("a file does not go to a number that became somebody else's meanwhile", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  bot.world.dialog360.simulator.faults.latencyMs = 5_000;
  post(bot, pdf);
  await until("the attempt", async () => (await readStates(bot))[0] === "sending");
  const timestamp = String(Math.floor(bot.clock.now() / 1000) + 1);
  const stranger = { ...textMessage("w3", "Hello"), timestamp, from_user_id: "DE.5OTHER" };
  await bot.notify(envelope({ messages: [stranger] }));
  await until("the word", () => bot.posts().some((text) => text.includes("belongs to somebody")));
  await untilSettled(bot, 1);
  assert.deepEqual(
    bot.world.dialog360.simulator.sends.map(({ input }) => input),
    ["DE.13491208655302741001"],
  );
});

test("the words under a file that cannot be had go alone, and each file is told of", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const gone = { status: 404, body: { error: { code: "not_found" } } };
  bot.world.teamwire.simulator.faults.failNext(2, gone, isAsset);
  post(bot, { ...pictures, text: "See you at five" });
  await untilSettled(bot, 3);
  await until("the notices", () => bot.posts().length === 4);
  assert.deepEqual(readSent(bot), ["See you at five", "image"]);
  assert.deepEqual(bot.posts().slice(2), [
    "bot: [part 1 of 3] a.jpg was not sent: Teamwire no longer hands the file out. Please attach it again.",
    "bot: [part 2 of 3] b.jpg was not sent: Teamwire no longer hands the file out. Please attach it again.",
  ]);
});

test("a file that WhatsApp refuses again and again holds up nothing for long", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const body = { error: { code: 131053, message: "(#131053) Media upload error" } };
  bot.world.dialog360.simulator.faults.failNext(50, { status: 400, body }, isUpload);
  post(bot, { names: ["a.heic"], mimeType: "image/heic", text: "Look" });
  bot.world.teamwire.simulator.post(tid, "user-anna", "And this");
  await untilSettled(bot, 2);
  assert.deepEqual(readSent(bot), ["Look", "And this"]);
  await until("the word to staff", () => bot.posts().at(-1)?.startsWith("bot: "));
  const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
  assert.equal(rows.find(({ kind }) => kind === "document")?.attempts, 5);
  assert.equal(
    bot.posts().at(-1),
    "bot: a.heic was not sent: WhatsApp did not take the file (Media upload error). Please attach it in another format, or send a link to it.",
  );
});

test("of several parts the one that was not delivered is named", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { faults } = bot.world.dialog360.simulator;
  let sends = 0;
  const error = { code: 131051, message: "(#131051) Unsupported message type" };
  faults.failNext(1, { status: 400, body: { error } }, (method, path) => {
    if (method === "POST" && path.endsWith("/messages")) sends += 1;
    return sends === 2;
  });
  post(bot, { ...pictures, text: "Three" });
  await untilSettled(bot, 3);
  await until("the notice", () => bot.posts().length === 3);
  assert.match(bot.posts().at(-1) ?? "", /^bot: \[part 2 of 3\] This message was not delivered/);
});
