// What customers send as files, from WhatsApp into the chat.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { toContent, type FileContent } from "../../src/simulator/content.ts";
import type { WriteOptions } from "../../src/simulator/dialog360/simulator.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";

const content = toContent(new Uint8Array(randomBytes(200_000)));
const isFetch = (method: string, path: string): boolean =>
  method === "GET" && /^\/(\d+$|whatsapp_business|v1\/media\/)/.test(path);

interface Sent {
  readonly type?: string;
  readonly mimeType?: string;
  readonly content?: FileContent;
  /** Beside what names the file. */
  readonly more?: object;
  readonly options?: WriteOptions;
}

/** Tobias sends a file. @returns its id */
async function sendFile(bot: Bot, sent: Sent = {}): Promise<string> {
  const { simulator } = bot.world.dialog360;
  const { type = "document", mimeType = "application/pdf" } = sent;
  const file = simulator.media.add(sent.content ?? content, mimeType);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const message = { type, [type]: { ...file, ...sent.more } };
  assert.ok(await simulator.writes(tobias, message, sent.options).taken);
  return file.id;
}

/** The posts of the chat as text, attachment's type and the file's name; `!` where its content is another. */
function readPosts(bot: Bot): string[] {
  const { chats, assets } = bot.world.teamwire.simulator;
  return (chats[0]?.messages ?? []).map(({ msg, attachments, reply_to: replyTo }) => {
    const [attachment] = attachments ?? [];
    const [asset] = attachment?.assets ?? [];
    if (!attachment || !asset) return msg ?? "";
    const stored = assets.get(asset.asset_id);
    const isSame = stored.content.sha256 === content.sha256 && stored.name === asset.name;
    return `${replyTo ? "> " : ""}${msg ?? "-"} ${attachment.type} ${asset.name}${isSame ? "" : " !"}`;
  });
}

function readSpool(bot: Bot): string[] {
  const folder = join(bot.folder, "store.db.files");
  return existsSync(folder) ? readdirSync(folder) : [];
}

for (const shape of ["v1", "v2"] as const) {
  test(`every kind of file becomes a post with its caption: ${shape}`, async (t) => {
    const bot = await startBot(t, { world: { dialog360: { shape } } });
    await beginChat(bot);
    const caption = "Look at this";
    await sendFile(bot, { type: "image", mimeType: "image/jpeg", more: { caption } });
    await sendFile(bot, { type: "video", mimeType: "video/mp4" });
    await sendFile(bot, { type: "audio", mimeType: "audio/mpeg" });
    await sendFile(bot, {
      type: "audio",
      mimeType: "audio/ogg; codecs=opus",
      more: { voice: true },
    });
    await sendFile(bot, { more: { filename: "../Angebot.pdf", caption } });
    await sendFile(bot, { type: "sticker", mimeType: "image/webp" });
    await until("the posts", () => readPosts(bot).length === 7);
    assert.deepEqual(readPosts(bot).slice(1), [
      "Look at this GALLERY image.jpg",
      "- VIDEO video.mp4",
      "- SOUND audio.mp3",
      "- SOUND voice.ogg",
      "Look at this FILE Angebot.pdf",
      "- GALLERY sticker.webp",
    ]);
    assert.deepEqual(readSpool(bot), []);
  });
}

test("a file that WhatsApp no longer has leaves a line that names it, and is not asked for again", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { media, faults } = bot.world.dialog360.simulator;
  const asked: string[] = [];
  // Hits nothing, and sees every call.
  faults.failNext(1, { status: 500 }, (method, path) => {
    if (isFetch(method, path)) asked.push(path);
    return false;
  });
  const file = media.add(content, "application/pdf");
  media.forget(file.id);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const document = { ...file, filename: "offer.pdf", caption: "As promised" };
  await bot.world.dialog360.simulator.writes(tobias, { type: "document", document }).taken;
  await until("its line", () => readPosts(bot).length === 2);
  await bot.clock.advance(3_600_000);
  assert.deepEqual(asked, [`/${file.id}`]);
  await sendFile(bot, { type: "image", mimeType: "image/jpeg" });
  await until("the next post", () => readPosts(bot).length === 3);
  assert.deepEqual(readPosts(bot).slice(1), [
    "[document: offer.pdf] (the file could not be relayed)\nAs promised",
    "- GALLERY image.jpg",
  ]);
});

test("a file with other bytes than announced, or not handed out, leaves a line that names it", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { shape: "v1" } } });
  await beginChat(bot);
  await sendFile(bot, { more: { sha256: "0".repeat(64), filename: "a.pdf" } });
  await sendFile(bot, { more: { id: undefined, status: "undownloaded", filename: "b.pdf" } });
  await until("the posts", () => readPosts(bot).length === 3);
  assert.deepEqual(readPosts(bot).slice(1), [
    "[document: a.pdf] (the file could not be relayed)",
    "[document: b.pdf] (the file could not be relayed)",
  ]);
});

