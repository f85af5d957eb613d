import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test, type TestContext } from "node:test";

import type { Page } from "playwright-core";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { loadPage } from "../../src/simulator/page.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startWorld, type World } from "../../src/simulator/world.ts";
import { intercept, openBrowser, toSkipReason } from "./browser.ts";

const skip = toSkipReason();

test(
  "the demo page sends what a customer writes by Enter, and ticks when it is taken",
  { skip },
  async (t) => {
    const { page, world } = await open(t);
    await page.getByText("You are Tobias").waitFor();
    await page.keyboard.type("Hello, is my order ready?");
    await page.keyboard.press("Enter");
    await page.locator("#phone-messages .ticks", { hasText: "✓✓" }).waitFor();
    const [tobias] = world.dialog360.simulator.conversations.list();
    assert.deepEqual(
      tobias?.messages.map(({ text }) => text),
      ["Hello, is my order ready?"],
    );
    await page
      .locator("#window", { hasText: /Window open · 23:59:\d\d left|24:00:00 left/ })
      .waitFor();
  },
);

test("the demo page shows a new chat, and posts as the chosen colleague", { skip }, async (t) => {
  const { page, world } = await open(t);
  const { teamwire } = world;
  await page.getByText("No chat yet").waitFor();
  const { tid } = teamwire.simulator.createChat({
    title: "Whatsapp: Tobias (+49681300012978)",
    userIds: ["user-jonas"],
    groupIds: ["group-support"],
    adminIds: ["user-anna"],
    avatarAssetId: null,
    clientRef: null,
  }).chat;
  teamwire.simulator.createPost(tid, {
    msg: "<b>Hello</b>",
    attachments: null,
    replyTo: null,
    senderDisplayName: "Tobias",
    clientRef: null,
  });
  const post = page.locator("#team-messages .post");
  await post.filter({ hasText: "via WhatsApp" }).filter({ hasText: "<b>Hello</b>" }).waitFor();
  await page.getByText("Anna Becker, Jonas Weber, Support, WhatsApp Bot").waitFor();
  await page.getByLabel("Answer as").selectOption("Mira Hoffmann");
  await page.getByLabel("Answer to the customer").fill("Good morning");
  await page.keyboard.press("Enter");
  await post.filter({ hasText: "Good morning" }).waitFor();
  const [, answer] = teamwire.simulator.chats[0]?.messages ?? [];
  assert.deepEqual([answer?.msg, answer?.from_user.uid], ["Good morning", "user-mira"]);
});

test(
  "the demo page shows receipts on the phone, and that a text outside the window failed",
  { skip },
  async (t) => {
    const { page, world, send } = await open(t);
    await page.getByText("You are Tobias").waitFor();
    await page.getByRole("button", { name: "Hello, is my order ready?" }).click();
    await page.locator("#phone-messages .mine").waitFor();
    await send("Yes, it is.");
    const bubble = page.locator("#phone-messages .bubble");
    await bubble.filter({ hasText: "Yes, it is." }).locator('.ticks[data-state="read"]').waitFor();
    await page.getByRole("button", { name: "+ 24 hours" }).click();
    await page.locator("#window", { hasText: "Window closed · templates only" }).waitFor();
    await send("Are you still there?");
    await bubble
      .filter({ hasText: "Never reached the phone" })
      .filter({ hasText: "131047" })
      .waitFor();
    assert.equal(world.dialog360.simulator.sends.length, 2);
  },
);

test(
  "the demo page adds a customer without a number, whom arrow keys choose, and shows errors",
  { skip },
  async (t) => {
    const { page, world } = await open(t);
    await page.getByRole("button", { name: "Add" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Mara");
    await page.keyboard.press("Enter");
    await dialog.getByText("needs a user name").waitFor();
    await dialog.getByLabel("User name").fill("mara.reads");
    await page.keyboard.press("Enter");
    await page.getByText("You are Mara").waitFor();
    assert.equal(world.dialog360.simulator.conversations.list().at(-1)?.customer.phone, undefined);
    await page.getByRole("radio", { name: "Mara" }).focus();
    await page.keyboard.press("ArrowUp");
    await page.getByText("You are Kim").waitFor();
    await intercept(page, "**/api/customers/**", (route) => route.abort());
    await page.getByRole("button", { name: "Thank you!" }).click();
    await page.getByRole("alert").filter({ hasText: "The demo does not answer" }).waitFor();
  },
);

interface Opened {
  readonly page: Page;
  readonly world: World;
  /** Sends a text to Tobias as the relay would. */
  readonly send: (text: string) => Promise<void>;
}

async function open(t: TestContext): Promise<Opened> {
  let aheadMs = 0;
  const machine = createMachineClock();
  const clock = {
    now: () => machine.now() + aheadMs,
    sleep: (ms: number, signal?: AbortSignal) => machine.sleep(ms, signal),
  };
  const world = await startWorld({ clock });
  t.after(() => world.close());
  world.dialog360.simulator.webhook.register({ url: await startHook(t), headers: {} });
  const files = await loadPage();
  const stage = await startStage({
    world,
    page: files,
    clock,
    advance: (ms) => void (aheadMs += ms),
  });
  t.after(() => stage.close());
  const page = await openBrowser(t, stage.url);
  const { phone } = world.cast.customers[0] ?? {};
  async function send(text: string): Promise<void> {
    const answer = await fetch(`${world.dialog360.url}/messages`, {
      method: "POST",
      headers: { "D360-API-KEY": world.dialog360.simulator.apiKey },
      body: JSON.stringify({
        messaging_product: "whatsapp",
        to: phone,
        type: "text",
        text: { body: text },
      }),
    });
    assert.equal(answer.status, 200);
  }
  return { page, world, send };
}

async function startHook(t: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return `http://127.0.0.1:${address.port}/`;
}
