import assert from "node:assert/strict";
import { test } from "node:test";

import { readMessageOf } from "./notifications.ts";

test("parseNotification tells a kind with nothing in it, or that nobody knows, by its name", () => {
  for (const type of ["location", "contacts", "order", "button", "interactive", "payment"]) {
    assert.deepEqual(readMessageOf(type, 5).content, { kind: "unsupported", what: type });
  }
  assert.deepEqual(readMessageOf("contacts", []).content, {
    kind: "unsupported",
    what: "contacts",
  });
  assert.deepEqual(readMessageOf("unsupported", { type: "poll" }).content, {
    kind: "unsupported",
    what: "poll",
  });
  assert.deepEqual(readMessageOf("unknown", undefined).content, {
    kind: "unsupported",
    what: "unsupported",
  });
  assert.deepEqual(readMessageOf("edit", {}).content, { kind: "edit", text: null });
});

test("parseNotification keeps numbers that are written as texts, and an order's note", () => {
  const { content } = readMessageOf("location", { latitude: "52.5", longitude: " -13.25 " });
  assert.deepEqual(content, { kind: "location", place: { latitude: 52.5, longitude: -13.25 } });
  const order = { text: "no onions", product_items: [{ quantity: "2", item_price: "1.5" }, null] };
  assert.deepEqual(readMessageOf("order", order).content, {
    kind: "order",
    items: [
      { product: "?", quantity: 2, price: 1.5 },
      { product: "?", quantity: 1 },
    ],
    text: "no onions",
  });
});

test("parseNotification keeps the errors of a message, without their details", () => {
  const errors = [{ code: 131052, title: "Media download error", details: "secret words" }];
  assert.deepEqual(readMessageOf("image", { id: "1" }, { errors }).errors, [
    { code: 131052, title: "Media download error" },
  ]);
});

test("parseNotification takes the words of an ad from its headline, text or number", () => {
  const table: readonly (readonly [referral: object, ad: string])[] = [
    [{ headline: "Chat with us", body: "Summer!", source_id: "12" }, "Chat with us"],
    [{ headline: "", body: "Summer!", source_id: "12" }, "Summer!"],
    [{ source_id: 12 }, ""],
    [{ source_id: "12" }, "12"],
    [{}, ""],
  ];
  for (const [referral, ad] of table) {
    assert.equal(readMessageOf("text", { body: "Hi" }, { referral }).ad, ad);
  }
});

test("parseNotification reads times in seconds and milliseconds, as text and as number", () => {
  const table: readonly (readonly [unknown, number | null])[] = [
    ["1633034394", 1633034394000],
    [1633034394, 1633034394000],
    ["1633034394123", 1633034394123],
    [1633034394123, 1633034394123],
    ["yesterday", null],
    ["", null],
    [-5, null],
    [1e300, null],
    [{}, null],
    [undefined, null],
  ];
  for (const [timestamp, sentAt] of table) {
    const { sentAt: read } = readMessageOf("text", { body: "Hi" }, { timestamp });
    assert.equal(read, sentAt, String(timestamp));
  }
});
