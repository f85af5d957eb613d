// Files on the demo page: what one side sends is seen on the other, with the relay between them.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test, type TestContext } from "node:test";

import type { Locator, Page } from "playwright-core";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { loadPage } from "../../src/simulator/page.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { intercept, openBrowser, toSkipReason } from "./browser.ts";

const skip = toSkipReason();
const offer = { name: "Offer.pdf", mimeType: "application/pdf", buffer: randomBytes(12_345) };
/** Red, 3 by 2. */
const picture = {
  name: "red.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGM4IacBQQxwFgBDHAZVhuWbagAAAABJRU5ErkJggg==",
    "base64",
  ),
};

test(
  "the demo page shows the team a customer's picture with its caption, voice note, file and place",
  { skip },
  async (t) => {
    const { page, bot, bubble, post } = await open(t);
    await pick(page, "Picture, video or sound …", [picture]);
    await page.getByLabel("Message as the customer").fill("Is it this one?");
    await page.keyboard.press("Enter");
    const pictured = post.filter({ hasText: "Is it this one?" });
    await expectWidth(pictured.locator("img"), 3);
    await expectWidth(bubble.filter({ hasText: "Is it this one?" }).locator("img"), 3);
    await pictured.getByRole("button", { name: "Open image.jpg" }).click();
    await expectWidth(page.getByRole("dialog").locator("img"), 3);
    await page.keyboard.press("Escape");

    await attach(page, "Sample voice note");
    for (const side of [post, bubble]) {
      await side.locator("audio").waitFor();
      const seconds = await side.locator("audio").evaluate(readDuration);
      assert.ok(seconds > 1.5 && seconds < 2.1, `${seconds} seconds`);
    }

    await pick(page, "File …", [offer]);
    await page.getByRole("button", { name: "Send as the customer" }).click();
    const row = post.getByRole("link", { name: "Offer.pdf 12 kB" });
    const [download] = await Promise.all([page.waitForEvent("download"), row.click()]);
    assert.equal(download.suggestedFilename(), "Offer.pdf");
    assert.deepEqual(await readAll(await download.createReadStream()), offer.buffer);

    await attach(page, "Location");
    await post.getByText("[location]").waitFor();
    assert.equal(await post.getByText(/\[.*\]/).count(), 1);
    await bubble.getByRole("link", { name: "Ludwigskirche Am Ludwigsplatz" }).waitFor();

    const [tobias] = bot.world.dialog360.simulator.conversations.list();
    assert.deepEqual(
      tobias?.messages.map(({ type, content }) => [
        type,
        Object.entries(content as object)[1]?.[1],
      ]),
      [
        ["image", "image/jpeg"],
        ["audio", "audio/ogg; codecs=opus"],
        ["document", "application/pdf"],
        ["location", 6.9965],
      ],
    );
  },
);

test(
  "the demo page shows a customer each file of staff, with the words at the first alone",
  { skip },
  async (t) => {
    const { page, bubble, post } = await open(t);
    await page.getByLabel("Message as the customer").fill("Hello");
    await page.keyboard.press("Enter");
    await post.first().waitFor();
    await pick(page, "Pictures or files …", [picture, { ...picture, name: "again.png" }, offer]);
    await page.getByLabel("Answer to the customer").fill("This, or this");
    await page.keyboard.press("Enter");
    await bubble.getByRole("link", { name: "Offer.pdf 12 kB" }).waitFor();
    assert.deepEqual(await bubble.locator("p").allTextContents(), [
      "Hello",
      "This, or this",
      "",
      "",
    ]);
    for (const index of [1, 2]) await expectWidth(bubble.nth(index).locator("img"), 3);
    assert.equal(await post.nth(1).locator("img").count(), 2);

    await post.nth(1).hover();
    await post.nth(1).getByRole("button", { name: "Delete" }).click();
    await post.nth(1).getByText("This message was deleted").waitFor();
    assert.equal(await post.nth(1).locator("img").count(), 0);
  },
);

test(
  "the demo page takes a file back that was not sent, and keeps one that failed",
  { skip },
  async (t) => {
    const { page, bubble } = await open(t);
    await pick(page, "File …", [offer, { ...offer, name: "Wrong.pdf" }]);
    const waiting = page.getByRole("list", { name: "Files to send" }).getByRole("listitem");
    await waiting.filter({ hasText: "Wrong.pdf" }).getByLabel("Do not send it").click();
    await intercept(page, "**/api/media", (route) => route.abort());
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The demo does not answer").waitFor();
    assert.deepEqual(await waiting.allTextContents(), ["Offer.pdf×"]);
    await page.unroute("**/api/media");
    await page.keyboard.press("Enter");
    await bubble.getByText("Offer.pdf").waitFor();
    assert.equal(await waiting.count(), 0);
  },
);

interface Opened {
  readonly page: Page;
  readonly bot: Bot;
  readonly bubble: Locator;
  readonly post: Locator;
}

async function open(t: TestContext): Promise<Opened> {
  const bot = await startBot(t);
  const stage = await startStage({
    world: bot.world,
    page: await loadPage(),
    clock: createMachineClock(),
    advance: () => {},
  });
  t.after(() => stage.close());
  const page = await openBrowser(t, stage.url);
  await page.getByText("You are Tobias").waitFor();
  const bubble = page.locator("#phone-messages .bubble");
  return { page, bot, bubble, post: page.locator("#team-messages .post") };
}

/** Picks from the menu of the side that has such an entry. */
async function attach(page: Page, name: string): Promise<void> {
  const entry = page.locator(".attach", { has: page.locator("button", { hasText: name }) }).first();
  await entry.locator("summary").click();
  await entry.getByRole("button", { name }).click();
}

async function pick(page: Page, name: string, files: readonly (typeof offer)[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), attach(page, name)]);
  await chooser.setFiles([...files]);
  await page.getByRole("list", { name: "Files to send" }).waitFor();
}

/** The picture is there, as wide as the one that was sent. */
async function expectWidth(shown: Locator, width: number): Promise<void> {
  await shown.waitFor();
  assert.equal(await shown.evaluate(readWidth), width);
}

async function readWidth(image: HTMLElement | SVGElement): Promise<number> {
  if (!(image instanceof HTMLImageElement)) return 0;
  await image.decode().catch(() => {});
  return image.naturalWidth;
}

async function readDuration(sound: HTMLElement | SVGElement): Promise<number> {
  if (!(sound instanceof HTMLAudioElement)) return 0;
  // Loading it anew tells of an error, too.
  const loaded = new Promise((resolve) => {
    sound.addEventListener("loadedmetadata", resolve);
    sound.addEventListener("error", resolve);
  });
  sound.load();
  await loaded;
  return sound.duration;
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
