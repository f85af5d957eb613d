// What can be done on the demo page beside writing: replies, reactions, changes, deletions, places.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { loadPage } from "../../src/simulator/page.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startWorld } from "../../src/simulator/world.ts";
import { until } from "../fakes/until.ts";
import { openBrowser, toSkipReason } from "./browser.ts";

test(
  "the demo page replies, reacts, changes, deletes and sends a place",
  { skip: toSkipReason() },
  async (t) => {
    const world = await startWorld();
    t.after(() => world.close());
    const clock = createMachineClock();
    const advance = (): void => {};
    const stage = await startStage({ world, page: await loadPage(), clock, advance });
    t.after(() => stage.close());
    const page = await openBrowser(t, stage.url);
    const [tobias] = world.dialog360.simulator.conversations.list();
    assert.ok(tobias);
    const messages = (): (typeof tobias)["messages"] => tobias.messages;

    await page.getByText("You are Tobias").waitFor();
    await page.keyboard.type("Is it reddy?");
    await page.keyboard.press("Enter");
    const bubble = page.locator("#phone-messages .bubble").first();
    await bubble.hover();
    await bubble.getByRole("button", { name: "Change" }).click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("Is it ready?");
    await page.keyboard.press("Enter");
    await bubble.getByText("edited").waitFor();
    assert.equal(await bubble.locator("p").textContent(), "Is it ready?");

    await bubble.hover();
    await bubble.getByRole("button", { name: "React" }).click();
    await bubble.locator(".reaction", { hasText: "👍" }).waitFor();

    await bubble.hover();
    await bubble.getByRole("button", { name: "Reply" }).click();
    await page.keyboard.type("Hello?");
    await page.keyboard.press("Enter");
    await page.locator("#phone-messages blockquote", { hasText: "Is it ready?" }).waitFor();
    assert.equal(messages()[1]?.replyTo, messages()[0]?.id);

    await bubble.hover();
    await bubble.getByRole("button", { name: "Delete" }).click();
    await bubble.getByText("This message was deleted").waitFor();

    await page.getByLabel("Send something else").click();
    await page.getByRole("button", { name: "Location" }).click();
    await page.locator("#phone-messages", { hasText: "Ludwigskirche" }).waitFor();
    await until("the place", () => messages().length === 3);
    assert.equal(messages()[2]?.type, "location");
  },
);
