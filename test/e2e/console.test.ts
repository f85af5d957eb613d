import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";

import { beginChat, failDelivery, phone, postUnreadable, toBatch } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { intercept, toSkipReason } from "./browser.ts";
import { openConsole, rowsOf, token } from "./console-scene.ts";

const skip = toSkipReason();

test(
  "the console shows a session as it begins, without being loaded again, and how its window runs down",
  { skip },
  async (t) => {
    const { bot, page } = await openConsole(t);
    await page.getByText("Nothing failed.").waitFor();
    await page.getByText("No customer has written yet").waitFor();
    await page.evaluate("window.isFirst = true");
    await beginChat(bot);
    const row = rowsOf(page, "sessions").filter({ hasText: "Tobias" });
    await row.filter({ hasText: /\+496813\*\*\*978/ }).waitFor();
    await row.filter({ hasText: "answer owed" }).waitFor();
    await row.filter({ hasText: /23 h 59 min left/ }).waitFor();
    await page.locator("#legend", { hasText: "1 from customers" }).waitFor();
    await bot.clock.advance(20 * 60 * 60 * 1000);
    await row.filter({ hasText: /3 h 59 min left/ }).waitFor();
    await bot.clock.advance(4 * 60 * 60 * 1000);
    await row.filter({ hasText: /Closed \d+ s ago/ }).waitFor();
    assert.equal(await page.evaluate("window.isFirst"), true);
    assert.ok(!(await page.content()).includes(phone), "no number in full");
  },
);

