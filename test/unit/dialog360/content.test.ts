import assert from "node:assert/strict";
import { test } from "node:test";

import type { Content, CustomerMessage } from "../../../src/bridge/message.ts";
import { parseFixture, readMessageOf, wamid } from "./notifications.ts";

function readFixtureMessage(file: string): CustomerMessage {
  const [event, ...more] = parseFixture(`${file}.json`);
  assert.equal(more.length, 0, file);
  assert.ok(event?.kind === "message", file);
  return event;
}

const place = {
  latitude: 37.4611978,
  longitude: -122.2164385,
  name: "Facebook HQ",
  address: "1 Hacker Way, Menlo Park, CA 94025",
  url: "https://maps.google.com/?cid=2000000000000000000",
};

const bare = { phones: [], emails: [], addresses: [], urls: [] };

test("parseNotification reads what people share", () => {
  const table: readonly (readonly [file: string, Content])[] = [
    ["v2/location", { kind: "location", place }],
    [
      "v2/location-current",
      { kind: "location", place: { latitude: 12.25089, longitude: 43.90539 } },
    ],
    [
      "v1/location-with-id",
      {
        kind: "location",
        place: {
          latitude: 37.7893768,
          longitude: -122.3895553,
          name: "Bay Bridge",
          address: "San Francisco, CA, USA",
          url: "http://location_url.test",
        },
      },
    ],
    [
      "v2/contacts",
      {
        kind: "contacts",
        cards: [
          {
            ...bare,
            name: "Alex Example",
            phones: [{ value: "+1 202-555-0155", label: "CELL" }],
          },
          { ...bare, name: "Kim", phones: [{ value: "+1 202-555-0156", label: "HOME" }] },
        ],
      },
    ],
    [
      "v1/contacts",
      {
        kind: "contacts",
        cards: [
          {
            ...bare,
            name: "360dialog Sandbox",
            phones: [{ value: "+1 202-555-0155", label: "Mobile" }],
          },
        ],
      },
    ],
    [
      "v2/order",
      {
        kind: "order",
        items: [
          { product: "HAMBURGER", quantity: 3, price: 30, currency: "USD" },
          { product: "SODA", quantity: 2, price: 10.5, currency: "USD" },
        ],
      },
    ],
    ["v2/reaction", { kind: "reaction", emoji: "😮" }],
    ["v2/reaction-removed-empty", { kind: "reaction", emoji: null }],
    ["v2/reaction-removed-absent", { kind: "reaction", emoji: null }],
    ["v1/reaction-removed", { kind: "reaction", emoji: null }],
    [
      "v2/interactive-nfm-reply-non-object",
      { kind: "form", fields: [{ value: "not, an object" }] },
    ],
    ["v2/interactive-with-error", { kind: "unsupported", what: "interactive" }],
    ["v2/request-welcome", { kind: "welcome" }],
    ["v2/unsupported-131051", { kind: "unsupported", what: "unsupported" }],
    ["v1/unsupported-131051", { kind: "unsupported", what: "unsupported" }],
    ["v1/ephemeral", { kind: "unsupported", what: "ephemeral" }],
  ];
  for (const [file, content] of table) {
    const message = readFixtureMessage(file);
    assert.deepEqual(message.content, content, file);
    assert.equal(message.opensWindow, true, file);
  }
});

test("parseNotification opens no window for edits, revocations and system messages", () => {
  const table: readonly (readonly [file: string, Content])[] = [
    ["v2/edit-text", { kind: "edit", text: "Text was edited" }],
    ["v2/edit-image", { kind: "edit", text: "Updated image caption" }],
    ["v2/revoke", { kind: "revoke" }],
  ];
  for (const [file, content] of table) {
    const message = readFixtureMessage(file);
    assert.deepEqual(message.content, content, file);
    assert.equal(message.opensWindow, false, file);
  }
});

test("parseNotification names the message that another one concerns", () => {
  const table: readonly (readonly [file: string, concerns: string | undefined])[] = [
    ["v2/text", undefined],
    ["v2/text-frequently-forwarded", undefined],
    ["v2/text-reply-context", `${wamid}90==`],
    ["v2/edit-text", `${wamid}95==`],
    ["v2/edit-image", `${wamid}95==`],
    ["v2/revoke", `${wamid}95==`],
    ["v2/reaction", `${wamid}94==`],
    ["v2/reaction-removed-absent", `${wamid}94==`],
    ["v1/reaction-removed", "gBEGFixtureMessage0904"],
  ];
  for (const [file, concerns] of table) {
    assert.equal(readFixtureMessage(file).concerns, concerns, file);
  }
});

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
