// What the demo page's phone shows of a template: its picture, heading, link and buttons, which can be tapped.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { loadPage } from "../../src/simulator/page.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { picture, post, readAnswers } from "../integration/template-scene.ts";
import { openBrowser, toSkipReason } from "./browser.ts";

test(
  "the demo page shows a template's picture, heading and link, and a tap on its button answers it",
  { skip: toSkipReason() },
  async (t) => {
    const bot = await startBot(t);
    const { world } = bot;
    const clock = createMachineClock();
    const advance = (): void => {};
    const stage = await startStage({ world, page: await loadPage(), clock, advance });
    t.after(() => stage.close());
    const page = await openBrowser(t, stage.url);
    await page.getByText("You are Tobias").waitFor();
    await page.keyboard.type("Where are you?");
    await page.keyboard.press("Enter");
    await until("the chat", () => bot.posts().length === 1);

    post(bot, "/send 3 4711 | Anna | Tuesday | 4711-22");
    await page.locator("#phone-messages strong", { hasText: "Order 4711" }).waitFor();
    const link = page.locator("#phone-messages").getByRole("link", { name: "Track it" });
    assert.equal(await link.getAttribute("href"), "https://parcels.example/4711-22");

    post(bot, "/send 4 Anna", picture);
    const bubble = page.locator("#phone-messages .bubble", { hasText: "we have moved" });
    await bubble.locator(".pictures img").waitFor();
    await bubble.getByRole("button", { name: "Please call me" }).click();
    await page.locator("#team-messages", { hasText: "Please call me" }).waitFor();
    await until("the answers", () => readAnswers(bot).length === 4);
    const [tobias] = world.dialog360.simulator.conversations.list();
    const [tap, sent] = [tobias?.messages.at(-1), world.dialog360.simulator.sends.at(-1)];
    assert.deepEqual([tap?.type, tap?.replyTo], ["button", sent?.id]);
  },
);
