import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

interface Entry {
  readonly file: string;
  readonly kind: string;
}

const folder = new URL("../fixtures/dialog360/", import.meta.url);
const index = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as Entry[];
const webhooks = index.filter(({ kind }) => kind === "webhook").map(({ file }) => file);

/** Every message in a body, in either generation. */
function findMessages(body: unknown): { id?: string }[] {
  const flat = body as { messages?: { id?: string }[]; entry?: { changes: { value: object }[] }[] };
  const values = flat.entry?.flatMap(({ changes }) => changes.map(({ value }) => value)) ?? [flat];
  return values.flatMap((value) => (value as typeof flat).messages ?? []);
}

test("every webhook body of the fixtures is answered 200, and every message in it leaves a visible trace", async (t) => {
  const bot = await startBot(t);
  let expected = 0;
  for (const file of webhooks) {
    const text = readFileSync(new URL(file, folder), "utf8");
    assert.equal(await bot.notify(text), 200, file);
    expected += findMessages(JSON.parse(text)).length;
  }
  assert.ok(webhooks.length > 80 && expected > 60);

  const traces = await until("all are planned and delivered", () =>
    bot.read((reader) => {
      const { rows, total } = reader.notifications({ limit: 0 });
      if (rows.filter(({ source }) => source === "dialog360").length < webhooks.length) return null;
      if (!rows.every(({ state }) => state === "planned")) return null;
      const deliveries = reader.deliveries({ limit: 0 }).rows.filter(({ to }) => to === "team");
      return total > 0 && deliveries.every(({ state }) => state === "sent" || state === "failed")
        ? deliveries
        : null;
    }),
  );
  const bySource = new Map(traces.map((trace) => [trace.source_id, trace]));
  for (const file of webhooks) {
    for (const { id = "" } of findMessages(
      JSON.parse(readFileSync(new URL(file, folder), "utf8")),
    )) {
      assert.ok(bySource.has(id), `${file}: ${id}`);
    }
  }
  const posted = bot.world.teamwire.simulator.chats.flatMap(({ messages }) => messages);
  assert.equal(posted.length, traces.filter(({ state }) => state === "sent").length);
});

test("a file that WhatsApp does not have leaves a readable line with its name and caption", async (t) => {
  const bot = await startBot(t);
  await bot.notify(readFileSync(new URL("v2/document.json", folder), "utf8"));
  await bot.notify(readFileSync(new URL("v2/image.json", folder), "utf8"));
  await until("both", () => bot.posts().length === 2);
  assert.deepEqual(bot.posts(), [
    "Test User: [document: filename.pdf] (the file could not be relayed)\ncaption",
    "Test User: [image: image.jpg] (the file could not be relayed)\nCheck this out",
  ]);
});
