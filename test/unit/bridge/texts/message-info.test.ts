import assert from "node:assert/strict";
import { test } from "node:test";

import type { Progress } from "../../../../src/bridge/delivery.ts";
import { toMessageInfo } from "../../../../src/bridge/texts/message-info.ts";
import { createTexts } from "../../../../src/bridge/texts/texts.ts";

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

function part(
  state: Progress["state"],
  times: Partial<Progress["times"]> = {},
  more: Partial<Progress> = {},
): Progress {
  return {
    id: 1,
    sessionId: 1,
    mid: "m1",
    sourceId: "m1",
    side: "customer",
    kind: "text",
    createdAt: at,
    state,
    outgoing: null,
    reason: null,
    attempts: 1,
    nextAttemptAt: null,
    renewedAt: null,
    heldAs: null,
    heldAt: null,
    author: "Anna Becker",
    writtenAt: at - 2_000,
    isMarked: false,
    times: { ...nothing, ...times },
    ...more,
  };
}

/** What is told behind the heading. */
function tell(...parts: readonly Progress[]): string[] {
  const [bot, blank, heading, ...lines] = toMessageInfo(parts, texts).split("\n");
  assert.deepEqual([bot, blank, heading], ["Whatsapp Bot", "", "Message info:"]);
  return lines;
}

const written = "Written by Anna Becker: 22/04/2020, 14:18:00";
const unreachable =
  "This message was not delivered: WhatsApp cannot reach this number. The person may have left WhatsApp, use a very old version of it or have blocked messages. Please try another way to get in touch.";

test("toMessageInfo tells who wrote it, the state and the time of each that was reached", () => {
  const read = part("read", { sent: at, delivered: at + 1_000, read: at + 60_000 });
  assert.deepEqual(tell(read), [
    "State: Read",
    written,
    "Sent: 22/04/2020, 14:18:02",
    "Delivered: 22/04/2020, 14:18:03",
    "Read: 22/04/2020, 14:19:02",
  ]);
  assert.deepEqual(
    tell({ ...read, author: null, writtenAt: null })[1],
    "Written: 22/04/2020, 14:18:02",
  );
});

test("toMessageInfo tells why a message failed in the words that staff were told", () => {
  const times = { sent: at, failed: at + 1_000 };
  assert.deepEqual(tell(part("failed", times, { reason: "131026 Message undeliverable" })), [
    "State: Not delivered",
    written,
    "Sent: 22/04/2020, 14:18:02",
    "Not delivered: 22/04/2020, 14:18:03",
    unreachable,
  ]);
  for (const [reason, words] of [
    ["139999 Something new", /WhatsApp's reason: Something new\./],
    ["? Account disabled", /WhatsApp's reason: Account disabled\./],
    ["given up: Send a message: timed out", /^This bot's reply to it says why\.$/],
    [null, /^This bot's reply to it says why\.$/],
  ] as const) {
    assert.match(tell(part("failed", times, { reason })).at(-1) ?? "", words);
  }
});

test("toMessageInfo tells the whole story of one that was kept, failed and tried again, as it happened", () => {
  const minute = 60_000;
  const story = part(
    "pending",
    { failed: at + 2 * minute },
    {
      heldAt: at + minute,
      renewedAt: at + 3 * minute,
      attempts: 2,
      nextAttemptAt: at + 4 * minute,
    },
  );
  assert.deepEqual(tell(story), [
    "State: Waiting to be sent",
    written,
    "Kept since: 22/04/2020, 14:19:02",
    "Not delivered: 22/04/2020, 14:20:02",
    "Taken up again: 22/04/2020, 14:21:02",
    "Attempts: 2",
    "Next attempt: 22/04/2020, 14:22:02",
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
    assert.deepEqual(tell(part(state)), [`State: ${words}`, written]);
  }
});

test("toMessageInfo tells of several parts what is true of all of them, and of each what is its own", () => {
  const read = part("read", { sent: at, delivered: at + 1_000, read: at + 5_000 });
  const delivered = part("delivered", { sent: at + 2_000, delivered: at + 3_000 });
  const names: Partial<Record<Progress["state"], string>> = {
    read: "Read: 22/04/2020, 14:18:07",
    delivered: "Delivered: 22/04/2020, 14:18:05",
  };
  for (const parts of [
    [read, delivered],
    [delivered, read],
  ]) {
    assert.deepEqual(tell(...parts), [
      "State: Delivered",
      written,
      "Sent: 22/04/2020, 14:18:04",
      "Delivered: 22/04/2020, 14:18:05",
      ...parts.map(({ state }, index) => `[part ${index + 1} of 2] ${names[state]}`),
    ]);
  }
  assert.equal(tell(read, part("pending"))[0], "State: Waiting to be sent");
  assert.deepEqual(tell(read, part("failed", { failed: at }, { reason: "131026 Undeliverable" })), [
    "State: Not delivered",
    written,
    "Not delivered: 22/04/2020, 14:18:02",
    "[part 1 of 2] Read: 22/04/2020, 14:18:07",
    "[part 2 of 2] Not delivered: 22/04/2020, 14:18:02",
    unreachable,
  ]);
});

test("toMessageInfo tells of a customer's message when it was written, came and was marked as read", () => {
  const message = part("sent", { sent: at + 2_000 }, { side: "team", isMarked: true });
  assert.deepEqual(tell(message), [
    "Written by the WhatsApp user: 22/04/2020, 14:18:00",
    "Received: 22/04/2020, 14:18:02",
    "In this chat since: 22/04/2020, 14:18:04",
    "Marked as read on WhatsApp: Yes",
  ]);
  assert.deepEqual(tell({ ...message, times: nothing, writtenAt: null, isMarked: false }), [
    "Written by the WhatsApp user: -",
    "Received: 22/04/2020, 14:18:02",
    "In this chat since: -",
    "Marked as read on WhatsApp: No",
  ]);
  assert.deepEqual(tell({ ...message, kind: "echo" }), [
    "Written in the WhatsApp Business app: 22/04/2020, 14:18:00",
    "Received: 22/04/2020, 14:18:02",
    "In this chat since: 22/04/2020, 14:18:04",
  ]);
});

test("toMessageInfo says so where there is nothing to tell", () => {
  assert.match(toMessageInfo([], texts), /^Nothing is known of this message/);
});
