import assert from "node:assert/strict";

import type { CustomerMessage, Event } from "../../../src/bridge/message.ts";
import { parseNotification } from "../../../src/dialog360/parse.ts";
import { readFixtureBytes } from "./fixtures.ts";

const anyNumber = { phoneNumberId: null };

/** Parses a notification given as what its JSON holds, or as its text. */
export function parse(input: unknown): readonly Event[] {
  const body = typeof input === "string" ? input : JSON.stringify(input);
  return parseNotification(new TextEncoder().encode(body), anyNumber);
}

export function parseFixture(file: string): readonly Event[] {
  return parseNotification(readFixtureBytes(file), anyNumber);
}

/** How the ids of the fixtures of v2 begin. */
export const wamid = "wamid.HBgLMTIwMjU1NTAxNDMVAgASGBQzQUZJWFRVUkUwMDAwMDAwMD";

/** The customer of most fixtures of v2. */
export const testUser = {
  phone: "12025550143",
  userId: "US.13491208655302741918",
  name: "Test User",
};

/** The customer of most fixtures of v1. */
export const testUserV1 = { phone: "12025550143", name: "Test User" };

/** A text of v2 as most fixtures have it. */
export function toText(
  id: string,
  text: string,
  more: Partial<CustomerMessage> = {},
): CustomerMessage {
  return {
    kind: "message",
    id: `${wamid}${id}==`,
    from: testUser,
    sentAt: 1749416383000,
    content: { kind: "text", text },
    opensWindow: true,
    ...more,
  };
}

/** A message of v1 that holds this. */
export function readMessageOf(type: string, inner: unknown, more: object = {}): CustomerMessage {
  const message = { id: "m1", from: "12025550143", type, [type]: inner, ...more };
  const [event] = parse({ messages: [message] });
  assert.ok(event?.kind === "message", type);
  return event;
}
