// What an operator has to deal with: deliveries that failed or wait, notifications that cannot be understood.
import assert from "node:assert/strict";
import { join } from "node:path";

import type { DeliveryState } from "../../src/bridge/delivery.ts";
import type { Bot } from "./bot.ts";
import { runCommand, type Ran, type RunOptions } from "./io.ts";
import { until } from "./until.ts";

/** A number, and an id as WhatsApp makes them for it: base64 of the number and of an id of its own. */
export const phone = "49681300012978";
export function toMessageId(last: string): string {
  const own = `3A0123456789ABCDEF${last}`;
  const bytes = `\u001c\u0018${toCharacter(phone.length)}${phone}\u0015\u0002\u0000\u0012\u0018${toCharacter(own.length)}${own}\u0000`;
  return `wamid.${Buffer.from(bytes, "latin1").toString("base64")}`;
}

function toCharacter(code: number): string {
  return String.fromCharCode(code);
}

/** Runs a command on the store of a bot that is at rest. */
export async function ask(
  bot: Bot,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  await bot.rest();
  const env = { WA_DB_FILE: join(bot.folder, "store.db"), ...options.env };
  return runCommand(args, { ...options, env });
}

/** @returns what a command printed with `--json` */
export function parse(ran: Ran): Record<string, unknown> {
  return JSON.parse(ran.stdout) as Record<string, unknown>;
}

/** A customer writes, and has a chat. @returns its `tid` */
export async function beginChat(bot: Bot): Promise<string> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "Hello", { id: toMessageId("01") }).taken;
  await until("the chat", () => bot.posts().length === 1);
  return bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "";
}

/** Staff write what 360dialog refuses for good. @returns the delivery's id */
export async function failDelivery(bot: Bot, tid: string, text: string): Promise<number> {
  const { dialog360, teamwire } = bot.world;
  dialog360.simulator.faults.failNext(1, {
    status: 400,
    body: { error: { message: "(#131026) Message undeliverable", code: 131026 } },
  });
  const { mid } = teamwire.simulator.post(tid, "user-anna", text);
  const id = await findDelivery(bot, mid, "failed");
  await until("the notice", () => bot.posts().at(-1)?.startsWith("bot: This message was not"));
  return id;
}

/** Waits for a delivery. @param sourceId what it came from */
export function findDelivery(bot: Bot, sourceId: string, state: DeliveryState): Promise<number> {
  return until(`a delivery that is ${state}`, () =>
    bot.read((reader) => {
      const { rows } = reader.deliveries({ states: [state], limit: 0 });
      return rows.find(({ source_id }) => source_id === sourceId)?.id;
    }),
  );
}

/** Two messages, and one between them that has no text. */
export function toBatch(): string {
  const message = (last: string, rest: object): object => ({
    from: phone,
    id: toMessageId(last),
    timestamp: "1795424400",
    type: "text",
    ...rest,
  });
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "+49 681 3000-4711", phone_number_id: "100000000000001" },
    contacts: [{ wa_id: phone, profile: { name: "Tobias" } }],
    messages: [
      message("02", { text: { body: "first" } }),
      message("03", { note: `call +49 (681) 300-012 978, not \u001b[31m${phone}` }),
      message("04", { text: { body: "third" } }),
    ],
  };
  const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
  return JSON.stringify({ object: "whatsapp_business_account", entry });
}

/** Posts a body in which something cannot be understood. @returns the notification's id once it is planned */
export async function postUnreadable(bot: Bot, body: string): Promise<number> {
  assert.equal(await bot.notify(body), 200);
  return until("the notification that is kept", () =>
    bot.read((reader) => {
      const { rows } = reader.notifications({ limit: 0 });
      return rows.find(({ state, reason }) => state !== "recorded" && reason !== null)?.id;
    }),
  );
}
