import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import type { Page } from "playwright-core";

import { beginChat, failDelivery, phone, postUnreadable, toBatch } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { toSkipReason } from "./browser.ts";
import { openConsole, token } from "./console-scene.ts";

const skip = toSkipReason();

for (const colorScheme of ["light", "dark"] as const) {
  test(`the console is accessible in ${colorScheme}, by the rules of axe`, { skip }, async (t) => {
    const { bot, page } = await openConsole(t, { environment: { WA_OPS_TOKEN: token } });
    await page.emulateMedia({ colorScheme });
    await page.getByLabel("Token").waitFor();
    assert.deepEqual(await findViolations(page), []);
    await page.getByLabel("Token").fill(token);
    await page.keyboard.press("Enter");
    const tid = await beginChat(bot);
    await failDelivery(bot, tid, "Lost");
    await failDelivery(bot, tid, "Lost too");
    bot.world.dialog360.simulator.faults.away = true;
    bot.world.teamwire.simulator.post(tid, "user-anna", "Are you there?");
    await bot.notify("{}", {});
    await page.locator("#waiting .row", { hasText: "HTTP 503" }).waitFor();
    await page.locator("#failed .row").nth(1).waitFor();
    await page.locator("#troubles .trouble").waitFor();
    await page.locator("#failed").getByLabel("Choose").first().check();
    await page.locator("#failed").getByRole("button", { name: "Retry" }).click();
    await page.locator("#failed").getByText("1 tried anew").waitFor();
    assert.deepEqual(await findViolations(page), []);
    await page.locator("#failed").getByLabel("Choose").first().check();
    await page.locator("#failed").getByRole("button", { name: "Drop" }).click();
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await findViolations(page), []);
  });
}

test("the console fits a phone, without scrolling sideways", { skip }, async (t) => {
  const { bot, page } = await openConsole(t);
  await page.setViewportSize({ width: 320, height: 700 });
  const [tobias] = bot.world.cast.customers;
  const name = `${"Wolfeschlegelsteinhausenbergerdorff".repeat(2)} ${tobias?.name}`;
  const customer = { name, phone };
  bot.world.dialog360.simulator.conversations.open(customer);
  await bot.world.dialog360.simulator.writes(customer, "Hello").taken;
  await until("the chat", () => bot.posts().length === 1);
  const tid = bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "";
  await failDelivery(bot, tid, "Lost");
  await postUnreadable(bot, toBatch());
  await bot.notify("{}", {});
  await page.locator("#failed .row").nth(1).waitFor();
  await page.locator("#troubles .trouble").waitFor();
  for (const width of [320, 390, 640, 800, 1000]) {
    await page.setViewportSize({ width, height: 700 });
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
  }
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What is not as WCAG and good habits want it, each with the elements that it is about. */
async function findViolations(page: Page): Promise<unknown> {
  // By the debugger, for the page's own policy lets no script in but its files.
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))`,
  );
}