test("trap 3: a file that cannot be fetched now does not stop the conversation and follows as a reply", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { faults } = bot.world.dialog360.simulator;
  faults.failNext(2, { status: 503 }, isFetch);
  await sendFile(bot, { more: { filename: "offer.pdf", caption: "As promised" } });
  await until("its line", () => readPosts(bot).length === 2);
  await sendFile(bot, { type: "image", mimeType: "image/jpeg" });
  await until("the next post", () => readPosts(bot).length === 3);
  await until("the file", async () => {
    await bot.clock.advance(20_000);
    return readPosts(bot).length === 4;
  });
  assert.deepEqual(readPosts(bot).slice(1), [
    "[document: offer.pdf] (the file follows as soon as it can be fetched)\nAs promised",
    "- GALLERY image.jpg",
    "> - FILE offer.pdf",
  ]);
  const [, line, , file] = bot.world.teamwire.simulator.chats[0]?.messages ?? [];
  assert.equal(file?.reply_to, line?.mid);
});

test("a file is tried five times; then the chat is told and an operator can have it tried again", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { faults } = bot.world.dialog360.simulator;
  faults.failNext(5, { status: 503 }, isFetch);
  await sendFile(bot, { more: { filename: "offer.pdf" } });
  await until("the end", async () => {
    await bot.clock.advance(60_000);
    return readPosts(bot).length === 3;
  });
  assert.equal(readPosts(bot)[2], "[document: offer.pdf] (the file could not be relayed)");
  const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
  assert.deepEqual(
    rows.filter(({ state }) => state === "failed").map(({ kind }) => kind),
    ["late-file"],
  );
});

test("of many files that WhatsApp no longer has at most 20 an hour are asked for, and texts go on", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  const asked: string[] = [];
  // Hits nothing, and sees every call.
  simulator.faults.failNext(1, { status: 500 }, (method, path) => {
    if (isFetch(method, path)) asked.push(path);
    return false;
  });
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  for (let number = 0; number < 40; number += 1) {
    const document = simulator.media.add(content, "application/pdf");
    simulator.media.forget(document.id);
    await simulator.writes(tobias, { type: "document", document }).taken;
  }
  await simulator.writes(tobias, "And a word").taken;
  await until("the word", () => readPosts(bot).includes("And a word"));
  const counts: number[] = [];
  for (let hour = 0; hour < 5; hour += 1) {
    for (let minute = 0; minute < 60; minute += 1) await bot.clock.advance(60_000);
    counts.push(asked.splice(0).length);
  }
  assert.ok(
    counts.every((count) => count <= 20),
    String(counts),
  );
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    40,
    String(counts),
  );
});

test("files wait while the spool is full, and texts go on", async (t) => {
  const bot = await startBot(t, { environment: { WA_SPOOL_MAX: "300KB" } });
  const tid = await beginChat(bot);
  const { faults } = bot.world.teamwire.simulator;
  const isUpload = (method: string, path: string): boolean =>
    method === "POST" && path === "/v1/assets/";
  faults.failNext(1, { status: 503 }, isUpload);
  await sendFile(bot, { more: { filename: "first.pdf" } });
  await until("the first file on the disk", () => readSpool(bot).length === 1);
  const [, lena] = bot.world.cast.customers;
  assert.ok(lena);
  const { simulator } = bot.world.dialog360;
  const document = { ...simulator.media.add(content, "application/pdf"), filename: "second.pdf" };
  await simulator.writes(lena, { type: "document", document }).taken;
  await simulator.writes(lena, "And a word").taken;
  await until("Lena's words", () => bot.posts(1).length === 2);
  assert.deepEqual(bot.posts(1), [
    "Lena Krüger: [document: second.pdf] (the file follows as soon as it can be fetched)",
    "Lena Krüger: And a word",
  ]);
  await until("both files", async () => {
    await bot.clock.advance(10_000);
    return readPosts(bot).length === 2 && bot.posts(1).length === 3;
  });
  assert.ok(tid && readPosts(bot).includes("- FILE first.pdf"));
});

test("a file on its way when the process dies is posted once, and nothing of it stays on the disk", async (t) => {
  const bot = await startBot(t, { environment: { WA_DRAIN_TIMEOUT: "0" } });
  await beginChat(bot);
  const { faults } = bot.world.teamwire.simulator;
  faults.breakNext(1, "silent", (method, path) => method === "POST" && path === "/v1/assets/");
  await sendFile(bot, { more: { filename: "offer.pdf" } });
  await until("the file on the disk", () => readSpool(bot).length === 1);
  bot.keep();
  await bot.crash();
  await until("the post", async () => {
    await bot.clock.advance(1_000);
    return readPosts(bot).length === 2;
  });
  await bot.clock.advance(60_000);
  assert.deepEqual(readPosts(bot).slice(1), ["- FILE offer.pdf"]);
  assert.deepEqual(readSpool(bot), []);
});
