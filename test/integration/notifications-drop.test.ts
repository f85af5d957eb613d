import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import {
  ask,
  findDelivery,
  parse,
  postUnreadable,
  toBatch,
  toMessageId,
} from "../fakes/failures.ts";

for (const runs of [true, false]) {
  test(`notifications drop erases the body and gives up the dead letters in it, ${runs ? "with" : "without"} a serve`, async (t) => {
    const bot = await startBot(t);
    const id = await postUnreadable(bot, toBatch());
    const dead = await findDelivery(bot, toMessageId("03"), "failed");
    if (!runs) await bot.stop();
    const ran = await ask(bot, ["notifications", "drop", String(id), "--json"]);
    assert.deepEqual([ran.code, ran.stderr], [0, ""]);
    assert.deepEqual(parse(ran), { done: [id], refused: [] });
    const left = await bot.read((reader) => reader.notification(id));
    assert.deepEqual([left?.state, left?.body, left?.deliveries], ["dropped", null, [dead]]);
    assert.equal(await bot.read((reader) => reader.delivery(dead)?.state), "dropped");
    const listed = await ask(bot, ["notifications", "list"]);
    assert.match(listed.stdout, new RegExp(`^${id}\tdialog360\t.*\tdropped\t`, "m"));
    const again = await ask(bot, ["notifications", "drop", String(id)]);
    assert.equal(again.code, 1);
  });
}
