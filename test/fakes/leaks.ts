import assert from "node:assert/strict";

import type { World } from "../../src/simulator/world.ts";

/** Shorter texts could stand in a log for other reasons. */
const shortestText = 5;

/** Asserts that a log holds no secret, no phone number and no text that went over the bridge in either direction. */
export function assertNoLeaks(log: string, world: World, secrets: readonly string[]): void {
  const conversations = world.dialog360.simulator.conversations.list();
  const texts = [
    ...conversations.flatMap(({ messages }) => messages.map(({ text }) => text)),
    ...world.teamwire.simulator.chats.flatMap(({ messages }) => messages.map(({ msg }) => msg)),
  ];
  const phones = conversations.map(({ customer }) => customer.phone);
  const { environment } = world;
  const forbidden = [
    ...phones,
    ...texts.filter((text) => text && text.length >= shortestText),
    ...secrets,
    environment["TW_API_SECRET"],
    environment["WA_API_KEY"],
  ];
  for (const text of forbidden) {
    if (text) assert.ok(!log.includes(text), `the log holds ${JSON.stringify(text.slice(0, 40))}`);
  }
}
