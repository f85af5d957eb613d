// One customer of whom everything is kept that may be kept, among others.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { toContent } from "../../src/simulator/content.ts";
import type { Bot } from "../fakes/bot.ts";
import { ask, phone, toMessageId } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { envelope, textMessage } from "./conversation.ts";
import { readSpool, sendFile } from "./customer-files.ts";
import { plan, post } from "./template-scene.ts";

export const bsuid = "DE.13491208655302741001";
export const otherId = "DE.77000000000000000042";
const hourMs = 60 * 60_000;

/** By which Tobias could be found, beside what staff and he wrote. */
export const traces: readonly string[] = [
  phone,
  `+${phone}`,
  "+49 681 300 012 978",
  "0681300012978",
  bsuid,
  otherId,
  "Tobias",
  "Tobías Geheim",
  toMessageId("01"),
  "first word of his",
  "second word of his",
  "changed word of his",
  "dead word of his",
  "torn word of his",
  "waiting word of his",
  "answer of staff",
  "kept answer of staff",
  "late answer of staff",
  "refused answer of staff",
  "value of a template",
  "Mietvertrag-Geheim.pdf",
  "caption of his",
  "bytes of a file of his",
];

/** What is Lena's stays. */
export const others: readonly string[] = ["49681300045312", "Lena Krüger", "dead word of hers"];

/** A message of Tobias, as 360dialog posts it. */
export function toHis(last: string, body: string): object {
  return {
    contacts: [{ profile: { name: "Tobías Geheim" }, wa_id: phone, user_id: bsuid }],
    messages: [{ ...textMessage(toMessageId(last), body), from_user_id: bsuid }],
  };
}

/** A long conversation in both directions, what could not be understood, and copies of the store. */
export async function playAll(bot: Bot): Promise<void> {
  const { dialog360, teamwire } = bot.world;
  await notify(bot, envelope(toHis("01", "first word of his")));
  await until("the chat", () => bot.posts().length === 1);
  const [, lena] = bot.world.cast.customers;
  assert.ok(lena);
  await dialog360.simulator.writes(lena, "hello from Lena").taken;
  await until("her chat", () => bot.posts(1).length === 1);
  // By a user id alone, and then by both: two sessions that become one.
  const byUser = { ...textMessage("w-user", "second word of his"), from: undefined };
  await notify(bot, envelope({ messages: [{ ...byUser, from_user_id: otherId }] }));
  await until("a third chat", () => bot.posts(2).length === 1);
  const system = { type: "user_changed_user_id", user_id: otherId, body: "changed" };
  const change = { ...textMessage("w-merge", ""), from_user_id: bsuid, type: "system", system };
  await notify(bot, envelope({ messages: [change] }));
  await until("the merge", () => bot.posts(2).length > 1);
  const about = { message_id: toMessageId("01") };
  const reaction = {
    ...textMessage("w-react", ""),
    type: "reaction",
    reaction: { ...about, emoji: "👍" },
  };
  const edit = {
    ...textMessage("w-edit", ""),
    type: "edit",
    edit: {
      original_message_id: toMessageId("01"),
      message: { type: "text", text: { body: "changed word of his" } },
    },
  };
  const number = { ...toHis("02", "call me: +49 681 300 012 978, 0681300012978") };
  await notify(bot, envelope({ messages: [reaction] }, { messages: [edit] }, number));
  await sendFile(bot, { more: { filename: "Mietvertrag-Geheim.pdf", caption: "caption of his" } });
  await until("the file", () => bot.posts().some((text) => text.includes("caption of his")));
  post(bot, "answer of staff");
  post(bot, "/send 2 value of a template | 2");
  post(bot, "/info");
  post(bot, "", plan);
  await until("what was sent", () => dialog360.simulator.sends.length === 3);
  await failOne(bot);
  await leaveDeadLetters(bot);
  await settleAll(bot);
  await copyStore(bot);
  // Outside the window.
  await bot.clock.advance(30 * hourMs);
  // What is settled has no text any more, but until the next checkpoint the log has.
  await notify(bot, envelope(toHis("06", traces.join(" | "))));
  await until("all of it again", () => bot.posts().some((text) => text.includes(" | caption")));
  post(bot, "kept answer of staff");
  await until("the kept one", () => count(bot, "held", 1));
  await until("the word of it", () => bot.posts().some((text) => text.includes("/cancel")));
  teamwire.simulator.faults.failNext(1000, { status: 429 }, (method) => method === "POST");
  await sendFile(bot, {
    content: toContent(Buffer.from("bytes of a file of his")),
    more: { filename: "Mietvertrag-Geheim.pdf", caption: "waiting word of his" },
    // Too old to open the window.
    options: { at: Date.parse("2026-11-23T08:59:00Z") },
  });
  await until("a pending one with its file here", async () => {
    return (await count(bot, "pending", 1)) && readSpool(bot).length > 0;
  });
}

async function failOne(bot: Bot): Promise<void> {
  bot.world.dialog360.simulator.faults.failNext(1, {
    status: 400,
    body: { error: { message: "(#131026) Message undeliverable", code: 131026 } },
  });
  post(bot, "refused answer of staff");
  await until("the failure", () => bot.posts().some((text) => text.includes("was not delivered")));
}

/** One beside a message of Lena's, one by itself, one that is no JSON, each with his number. */
async function leaveDeadLetters(bot: Bot): Promise<void> {
  const bad = {
    ...textMessage(toMessageId("03"), "dead word of his"),
    text: 7,
    note: "dead word of his",
  };
  const hers = {
    ...textMessage("w-lena", "x", "49681300045312"),
    text: { wrong: "dead word of hers" },
  };
  await notify(bot, envelope({ messages: [bad, hers] }));
  await notify(bot, envelope({ messages: [{ ...bad, id: toMessageId("04") }] }));
  const torn = `{"messages":[{"from":"${phone}","name":"Tobias","text":"torn word of his`;
  await notify(bot, torn);
  await notify(
    bot,
    torn.replace(
      phone,
      phone.replaceAll(/\d/g, (digit) => `\\u003${digit}`),
    ),
  );
  await until("the dead ones", () =>
    bot.read((reader) => {
      const { rows } = reader.notifications({ limit: 0 });
      return rows.filter(({ reason }) => reason !== null).length === 4;
    }),
  );
}

/** A copy of a migration, one of a restore, and a backup elsewhere. */
async function copyStore(bot: Bot): Promise<void> {
  const backup = join(bot.folder, "backup", "of-that-day.db");
  await bot.stop();
  mkdirSync(join(bot.folder, "backup"));
  assert.equal((await ask(bot, ["backup", backup])).code, 0);
  copyFileSync(backup, join(bot.folder, "store.db.v4"));
  assert.equal((await ask(bot, ["restore", backup])).code, 0);
  await bot.start();
}

async function settleAll(bot: Bot): Promise<void> {
  await until("nothing on its way", () =>
    bot.read((reader) => {
      const states = ["pending", "sending", "uncertain", "sent"] as const;
      const { rows } = reader.deliveries({ states, limit: 0 });
      return rows.every(({ to, state }) => to === "team" && state === "sent");
    }),
  );
}

function count(bot: Bot, state: "held" | "pending", least: number): Promise<boolean> {
  return bot.read((reader) => reader.deliveries({ states: [state], limit: 0 }).total >= least);
}

async function notify(bot: Bot, body: string): Promise<void> {
  assert.equal(await bot.notify(body), 200);
}
