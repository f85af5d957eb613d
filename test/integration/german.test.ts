// What is tried in English elsewhere, once more as a German team reads it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, readSent, readStates } from "./conversation.ts";
import { beginLate, hour, post, readNotices, write } from "./late-chat.ts";

const environment = { WA_LOCALE: "de" };
const isSend = (method: string, path: string): boolean =>
  method === "POST" && path.endsWith("/messages");

test("auf Deutsch: what is written too late is kept, listed, taken back, and goes out when the customer writes", async (t) => {
  const bot = await startBot(t, { environment });
  await beginLate(bot);
  post(bot, "Ihr Pass ist da");
  await until("the notice", () => readNotices(bot).length === 1);
  assert.match(
    readNotices(bot)[0] ?? "",
    /^> Ihr Pass ist da: Das 24-Stunden-Fenster .*aufbewahrt.* \/send 1 .*\/held.*\/cancel 1/s,
  );
  post(bot, "/held");
  await until("the list", () => readNotices(bot).length === 2);
  assert.match(readNotices(bot)[1] ?? "", /\n1\. .*Ihr Pass ist da$/);
  await write(bot, "Ist er da?");
  await until("the message", () => readSent(bot).length === 1);
  assert.deepEqual(readSent(bot), ["Ihr Pass ist da"]);
});

test("auf Deutsch: what WhatsApp refuses as too late is kept, and said on that very post", async (t) => {
  const world = { dialog360: { receiptDelayMs: hour } };
  const bot = await startBot(t, { environment, world });
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  post(bot, "Hallo");
  const { id } = await until("it is taken", () => simulator.sends[0]);
  await simulator.sendReceipt(id, "failed", { code: 131047, title: "Re-engagement message" });
  await until("the notice", () => readNotices(bot).length === 1);
  assert.match(
    readNotices(bot)[0] ?? "",
    /^> Hallo: WhatsApp hat diese Nachricht nicht zugestellt: .*24-Stunden-Fenster.*aufbewahrt.*\/send 1/s,
  );
  assert.deepEqual(await readStates(bot), ["held"]);
});

test("auf Deutsch: a failure is told on its post, /retry sends again, an unknown command and /close are answered", async (t) => {
  const bot = await startBot(t, { environment });
  await beginChat(bot);
  const answer = { status: 400, body: { error: { code: 131026, message: "Undeliverable" } } };
  bot.world.dialog360.simulator.faults.failNext(1, answer, isSend);
  const mid = post(bot, "Ihr Termin ist morgen");
  await until("the failure", () => readNotices(bot).length === 1);
  assert.match(
    readNotices(bot)[0] ?? "",
    /^> Ihr Termin ist morgen: Diese Nachricht wurde nicht zugestellt: WhatsApp /,
  );
  post(bot, "/retry", mid);
  await until("both answers", () => readNotices(bot).length === 3);
  assert.deepEqual(readNotices(bot).slice(1), [
    "Die Nachricht wird noch einmal gesendet. Was daraus wird, erfahren Sie hier.",
    "> Ihr Termin ist morgen: Diese Nachricht wurde jetzt zugestellt.",
  ]);
  assert.deepEqual(readSent(bot), ["Ihr Termin ist morgen"]);
  post(bot, "/retri");
  await until("the nearest command", () => readNotices(bot).length === 4);
  assert.match(
    readNotices(bot)[3] ?? "",
    /Den Befehl \/retri gibt es nicht\. Meinten Sie \/retry\? Es wurde nichts gesendet\.$/,
  );
  post(bot, "/close");
  await until("the end", () => bot.world.teamwire.simulator.chats[0]?.chat.is_closed);
  assert.match(readNotices(bot).at(-1) ?? "", /Dieser Chat wird jetzt geschlossen\./);
  assert.equal(readSent(bot).length, 1);
});
