import assert from "node:assert/strict";
import { test } from "node:test";

import type { Progress } from "../../../src/bridge/delivery.ts";
import { toMessageInfo } from "../../../src/bridge/message-info.ts";
import { createTexts } from "../../../src/bridge/texts/texts.ts";

const texts = createTexts({ locale: "en", timeZone: "Europe/Berlin" });
const at = Date.parse("2020-04-22T12:18:02Z");
const nothing = {
  sent: null,
  delivered: null,
  read: null,
  played: null,
  failed: null,
  deleted: null,
};

function part(state: Progress["state"], times: Partial<Progress["times"]> = {}): Progress {
  const facts = { mid: "m1", side: "customer", kind: "text", createdAt: at } as const;
  return { ...facts, state, times: { ...nothing, ...times } };
}

/** What is told behind the heading. */
function tell(...parts: readonly Progress[]): string[] {
  const [bot, blank, heading, ...lines] = toMessageInfo(parts, texts).split("\n");
  assert.deepEqual([bot, blank, heading], ["Whatsapp Bot", "", "Message info:"]);
  return lines;
}

test("toMessageInfo tells the state with the time of each that was reached", () => {
  const read = part("read", { sent: at, delivered: at + 1_000, read: at + 60_000 });
  assert.deepEqual(tell(read), [
    "State: Read",
    "Sent: 22/04/2020, 14:18:02",
    "Delivered: 22/04/2020, 14:18:03",
    "Read: 22/04/2020, 14:19:02",
  ]);
  assert.deepEqual(tell(part("failed", { sent: at, failed: at + 1_000 })), [
    "State: Not delivered",
    "Sent: 22/04/2020, 14:18:02",
    "Not delivered: 22/04/2020, 14:18:03",
  ]);
});

test("toMessageInfo tells what has no time without one", () => {
  for (const [state, words] of [
    ["pending", "Waiting to be sent"],
    ["sending", "Being sent"],
    ["uncertain", "Perhaps sent: WhatsApp has not said yet"],
    ["dropped", "Not sent: it was taken back"],
    ["played", "Played"],
    ["deleted", "Deleted"],
  ] as const) {
    assert.deepEqual(tell(part(state)), [`State: ${words}`]);
  }
});

test("toMessageInfo tells of several parts what is true of all of them", () => {
  const read = part("read", { sent: at, delivered: at + 1_000, read: at + 5_000 });
  const delivered = part("delivered", { sent: at + 2_000, delivered: at + 3_000 });
  const names: Partial<Record<Progress["state"], string>> = {
    read: "Read",
    delivered: "Delivered",
  };
  for (const parts of [
    [read, delivered],
    [delivered, read],
  ]) {
    assert.deepEqual(tell(...parts), [
      "State: Delivered",
      "Sent: 22/04/2020, 14:18:04",
      "Delivered: 22/04/2020, 14:18:05",
      ...parts.map(({ state }, index) => `[part ${index + 1} of 2] ${names[state]}`),
    ]);
  }
  assert.equal(tell(read, part("pending"))[0], "State: Waiting to be sent");
  assert.deepEqual(tell(read, part("failed", { failed: at })), [
    "State: Not delivered",
    "[part 1 of 2] Read",
    "[part 2 of 2] Not delivered",
  ]);
  assert.deepEqual(tell(part("pending"), part("pending")), ["State: Waiting to be sent"]);
});

test("toMessageInfo tells of a customer's message when it came and that it is in the chat", () => {
  const message = { ...part("sent", { sent: at + 2_000 }), side: "team" } as const;
  assert.deepEqual(tell(message), [
    "Received from the WhatsApp user: 22/04/2020, 14:18:02",
    "In this chat since: 22/04/2020, 14:18:04",
  ]);
  assert.equal(tell({ ...message, times: nothing }).at(-1), "In this chat since: -");
});

test("toMessageInfo says so where there is nothing to tell", () => {
  assert.match(toMessageInfo([], texts), /^Nothing is known of this message/);
});
