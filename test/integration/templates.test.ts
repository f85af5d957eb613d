// "Template parameters (header media, buttons, named)": all of a template can be filled in from the chat.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { SimulatedTemplate } from "../../src/simulator/dialog360/templates.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, sleep } from "./conversation.ts";
import { picture, plan, post, readAnswers, readComponents, toTemplate } from "./template-scene.ts";

const hour = 3_600_000;

/** A component beside a text. */
function withText(component: Readonly<Record<string, unknown>>): SimulatedTemplate["components"] {
  return [{ type: "BODY", text: "Look" }, component];
}

function textOf(text: string): object {
  return { type: "text", text };
}

/** What the customer's phone shows last. */
function readPhone(bot: Bot): { text: string; heading: string | undefined; buttons: string[] } {
  const [conversation] = bot.world.dialog360.simulator.conversations.list();
  const message = conversation?.messages.at(-1);
  return {
    text: message?.text ?? "",
    heading: message?.card?.heading,
    buttons: (message?.card?.buttons ?? []).map(({ label, value }) => `${label} ${value}`.trim()),
  };
}

for (const shape of ["v1", "v2"] as const) {
  test(`/send fills in heading, text and link in this order, outside of the window too: ${shape}`, async (t) => {
    const bot = await startBot(t, { world: { dialog360: { shape } } });
    await beginChat(bot);
    await sleep(bot, 25 * hour);
    post(bot, '/send 3 4711 | "Anna | Co" | next\nTuesday | 4711-22');
    await until("both answers", () => readAnswers(bot).length === 2);
    assert.deepEqual(readComponents(bot), [
      [
        { type: "header", parameters: [textOf("4711")] },
        { type: "body", parameters: [textOf("Anna | Co"), textOf("next Tuesday")] },
        { type: "button", sub_type: "url", index: "0", parameters: [textOf("4711-22")] },
      ],
    ]);
    assert.deepEqual(readPhone(bot), {
      heading: "Order 4711",
      text: "Hello Anna | Co, your parcel is on its way and arrives on next Tuesday.",
      buttons: ["Track it https://parcels.example/4711-22", "Change the day"],
    });
  });

  test(`/send shows the picture that is attached to it above the text: ${shape}`, async (t) => {
    const bot = await startBot(t, { world: { dialog360: { shape } } });
    await beginChat(bot);
    await sleep(bot, 25 * hour);
    const isUpload = (method: string, path: string): boolean =>
      method === "POST" && path.endsWith("/media");
    bot.world.dialog360.simulator.faults.failNext(1, { status: 503 }, isUpload);
    post(bot, "/send 4 Anna", picture);
    await until("both answers", async () => {
      await bot.clock.advance(10_000);
      return readAnswers(bot).length === 2;
    });
    const [media] = bot.world.dialog360.simulator.media.list;
    assert.equal(media?.mimeType, "image/jpeg");
    assert.deepEqual(readComponents(bot), [
      [
        { type: "header", parameters: [{ type: "image", image: { id: media.id } }] },
        { type: "body", parameters: [textOf("Anna")] },
      ],
    ]);
    assert.deepEqual(readPhone(bot).buttons, ["I will be there", "Please call me"]);
  });

  test(`/send takes a document with its name, a place and a code to copy: ${shape}`, async (t) => {
    const templates = [
      toTemplate("contract", "Look", {
        components: withText({ type: "HEADER", format: "DOCUMENT" }),
      }),
      toTemplate("place", "Look", { components: withText({ type: "HEADER", format: "LOCATION" }) }),
      toTemplate("coupon", "Look", {
        components: withText({
          type: "BUTTONS",
          buttons: [{ type: "COPY_CODE", text: "Copy offer code" }],
        }),
      }),
    ];
    const bot = await startBot(t, { world: { dialog360: { shape, templates } } });
    const tid = await beginChat(bot);
    post(bot, "/send 1", plan);
    bot.world.teamwire.simulator.post(tid, "user-anna", {
      text: "/send 2",
      attachments: [{ type: "LOCATION", lat: 49.23, lon: 6.99, name: "Office" }],
    });
    post(bot, "/send 3 25OFF");
    await until("all three", () => readComponents(bot).length === 3);
    const [media] = bot.world.dialog360.simulator.media.list;
    const [latitude, longitude] = shape === "v1" ? [49.23, 6.99] : ["49.23", "6.99"];
    const location = { latitude, longitude, name: "Office" };
    const document = { id: media?.id, filename: "plan.pdf" };
    const code = { type: "coupon_code", coupon_code: "25OFF" };
    assert.deepEqual(readComponents(bot), [
      [{ type: "header", parameters: [{ type: "document", document }] }],
      [{ type: "header", parameters: [{ type: "location", location }] }],
      [{ type: "button", sub_type: "copy_code", index: "0", parameters: [code] }],
    ]);
  });
}

test("a button of a template that is tapped is shown in the chat, and opens the window", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  await sleep(bot, 25 * hour);
  post(bot, "/send 4 Anna", picture);
  const sent = await until("the template", () => bot.world.dialog360.simulator.sends[0]);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const button = { text: "Please call me", payload: "Please call me" };
  const tap = { type: "button", button };
  bot.world.dialog360.simulator.writes(tobias, tap, { replyTo: sent.id });
  await until("it is shown", () => bot.posts().some((line) => line === "Tobias: Please call me"));
  post(bot, "I will.");
  await until("free text", () => bot.world.dialog360.simulator.sends.length === 2);
});
