// What people write arrives as they wrote it, with WhatsApp's own marks, in any script.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent } from "./conversation.ts";

const texts = [
  "*bold* _italic_ ~struck~ `code`\n```\nfor (;;) {}\n```\n> quoted\n* one\n* two",
  "👩🏽‍🚒 🇩🇪 ❤️‍🔥 e\u0301 Ω 漢字 ไทย",
  "مرحبا، كيف حالك؟ שלום (123) \u200Fסוף\u200E",
  "  indented\n\n\n\tand far below  ",
  "<b>&amp;</b> {name} $& %s \\n @Anna #42 https://example.org/a?b=c&d=[e]",
];

test("marks, emoji, right-to-left text and white space pass unharmed both ways, and nothing is added", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const { teamwire, dialog360, cast } = bot.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  for (const text of texts) {
    await dialog360.simulator.writes(tobias, text).taken;
    teamwire.simulator.post(tid, "user-anna", text);
  }
  await until("all that was sent", () => readSent(bot).length === texts.length);
  await until("all posts", () => bot.posts().length === 1 + 2 * texts.length);
  assert.deepEqual(readSent(bot), texts);
  const ofTobias = bot.posts().filter((line) => line.startsWith("Tobias: "));
  assert.deepEqual(
    ofTobias.slice(1),
    texts.map((text) => `Tobias: ${text}`),
  );
  for (const { body } of dialog360.simulator.sends) {
    assert.deepEqual(Object.keys(body["text"] as object), ["body", "preview_url"]);
    assert.equal((body["text"] as { preview_url: boolean }).preview_url, false);
  }
});
