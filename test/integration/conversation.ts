import assert from "node:assert/strict";

import type { Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

/** A webhook body of the Cloud API with one entry for each of these. */
export function envelope(...changes: object[]): string {
  const metadata = { display_phone_number: "12025550100", phone_number_id: "100000000000001" };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: changes.map((value) => ({
      id: "200000000000002",
      changes: [
        { field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } },
      ],
    })),
  });
}

/** A text of a customer, by default Tobias. */
export function textMessage(id: string, body: string, phone = "49681300012978"): object {
  return {
    from: phone,
    id,
    timestamp: String(Math.floor(Date.parse("2026-11-23T08:59:00Z") / 1000)),
    type: "text",
    text: { body },
  };
}

/** A chat with Tobias that is there already. @returns its id */
export async function beginChat(bot: Bot): Promise<string> {
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "Hello").taken;
  await until("the chat", () => bot.posts().length === 1);
  return bot.world.teamwire.simulator.chats[0]?.chat.tid ?? "";
}

/** The states of what goes to customers, in order. */
export async function readStates(bot: Bot): Promise<string[]> {
  const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
  const toCustomer = rows.filter(({ to }) => to === "customer");
  return toCustomer.toSorted((one, other) => one.id - other.id).map(({ state }) => state);
}

/** The texts that were sent to customers. */
export function readSent(bot: Bot): string[] {
  const { sends } = bot.world.dialog360.simulator;
  return sends.map(({ body }) => (body["text"] as { body: string }).body);
}

/** Lets time pass while the bot does not run, which is quicker. */
export async function sleep(bot: Bot, ms: number): Promise<void> {
  await bot.stop();
  await bot.clock.advance(ms);
  await bot.start();
}
