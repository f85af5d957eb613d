import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import {
  ask,
  findDelivery,
  parse,
  phone,
  postUnreadable,
  toBatch,
  toMessageId,
} from "../fakes/failures.ts";
import { readFolder } from "../unit/ledger/temp-store.ts";

/** Digits of the number as a message id has them. */
const inMessageId = /NDk2ODEz|MDAwMTI5/;

test("notifications show prints the body with every number in it redacted, and names the dead letters", async (t) => {
  const bot = await startBot(t);
  const id = await postUnreadable(bot, toBatch());
  const dead = await findDelivery(bot, toMessageId("03"), "failed");
  assert.match(toBatch(), inMessageId);
  await bot.stop();
  const before = readFolder(bot.folder);
  const ran = await ask(bot, ["notifications", "show", String(id), "--json"]);
  assert.deepEqual([ran.code, ran.stderr], [0, ""]);
  const shown = parse(ran);
  assert.equal(Object.keys(shown).join(" "), "id source received_at state reason body deliveries");
  const { body, ...rest } = shown;
  assert.deepEqual(rest, {
    id,
    source: "dialog360",
    received_at: "2026-11-23T09:00:00.000Z",
    state: "planned",
    reason: "not all can be understood",
    deliveries: [dead],
  });
  assert.doesNotMatch(ran.stdout, new RegExp(`${phone}|300.?012|4711`));
  assert.doesNotMatch(ran.stdout, inMessageId);
  const message = (last: string, more: object): object => ({
    from: "+496813***978",
    id: last,
    timestamp: "1795424400",
    type: "text",
    ...more,
  });
  assert.deepEqual((body as Body).entry[0]?.changes[0]?.value, {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "+496813***711", phone_number_id: "+100000***001" },
    contacts: [{ wa_id: "+496813***978", profile: { name: "Tobias" } }],
    messages: [
      message("wamid.***QkNERUYwMgA=", { text: { body: "first" } }),
      message("wamid.***QkNERUYwMwA=", {
        note: "call +496813***978, not \u001b[31m+496813***978",
      }),
      message("wamid.***QkNERUYwNAA=", { text: { body: "third" } }),
    ],
  });
  const full = await ask(bot, ["notifications", "show", String(id), "--json", "--show-phone"]);
  assert.deepEqual(parse(full)["body"], JSON.parse(toBatch()));
  const { stdout } = await ask(bot, ["notifications", "show", String(id)]);
  assert.match(stdout, new RegExp(`^Id: +${id}\nSource: +dialog360\n`));
  assert.match(stdout, new RegExp(`\nDead letters: +${dead}\n\n\\{\n  "object": "whatsapp_`));
  assert.ok(stdout.includes(String.raw`not \u001b[31m+496813***978`), stdout);
  assert.deepEqual(readFolder(bot.folder), before);
});

interface Body {
  readonly entry: readonly { readonly changes: readonly { readonly value: unknown }[] }[];
}

test("notifications show prints a body that is no JSON as the text that it is", async (t) => {
  const bot = await startBot(t);
  const text = `{"from": "${phone}", "id": "${toMessageId("01").slice(0, 30)}\u001b]0;title\u0007`;
  const id = await postUnreadable(bot, text);
  const { body, state } = parse(await ask(bot, ["notifications", "show", String(id), "--json"]));
  assert.deepEqual(
    [state, body],
    ["dead", '{"from": "+496813***978", "id": "wamid.***\u001b]0;title\u0007'],
  );
  const { stdout } = await ask(bot, ["notifications", "show", String(id)]);
  assert.ok(stdout.endsWith(String.raw`"id": "wamid.***\u001b]0;title\u0007` + "\n"), stdout);
});

test("notifications show says that a body is no longer kept", async (t) => {
  const bot = await startBot(t);
  const id = await postUnreadable(bot, "no json");
  await ask(bot, ["notifications", "drop", String(id)]);
  const shown = parse(await ask(bot, ["notifications", "show", String(id), "--json"]));
  assert.deepEqual([shown["state"], shown["body"]], ["dropped", null]);
  const { stdout } = await ask(bot, ["notifications", "show", String(id)]);
  assert.match(stdout, /\n\n\(no content is kept\)\n$/);
});

test("notifications show of an id that there is not ends with 1", async (t) => {
  const bot = await startBot(t);
  const { code, stderr } = await ask(bot, ["notifications", "show", "999"]);
  assert.equal(code, 1);
  assert.match(stderr, /^error: Show 999 of the notifications: there is none of that id\nhint: /);
});
