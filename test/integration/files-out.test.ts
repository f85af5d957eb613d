// What staff attach, from the chat to WhatsApp.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeContent, toContent } from "../../src/simulator/content.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readStates, textMessage } from "./conversation.ts";

const content = toContent(new Uint8Array(randomBytes(200_000)));
const isSend = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/messages");
const isUpload = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/media");
const isAsset = (method: string, path: string): boolean =>
  method === "GET" && path.startsWith("/v1/assets/");

interface Attached {
  readonly type: string;
  /** Names and mime types. */
  readonly files: readonly (readonly [name: string, mimeType: string])[];
}

/** Anna posts files in the first chat. */
function post(bot: Bot, attached: readonly Attached[], text?: string): void {
  const { simulator } = bot.world.teamwire;
  const attachments = attached.map(({ type, files }) => ({
    type,
    assets: files.map(([name, mimeType]) => simulator.assets.add(content, { name, mimeType })),
  }));
  const tid = simulator.chats[0]?.chat.tid ?? "";
  simulator.post(tid, "user-anna", { attachments, ...(text && { text }) });
}

/** What was sent to customers; `!` where the file's content is another. */
function readSent(bot: Bot): string[] {
  const { sends, media } = bot.world.dialog360.simulator;
  return sends.map(({ type, content: told }) => {
    if (type === "text") return String(told["body"]);
    if (type === "location") return JSON.stringify(told);
    const stored = media.find(told["id"]);
    const isSame = stored?.content.sha256 === content.sha256;
    const words = [type, told["filename"], told["caption"], stored?.mimeType];
    return (
      words.map((word) => (typeof word === "string" ? word : "-")).join(" | ") +
      (isSame ? "" : " !")
    );
  });
}

function countUploads(bot: Bot): number {
  return bot.world.dialog360.simulator.media.list.filter(({ uploaded }) => uploaded).length;
}

const offer: Attached = { type: "FILE", files: [["offer.pdf", "application/pdf"]] };

for (const shape of ["v1", "v2"] as const) {
  test(`everything that is attached becomes a message of its kind: ${shape}`, async (t) => {
    const bot = await startBot(t, { world: { dialog360: { shape } } });
    const tid = await beginChat(bot);
    const gallery = [
      ["a.jpg", "image/jpeg"],
      ["b.heic", "image/heic"],
      ["c.png", "image/png"],
    ] as const;
    post(bot, [{ type: "GALLERY", files: gallery }, offer], "Our offer");
    post(bot, [{ type: "SOUND", files: [["d.ogg", "audio/ogg"]] }], "Listen");
    post(bot, [{ type: "VIDEO", files: [["e.mp4", "video/mp4"]] }]);
    post(bot, [{ type: "FILE", files: [["f.xyz", ""]] }]);
    bot.world.teamwire.simulator.post(tid, "user-anna", {
      attachments: [{ type: "LOCATION", lat: 49.23, lon: 6.99, name: "Office" }],
    });
    await until("the messages", () => readSent(bot).length === 9);
    assert.deepEqual(readSent(bot), [
      "image | - | Our offer | image/jpeg",
      "document | b.heic | - | image/heic",
      "image | - | - | image/png",
      "document | offer.pdf | - | application/pdf",
      "Listen",
      "audio | - | - | audio/ogg",
      "video | - | - | video/mp4",
      "document | f.xyz | - | application/octet-stream",
      shape === "v1"
        ? '{"latitude":49.23,"longitude":6.99,"name":"Office"}'
        : '{"latitude":"49.23","longitude":"6.99","name":"Office"}',
    ]);
    assert.ok(!existsSync(join(bot.folder, "store.db.files")));
  });
}

test("a file is uploaded once, however often its message has to be sent", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const { faults } = bot.world.dialog360.simulator;
  faults.failNext(2, { status: 503 }, isSend);
  faults.breakNext(1, "unheard", isSend);
  post(bot, [offer]);
  await until("the message", async () => {
    await bot.clock.advance(20_000);
    return readSent(bot).length === 1;
  });
  assert.deepEqual(readSent(bot), ["document | offer.pdf | - | application/pdf"]);
  assert.equal(countUploads(bot), 1);
});

test("trap 5: of a text with three files the one that fails is sent again, and nothing before it", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  let sends = 0;
  const isSecond = (method: string, path: string): boolean => isSend(method, path) && ++sends === 2;
  bot.world.dialog360.simulator.faults.failNext(1, { status: 500 }, isSecond);
  const files = ["a.pdf", "b.pdf", "c.pdf"].map((name) => [name, "application/pdf"] as const);
  post(
    bot,
    files.map((file) => ({ type: "FILE", files: [file] })),
    "Three offers",
  );
  await until("all three", async () => {
    await bot.clock.advance(10_000);
    return readSent(bot).length === 3;
  });
  await bot.clock.advance(600_000);
  assert.deepEqual(readSent(bot), [
    "document | a.pdf | Three offers | application/pdf",
    "document | b.pdf | - | application/pdf",
    "document | c.pdf | - | application/pdf",
  ]);
  assert.equal(countUploads(bot), 3);
});

