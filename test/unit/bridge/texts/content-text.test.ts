import assert from "node:assert/strict";
import { test } from "node:test";

import type { Content } from "../../../../src/bridge/message.ts";
import { toContentText } from "../../../../src/bridge/texts/content-text.ts";
import { createTexts, type TextLocale } from "../../../../src/bridge/texts/texts.ts";

const english = createTexts({ locale: "en", timeZone: "UTC" });
const german = createTexts({ locale: "de", timeZone: "UTC" });
const bare = { phones: [], emails: [], addresses: [], urls: [] };

test("toContentText makes every kind readable", () => {
  const latitude = 37.4611978;
  const longitude = -122.2164386;
  const table: readonly (readonly [Content, readonly string[]])[] = [
    [
      { kind: "text", text: "*bold* _it_ ~strike~ ```mono```" },
      ["*bold* _it_ ~strike~ ```mono```"],
    ],
    [{ kind: "text", text: " \n " }, ["[empty text]"]],
    [
      {
        kind: "location",
        place: {
          latitude,
          longitude,
          name: "Facebook HQ",
          address: "1 Hacker Way, Menlo Park, CA 94025",
          url: "https://example.com/place",
        },
      },
      [
        "[location]",
        "Facebook HQ",
        "1 Hacker Way, Menlo Park, CA 94025",
        "https://example.com/place",
        "https://www.openstreetmap.org/?mlat=37.461198&mlon=-122.216439#map=17/37.461198/-122.216439",
      ],
    ],
    [
      { kind: "location", place: { latitude: 0, longitude: 0 } },
      ["[location]", "https://www.openstreetmap.org/?mlat=0&mlon=0#map=17/0/0"],
    ],
    // On no globe: no link.
    [
      { kind: "location", place: { latitude: 90.1, longitude: 10, name: "Nowhere" } },
      ["[location]", "Nowhere", "90.1, 10"],
    ],
    [{ kind: "location", place: { longitude: 10 } }, ["[location]", "10"]],
    [
      {
        kind: "contacts",
        cards: [
          {
            name: "Barbara Johnson",
            organisation: { title: "Engineer", department: "Bridges", company: "Meta Inc" },
            phones: [{ value: "+14125550829", label: "CELL" }, { value: "555" }],
            emails: [{ value: "foo@example.com", label: "Work" }],
            addresses: ["1 Hacker Way, 94025 Menlo Park"],
            urls: ["example.com"],
            birthday: "1999-01-23",
          },
          { ...bare, name: "Kim" },
        ],
      },
      [
        "[contacts]",
        "Barbara Johnson",
        "Engineer, Bridges, Meta Inc",
        "+14125550829 (CELL)",
        "555",
        "foo@example.com (Work)",
        "1 Hacker Way, 94025 Menlo Park",
        "example.com",
        "1999-01-23",
        "",
        "Kim",
      ],
    ],
    [
      { kind: "contacts", cards: [{ ...bare, phones: [{ value: "+49681300012978" }], own: true }] },
      ["[contact of the person, shared at our request]", "+49681300012978"],
    ],
    [{ kind: "contacts", cards: [bare] }, ["[contacts]"]],
    [
      {
        kind: "order",
        items: [
          { product: "HAMBURGER", quantity: 3, price: 30, currency: "USD" },
          { product: "SODA", quantity: 2, price: 10.5, currency: "USD" },
        ],
        text: "no onions",
      },
      [
        "[order]",
        "3 × HAMBURGER: USD\u00a030.00",
        "2 × SODA: USD\u00a010.50",
        "Total: USD\u00a0111.00",
        "no onions",
      ],
    ],
    // No total where it would be none.
    [
      {
        kind: "order",
        items: [
          { product: "C", quantity: 1 },
          { product: "D", quantity: 1, price: 1234.5, currency: "points" },
        ],
      },
      ["[order]", "1 × C", "1 × D: 1,234.5"],
    ],
    [
      {
        kind: "order",
        items: [
          { product: "A", quantity: 1, price: 30, currency: "USD" },
          { product: "B", quantity: 1, price: 30, currency: "EUR" },
        ],
      },
      ["[order]", "1 × A: USD\u00a030.00", "1 × B: EUR\u00a030.00"],
    ],
    [
      { kind: "order", items: [{ product: "A", quantity: 1, price: 30, currency: "JPY" }] },
      ["[order]", "1 × A: JPY\u00a030"],
    ],
    [
      { kind: "form", fields: [{ name: "day", value: "Tuesday" }, { value: "Sent" }] },
      ["[form answer]", "day: Tuesday", "Sent"],
    ],
    [{ kind: "reaction", emoji: "👍" }, ["reacted with 👍"]],
    [{ kind: "reaction", emoji: null }, ["removed the reaction"]],
    [{ kind: "edit", text: "see you\nat {time}" }, ["edited the message:", "see you", "at {time}"]],
    [{ kind: "edit", text: null }, ["edited the message"]],
    [{ kind: "revoke" }, ["deleted the message"]],
    [{ kind: "welcome" }, ["[opened the chat and has not written anything yet]"]],
    [
      { kind: "system", what: "customer_identity_changed" },
      [
        "[the security code has changed: the person may have a new phone or have set up WhatsApp again]",
      ],
    ],
    [{ kind: "system", what: "new_thing" }, ["[WhatsApp reports a change: new_thing]"]],
    [
      { kind: "unsupported", what: "unsupported" },
      [
        "[message of an unknown kind] (WhatsApp does not hand it over; only the WhatsApp user can see it)",
      ],
    ],
    [
      { kind: "unsupported", what: "poll" },
      ["[poll] (WhatsApp does not hand it over; only the WhatsApp user can see it)"],
    ],
    [
      {
        kind: "file",
        file: { kind: "image", mediaId: "77", mimeType: "image/jpeg", name: "a.jpg" },
        caption: "Our garden",
      },
      ["Our garden"],
    ],
  ];
  for (const [content, lines] of table) {
    assert.deepEqual(toContentText(english, content).split("\n"), lines, JSON.stringify(content));
  }
});

const reactions: readonly (readonly [TextLocale, given: string, removed: string])[] = [
  ["en", "reacted with 👍", "removed the reaction"],
  ["de", "hat mit 👍 reagiert", "hat die Reaktion entfernt"],
  ["fr", "a réagi avec 👍", "a retiré la réaction"],
  ["it", "ha reagito con 👍", "ha rimosso la reazione"],
  ["es", "ha reaccionado con 👍", "ha quitado la reacción"],
];

test("toContentText tells a reaction in the team's language", () => {
  for (const [locale, given, removed] of reactions) {
    const texts = createTexts({ locale, timeZone: "UTC" });
    assert.equal(toContentText(texts, { kind: "reaction", emoji: "👍" }), given);
    assert.equal(toContentText(texts, { kind: "reaction", emoji: null }), removed);
  }
});

test("toContentText writes money as the team's language does", () => {
  const items = [{ product: "SODA", quantity: 2, price: 1210.5, currency: "EUR" }];
  assert.deepEqual(toContentText(german, { kind: "order", items }).split("\n"), [
    "[Bestellung]",
    "2 × SODA: 1.210,50\u00a0EUR",
    "Summe: 2.421,00\u00a0EUR",
  ]);
});