test("the console tries anew what failed, and drops it, several at once", { skip }, async (t) => {
  const { bot, page } = await openConsole(t);
  const tid = await beginChat(bot);
  const texts = ["Lost one", "Lost two", "Lost three"];
  for (const text of texts) await failDelivery(bot, tid, text);
  const failed = page.locator("#failed");
  const rows = failed.locator(".row");
  await rows.filter({ hasText: "131026" }).nth(2).waitFor();
  assert.match(await page.title(), /^\(3 failed\)/);
  assert.doesNotMatch(await page.content(), /Lost/, "nothing that was written");

  await failed.getByLabel("Choose").nth(0).check();
  await failed.getByLabel("Choose").nth(1).check();
  await failed.getByRole("button", { name: "Retry" }).click();
  await failed.getByRole("status").filter({ hasText: "2 tried anew" }).waitFor();
  await until("both are sent", () => bot.world.dialog360.simulator.sends.length === 2);
  await until("one row is left", async () => (await rows.count()) === 1);

  const drop = failed.getByRole("button", { name: "Drop" });
  assert.ok(await drop.isDisabled(), "nothing is chosen");
  await failed.getByLabel("All").check();
  await drop.click();
  const dialog = page.getByRole("dialog", { name: "Drop 1 row?" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await rows.count(), 1);
  await drop.click();
  await dialog.getByRole("button", { name: "Drop" }).click();
  await failed.getByRole("status").filter({ hasText: "1 dropped" }).waitFor();
  await page.getByText("Nothing failed.").waitFor();
  const states = await bot.read((reader) =>
    reader.deliveries({ limit: 0 }).rows.flatMap(({ to, state }) => (to === "team" ? [] : state)),
  );
  assert.equal(states.filter((state) => state === "dropped").length, 1);
});

test(
  "the console plans notifications again that could not be understood, and says why nothing came of it",
  { skip },
  async (t) => {
    const { bot, page } = await openConsole(t);
    await beginChat(bot);
    await postUnreadable(bot, toBatch());
    const dead = await postUnreadable(bot, "this is no JSON");
    const rows = page.locator("#failed .row");
    await rows.filter({ hasText: "could not be understood" }).nth(1).waitFor();
    const before = await rows.allInnerTexts();
    const choose = page.locator("#failed").getByLabel("All");
    await choose.check();
    await page.locator("#failed").getByRole("button", { name: "Retry" }).click();
    const status = page.locator("#failed").getByRole("status");
    await status.filter({ hasText: "2 tried anew" }).waitFor();
    await until("new dead letters", async () => {
      const texts = await rows.allInnerTexts();
      return texts.length === 2 && texts.join() !== before.join();
    });
    // As if another one there had been dropped elsewhere meanwhile.
    await intercept(page, "**/console/decide", async (route) => {
      await route.continue({ postData: JSON.stringify({ "notifications.drop": [dead, 999] }) });
    });
    await choose.check();
    await page.locator("#failed").getByRole("button", { name: "Drop" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Drop" }).click();
    await status.filter({ hasText: "1 dropped. n999 was refused: it waits" }).waitFor();
  },
);

test(
  "the console shows what waits and what is wrong, and that it no longer is",
  { skip },
  async (t) => {
    const { bot, page } = await openConsole(t);
    const tid = await beginChat(bot);
    bot.world.dialog360.simulator.faults.away = true;
    for (let post = 0; post < 12; post += 1) {
      bot.world.teamwire.simulator.post(tid, "user-anna", `Are you there? ${post}`);
    }
    await bot.notify("{}", {});
    await page.locator("#ready", { hasText: "Ready, degraded" }).waitFor();
    await page.locator("#troubles").getByText("whatsapp-bot webhook set <url>").waitFor();
    const waiting = page.locator("#waiting");
    const rows = waiting.locator(".row");
    await rows.filter({ hasText: "text to the customer" }).nth(9).waitFor();
    await rows.filter({ hasText: /next in \d+ s/ }).waitFor();
    await waiting.getByText("10 of 12").waitFor();
    await waiting.getByRole("button", { name: "Show 2 more" }).click();
    await rows.nth(11).waitFor();
    bot.world.dialog360.simulator.faults.away = false;
    await waiting.getByLabel("All").check();
    await waiting.getByRole("button", { name: "Try now" }).click();
    await waiting.getByText("12 tried anew").waitFor();
    await until("all are sent, each at its turn", async () => {
      await bot.clock.advance(1_000);
      return bot.world.dialog360.simulator.sends.length === 12;
    });
    await page.getByText("Nothing waits.").waitFor();
  },
);

test("the console lists only the sessions that are asked for", { skip }, async (t) => {
  const { bot, page } = await openConsole(t);
  const tid = await beginChat(bot);
  const mara = { name: "Mara", phone: "49681300065" };
  bot.world.dialog360.simulator.conversations.open(mara);
  await bot.world.dialog360.simulator.writes(mara, "Hello").taken;
  const rows = rowsOf(page, "sessions");
  await rows.nth(1).waitFor();
  await failDelivery(bot, tid, "Lost");
  await page.getByRole("radio", { name: "Failed" }).check();
  await until("one row", async () => (await rows.count()) === 1);
  await rows.filter({ hasText: "Tobias" }).filter({ hasText: "1 failed" }).waitFor();
  assert.match(page.url(), /#failed$/);
  await page.reload();
  await rows.filter({ hasText: "Tobias" }).waitFor();
  assert.equal(await rows.count(), 1, "the address keeps the choice");
});

test("the console asks for the token, and lets it be forgotten", { skip }, async (t) => {
  const { bot, page } = await openConsole(t, { environment: { WA_OPS_TOKEN: token } });
  await page.getByLabel("Token").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Token").fill(token);
  await page.keyboard.press("Enter");
  await page.locator("#live", { hasText: "Live" }).waitFor();
  await beginChat(bot);
  await rowsOf(page, "sessions").filter({ hasText: "Tobias" }).waitFor();
  await page.reload();
  await rowsOf(page, "sessions").filter({ hasText: "Tobias" }).waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByLabel("Token").waitFor();
});

test("the console goes on by itself when serve has started again", { skip }, async (t) => {
  const port = await findFreePort();
  const { bot, page } = await openConsole(t, { environment: { WA_OPS_PORT: String(port) } });
  const tid = await beginChat(bot);
  await failDelivery(bot, tid, "Lost");
  const failed = page.locator("#failed");
  await failed.locator(".row").waitFor();
  await bot.stop();
  await page.locator("#live", { hasText: "Connection lost" }).waitFor();
  await bot.start();
  await page.locator("#live", { hasText: /^Live$/ }).waitFor();
  await failed.getByLabel("Choose").check();
  await failed.getByRole("button", { name: "Retry" }).click();
  await failed.getByText("1 tried anew").waitFor();
  await page.getByText("Nothing failed.").waitFor();
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  server.close();
  await once(server, "close");
  return address.port;
}