test("a file whose upload or fetching fails goes out when it can", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  bot.world.teamwire.simulator.faults.failNext(2, { status: 503 }, isAsset);
  bot.world.dialog360.simulator.faults.breakNext(2, "unheard", isUpload);
  post(bot, [offer]);
  bot.world.teamwire.simulator.post(tid, "user-anna", "And a word");
  await until("the messages", async () => {
    await bot.clock.advance(20_000);
    return readSent(bot).length === 2;
  });
  assert.deepEqual(readSent(bot), ["document | offer.pdf | - | application/pdf", "And a word"]);
});

test("a file that Teamwire no longer has is told on its post, and what follows goes out", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const gone = { error: { code: "not_found" } };
  bot.world.teamwire.simulator.faults.failNext(1, { status: 404, body: gone }, isAsset);
  post(bot, [offer]);
  bot.world.teamwire.simulator.post(tid, "user-anna", "And a word");
  await until("both ends", () => readSent(bot).length === 1 && bot.posts().length === 4);
  assert.ok(
    bot
      .posts()
      .includes(
        "bot: offer.pdf was not sent: Teamwire no longer hands the file out. Please attach it again.",
      ),
  );
  assert.equal((await readStates(bot))[0], "failed");
});

test("a document of over 64 MB is refused before it is uploaded where the API is v1", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { shape: "v1" } } });
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  for (const size of [64 * 1024 * 1024 + 1, 64 * 1024 * 1024]) {
    const names = { name: `${size}.pdf`, mimeType: "application/pdf" };
    const asset = simulator.assets.add(makeContent(size, "large"), names);
    simulator.post(tid, "user-anna", { attachments: [{ type: "FILE", assets: [asset] }] });
  }
  await until("the one that fits", () => bot.world.dialog360.simulator.sends.length === 1);
  await until("the refusal", () => bot.posts().length === 4);
  const refusal =
    "67108865.pdf was not sent: it is 65 MB, and WhatsApp takes files of at most 64 MB.";
  assert.ok(bot.posts().some((line) => line.startsWith(`bot: ${refusal}`)));
  assert.equal(countUploads(bot), 1);
});

test("a file that turns out too large is refused before it is uploaded", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { simulator } = bot.world.teamwire;
  const large = toContent(new Uint8Array(5 * 1024 * 1024 + 1));
  const asset = simulator.assets.add(large, { name: "a.jpg", mimeType: "image/jpeg" });
  const { size: _, ...untold } = asset;
  for (const told of [asset, untold]) {
    simulator.post(tid, "user-anna", { attachments: [{ type: "GALLERY", assets: [told] }] });
  }
  await until("both refusals", () => bot.posts().length === 5);
  const refusals = bot
    .posts()
    .filter((line) => line.startsWith("bot: a.jpg was not sent: it is 6 MB"));
  assert.equal(refusals.length, 2);
  assert.equal(countUploads(bot), 0);
});

test("the sandbox has no files, and staff hear that", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { shape: "sandbox" } } });
  await beginChat(bot);
  post(bot, [offer]);
  await until("the word", () => bot.posts().length === 3);
  assert.match(bot.posts()[2] ?? "", /sandbox/i);
  assert.deepEqual(readSent(bot), []);
  const file = bot.world.dialog360.simulator.media.add(content, "image/png");
  const image = { ...textMessage("w9", ""), type: "image", image: file };
  assert.equal(await bot.notify(envelope({ messages: [image] })), 200);
  await until("the placeholder", () => bot.posts().length === 4);
  assert.match(bot.posts()[3] ?? "", /: \[image: image\.png\] .*not be relayed: the sandbox of/);
});

test("a file on its way when the process dies is sent after the next start", async (t) => {
  const bot = await startBot(t, { environment: { WA_DRAIN_TIMEOUT: "0" } });
  await beginChat(bot);
  bot.world.dialog360.simulator.faults.breakNext(1, "silent", isUpload);
  post(bot, [offer]);
  const folder = join(bot.folder, "store.db.files");
  await until("the file on the disk", () => existsSync(folder));
  bot.keep();
  await bot.crash();
  await until("the message", async () => {
    await bot.clock.advance(10_000);
    return readSent(bot).length === 1;
  });
  await bot.clock.advance(120_000);
  assert.deepEqual(readSent(bot), ["document | offer.pdf | - | application/pdf"]);
  assert.ok(!existsSync(folder));
});
