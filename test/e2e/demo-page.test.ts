import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test, type TestContext } from "node:test";

import type { Page } from "playwright-core";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { loadPage } from "../../src/simulator/page.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startWorld, type World } from "../../src/simulator/world.ts";
import { until } from "../fakes/until.ts";
import { openBrowser, toSkipReason } from "./browser.ts";

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
    await page.route("**/api/customers/**", (route) => route.abort());
    await page.getByRole("button", { name: "Thank you!" }).click();
    await page.getByRole("alert").filter({ hasText: "The demo does not answer" }).waitFor();
  },
);

test(
  "demo of the built program carries a conversation both ways, through a closed window, and ends clean",
  { skip },
  async (t) => {
    const demo = await startDemo(t);
    const page = await openBrowser(t, demo.url);
    const bubble = page.locator("#phone-messages .bubble");
    const post = page.locator("#team-messages .post");
    const answer = page.getByLabel("Answer to the customer");

    await page.getByText("You are Tobias").waitFor();
    await page.keyboard.type("Hello, is my order ready?");
    await page.keyboard.press("Enter");
    await page
      .locator("#chat-title", { hasText: /^Whatsapp: Tobias \(\+49681300012978\)$/ })
      .waitFor();
    await post.filter({ hasText: "Hello, is my order ready?" }).waitFor();

    await answer.fill("Yes, it is.");
    await answer.press("Enter");
    await bubble.filter({ hasText: "Yes, it is." }).locator('.ticks[data-state="read"]').waitFor();

    await page.getByRole("button", { name: "+ 24 hours" }).click();
    // Written while time passes, so it is late for the window.
    await answer.fill("Are you still there?");
    await answer.press("Enter");
    await page.locator("#window", { hasText: "Window closed · templates only" }).waitFor();
    const refusal = page.locator("#team-messages .by-bot");
    await refusal
      .filter({ hasText: "Are you still there?" })
      .filter({ hasText: "/send" })
      .waitFor();

    await page.getByRole("button", { name: "/send 1" }).click();
    await bubble
      .filter({ hasText: "may we contact you concerning your question again?" })
      .waitFor();
    assert.equal(await bubble.filter({ hasText: "Are you still there?" }).count(), 0);

    assert.deepEqual(await demo.interrupt(), { code: 0, left: [] });
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

interface Demo {
  readonly url: string;
  /** Ctrl+C. @returns the exit code, and what is left in the folder for temporary files */
  readonly interrupt: () => Promise<{ readonly code: unknown; readonly left: readonly string[] }>;
}

/** The built program's `demo`, as a process with a folder for temporary files of its own. */
async function startDemo(t: TestContext): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-demo-test-"));
  const demo = spawn(resolve("dist/whatsapp-bot"), ["demo", "--port", "0"], {
    env: { PATH: "", TMPDIR: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => {
    demo.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  let output = "";
  demo.stdout.on("data", (chunk) => (output += String(chunk)));
  const url = await until("the address of the demo", () => {
    if (demo.exitCode !== null) throw new Error(`demo ended: ${demo.exitCode}`);
    return /The demo is at (\S+)\n/.exec(output)?.[1] ?? null;
  });
  return {
    url,
    interrupt: async () => {
      const exit = once(demo, "exit");
      demo.kill("SIGINT");
      const [code] = await exit;
      return { code, left: readdirSync(folder) };
    },
  };
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
