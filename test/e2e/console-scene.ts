import assert from "node:assert/strict";
import type { TestContext } from "node:test";

import type { Locator, Page } from "playwright-core";

import { startBot, type Bot, type BotOptions } from "../fakes/bot.ts";
import { openBrowser } from "./browser.ts";

/** A token for tests in which one is wanted. */
export const token = "correct-horse-battery";

export interface Opened {
  readonly bot: Bot;
  readonly page: Page;
}

/** A bot, and its console in a browser; what the page's own policy refuses fails the test. */
export async function openConsole(t: TestContext, options: BotOptions = {}): Promise<Opened> {
  const bot = await startBot(t, options);
  const page = await openBrowser(t, bot.opsUrl);
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
  t.after(() => assert.deepEqual(refused, []));
  return { bot, page };
}

/** The rows of a list of the console. */
export function rowsOf(page: Page, id: string): Locator {
  return page.locator(`#${id} .row`);
}
