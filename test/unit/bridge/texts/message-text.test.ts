import assert from "node:assert/strict";
import { test } from "node:test";

import type { CustomerMessage, Echo } from "../../../../src/bridge/message.ts";
import { toMessageText } from "../../../../src/bridge/texts/message-text.ts";
import { createTexts } from "../../../../src/bridge/texts/texts.ts";

const english = createTexts({ locale: "en", timeZone: "UTC" });

function toMessage(facts: Partial<CustomerMessage>): CustomerMessage {
  const content = { kind: "text", text: "Hello" } as const;
  const from = { phone: "49681300012978" };
  return { kind: "message", id: "m1", from, sentAt: null, content, opensWindow: true, ...facts };
}

test("toMessageText puts what WhatsApp tells beside the content into lines of their own", () => {
  const table: readonly (readonly [Partial<CustomerMessage>, readonly string[]])[] = [
    [{}, ["Hello"]],
    [{ concerns: "m0" }, ["Hello"]],
    [{ forwarded: "once" }, ["[forwarded]", "Hello"]],
    [{ forwarded: "often" }, ["[forwarded many times]", "Hello"]],
    [
      { ad: "Summer\n*Succulents*", product: "di9ozbzfi4" },
      ["Hello", "[came through the ad: Summer *Succulents*]", "[about the product: di9ozbzfi4]"],
    ],
    [{ ad: "" }, ["Hello", "[came through the ad: -]"]],
    [{ ad: "x".repeat(201) }, ["Hello", `[came through the ad: ${"x".repeat(200)}…]`]],
    [
      { inGroup: true, forwarded: "once" },
      [
        "[written in a WhatsApp group; answers from this chat go to the person alone]",
        "[forwarded]",
        "Hello",
      ],
    ],
    [
      {
        content: { kind: "unsupported", what: "image" },
        errors: [
          { code: 131052, title: "Media download error" },
          { code: null, title: "Odd" },
        ],
      },
      [
        "[image] (WhatsApp does not hand it over; only the WhatsApp user can see it)",
        "[WhatsApp reports a problem: Media download error (code 131052)]",
        "[WhatsApp reports a problem: Odd (code ?)]",
      ],
    ],
    [
      { errors: [{ code: 501, title: "Unsupported message type" }] },
      ["Hello", "[WhatsApp reports a problem: Unsupported message type (code 501)]"],
    ],
    // That it is not supported is said by then.
    [
      {
        content: { kind: "unsupported", what: "poll" },
        errors: [
          { code: 131051, title: "Message type unknown" },
          { code: 501, title: "Unknown message type" },
        ],
      },
      ["[poll] (WhatsApp does not hand it over; only the WhatsApp user can see it)"],
    ],
  ];
  for (const [facts, lines] of table) {
    assert.deepEqual(
      toMessageText(english, toMessage(facts)).split("\n"),
      lines,
      JSON.stringify(facts),
    );
  }
});

test("toMessageText says of an echo where it was written", () => {
  const echo: Echo = {
    kind: "echo",
    id: "e1",
    to: { phone: "49681300012978" },
    sentAt: null,
    content: { kind: "text", text: "We are on our way" },
  };
  assert.equal(
    toMessageText(english, echo),
    "[sent from the WhatsApp Business app]\nWe are on our way",
  );
});
