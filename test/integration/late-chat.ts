import assert from "node:assert/strict";

import type { Bot } from "../fakes/bot.ts";
import { beginChat, sleep } from "./conversation.ts";

export const hour = 3_600_000;

/** A chat whose window has closed. @returns its id */
export async function beginLate(bot: Bot): Promise<string> {
  const tid = await beginChat(bot);
  await sleep(bot, 25 * hour);
  return tid;
}

export function post(bot: Bot, text: string, replyTo?: string): string {
  const { simulator } = bot.world.teamwire;
  const tid = simulator.chats[0]?.chat.tid ?? "";
  return simulator.post(tid, "user-anna", { text, ...(replyTo && { replyTo }) }).mid;
}

/** What the bot says in the chat, with what it replies to. */
export function readNotices(bot: Bot): string[] {
  const messages = bot.world.teamwire.simulator.chats[0]?.messages ?? [];
  const byMid = new Map(messages.map(({ mid, msg }) => [mid, msg]));
  return messages.flatMap(({ from_user: author, sender_display_name: name, msg, reply_to: mid }) =>
    author.is_bot && !name ? [`${mid ? `> ${byMid.get(mid)}: ` : ""}${msg}`] : [],
  );
}

export async function write(bot: Bot, text: string): Promise<void> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  assert.ok(await bot.world.dialog360.simulator.writes(tobias, text).taken);
}
