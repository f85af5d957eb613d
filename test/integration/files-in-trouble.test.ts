// Files of customers that cannot be fetched, or not at once.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { content, isFetch, sendFile, readPosts } from "./customer-files.ts";

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

test("a file that is not handed out, or comes with other bytes each time, leaves a line that names it", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { shape: "v1" } } });
  await beginChat(bot);
  await sendFile(bot, { more: { id: undefined, status: "undownloaded", filename: "a.pdf" } });
  await sendFile(bot, { more: { sha256: "0".repeat(64), filename: "b.pdf" } });
  await until("the posts", () => readPosts(bot).length === 3);
  await until("the end of all tries", async () => {
    await bot.clock.advance(60_000);
    return readPosts(bot).length === 4;
  });
  assert.deepEqual(readPosts(bot).slice(1), [
    "[document: a.pdf] (the file could not be relayed)",
    "[document: b.pdf] (the file follows as soon as it can be fetched)",
    "[document: b.pdf] (the file could not be relayed)",
  ]);
});

test("a file that was cut on its way is fetched anew", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const half = { status: 200, body: "half" };
  const isBytes = (_: string, path: string): boolean => path.startsWith("/whatsapp_business");
  bot.world.dialog360.simulator.faults.failNext(1, half, isBytes);
  await sendFile(bot, { more: { filename: "a.pdf" } });
  await until("the file", async () => {
    await bot.clock.advance(20_000);
    return readPosts(bot).length === 3;
  });
  assert.equal(readPosts(bot)[2], "> - FILE a.pdf");
});

test("files wait for an account that is refused, however long that takes", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  bot.world.dialog360.simulator.faults.failNext(40, { status: 401 }, isFetch);
  await sendFile(bot, { more: { filename: "a.pdf" } });
  await until("its line", () => readPosts(bot).length === 2);
  for (let hour = 0; hour < 6; hour += 1) {
    await bot.clock.advance(3_600_000);
    assert.equal(readPosts(bot).length, 2);
  }
  bot.world.dialog360.simulator.faults.clear();
  await until("the file", async () => {
    await bot.clock.advance(600_000);
    return readPosts(bot).length === 3;
  });
  assert.equal(readPosts(bot)[2], "> - FILE a.pdf");
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
