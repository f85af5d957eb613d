// What customers send as files, from WhatsApp into the chat.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { content, sendFile, readPosts, readSpool } from "./customer-files.ts";

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
