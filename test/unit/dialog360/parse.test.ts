import assert from "node:assert/strict";
import { test } from "node:test";

import type { CustomerMessage } from "../../../src/bridge/message.ts";
import { parseNotification } from "../../../src/dialog360/parse.ts";
import { readFixture, readFixtureBytes } from "./fixtures.ts";
import {
  parse,
  parseFixture,
  testUser,
  testUserV1,
  toText,
  toTextV1,
  wamid,
} from "./notifications.ts";

test("parseNotification understands texts of v2", () => {
  const table: readonly (readonly [string, CustomerMessage])[] = [
    ["text", toText("01", "Body Text")],
    ["text-reply-context", toText("08", "replied text", { concerns: `${wamid}90==` })],
    [
      "text-frequently-forwarded",
      toText("10", "text forwarded many times", { forwarded: "often" }),
    ],
    ["button-template-quick-reply", toText("35", "No", { concerns: `${wamid}92==` })],
    ["button-without-context", toText("36", "title")],
    ["interactive-button-reply", toText("37", "Yes", { concerns: `${wamid}93==` })],
    ["interactive-list-reply", toText("38", "title\ndescription", { concerns: `${wamid}93==` })],
    [
      "text-group",
      toText("13", "Hello World, group message", { inGroup: true, opensWindow: false }),
    ],
    [
      "text-missing-object-and-field",
      toText("03", "Hey", { from: testUserV1, sentAt: 1692118778000 }),
    ],
    [
      "sandbox-text",
      toText("61", "hello sandbox", {
        from: { ...testUser, userId: "PH.1000000000000000" },
        sentAt: 1786000000000,
      }),
    ],
  ];
  for (const [name, message] of table) {
    assert.deepEqual(parseFixture(`v2/${name}.json`), [message], name);
  }
});

test("parseNotification understands texts of v1", () => {
  const table: readonly (readonly [string, CustomerMessage])[] = [
    ["text", toTextV1("0001", "Test")],
    ["text-no-contacts", toTextV1("0002", "hello world", { from: { phone: "12025550143" } })],
    ["text-reply-context", toTextV1("0003", "Yes please", { concerns: "gBEGFixtureMessage0900" })],
    ["text-forwarded", toTextV1("0004", "forwarded text", { forwarded: "once" })],
    ["text-frequently-forwarded", toTextV1("0005", "forwarded many times", { forwarded: "often" })],
    [
      "text-product-enquiry",
      toTextV1("0006", "Is this in stock?", {
        concerns: "gBEGFixtureMessage0901",
        product: "HAMBURGER",
      }),
    ],
    ["text-referral", toTextV1("0007", "I saw your ad", { ad: "AD_TITLE" })],
    [
      "text-unicode-multiline",
      toTextV1("0008", "Grüße 👋🏽 — «test»\nline 2\n*bold* _it_ ~strike~ ```mono```"),
    ],
    ["button", toTextV1("0026", "Yes this is a button")],
    [
      "interactive-list-reply",
      toTextV1("0029", "ROW1\nrow description", { concerns: "gBEGFixtureMessage0903" }),
    ],
    [
      "from-differs-from-wa-id",
      toTextV1("0038", "Ola", {
        from: { phone: "5511987654321", otherPhones: ["551187654321"], name: "Test User" },
      }),
    ],
  ];
  for (const [name, message] of table) {
    assert.deepEqual(parseFixture(`v1/${name}.json`), [message], name);
  }
});

test("parseNotification matches each message of a batch with its own contact", () => {
  const expected = [
    toTextV1("0040", "from one"),
    toTextV1("0041", "from two", { from: { phone: "12025550187", name: "Other User" } }),
  ];
  assert.deepEqual(parseFixture("v1/batch-two-users.json"), expected);
  const batch = JSON.parse(readFixture("v1/batch-two-users.json"));
  assert.deepEqual(parse({ ...batch, contacts: batch.contacts.toReversed() }), expected);
});

test("parseNotification knows customers without a phone number", () => {
  const userId = "US.13491208655302741918";
  const parentUserId = "US.ENT.11815799212886844830";
  const user = { userId, name: "Test User", username: "testuser" };
  assert.deepEqual(parseFixture("v2/text-bsuid-no-phone.json"), [
    toText("05", "Does it come in another color?", { from: { ...user, parentUserId } }),
  ]);
  assert.deepEqual(parseFixture("v2/text-bsuid-in-from.json"), [
    toText("06", "Hello World", { from: user }),
  ]);
  assert.deepEqual(parseFixture("v2/text-bsuid-username-with-phone.json"), [
    toText("04", "Hello World", { from: { ...user, phone: "12025550143" } }),
  ]);
  const text = { id: "m1", type: "text", text: { body: "Hi" } };
  const [parent] = parse({ messages: [{ ...text, from: parentUserId }] });
  assert.deepEqual(parent?.kind === "message" && parent.from, { parentUserId });
});

test("parseNotification gives no message to a stranger's contact", () => {
  const text = { type: "text", text: { body: "Hi" } };
  const contact = { wa_id: "12025550143", user_id: "US.1", profile: { name: "Test User" } };
  const cases: readonly (readonly [unknown, unknown])[] = [
    // Another user id is another person, however alone they are.
    [
      { contacts: [contact], messages: [{ ...text, id: "m1", from_user_id: "US.2" }] },
      { userId: "US.2" },
    ],
    // Of two senders neither can be told to be the only contact.
    [
      {
        contacts: [contact],
        messages: [
          { ...text, id: "m1", from: "12025550187" },
          { ...text, id: "m2", from: "12025550188" },
        ],
      },
      { phone: "12025550187" },
    ],
    // The contact may be the recipient whom the receipt is about.
    [
      {
        contacts: [contact],
        messages: [{ ...text, id: "m1", from: "12025550187" }],
        statuses: [{ id: "m0", status: "read" }],
      },
      { phone: "12025550187" },
    ],
  ];
  for (const [notification, from] of cases) {
    const [event] = parse(notification);
    assert.deepEqual(event?.kind === "message" && event.from, from);
  }
});

test("parseNotification calls a message without a usable sender unreadable, without its number", () => {
  const reason = "a message without a sender who can be answered";
  const where = "entry[0].changes[0].value.messages[0]";
  assert.deepEqual(parseFixture("v2/text-no-from-no-bsuid.json"), [
    { kind: "unreadable", where, reason, id: `${wamid}07==` },
  ]);
  assert.deepEqual(parseFixture("v2/edge-invalid-from.json"), [
    { kind: "unreadable", where, reason, id: `${wamid}66==` },
  ]);
  assert.deepEqual(parseFixture("v1/edge-invalid-from.json"), [
    { kind: "unreadable", where: "messages[0]", reason, id: "gBEGFixtureMessage0045" },
  ]);
});

test("parseNotification puts aside what is for another number of the account", () => {
  const body = readFixtureBytes("v2/text.json");
  const [other] = parseNotification(body, { phoneNumberId: "100000000000009" });
  assert.deepEqual(other, { kind: "aside", reason: "for another phone number id" });
  const [own] = parseNotification(body, { phoneNumberId: "100000000000001" });
  assert.equal(own?.kind, "message");
  const [unnamed] = parseNotification(readFixtureBytes("v1/text.json"), { phoneNumberId: "1" });
  assert.equal(unnamed?.kind, "message");
});

test("parseNotification puts other fields aside by their name", () => {
  const table: readonly (readonly [string, string])[] = [
    ["account-restriction", "field account_update"],
    ["template-category-marketing", "field template_category_update"],
    ["template-quality-yellow", "field message_template_quality_update"],
    ["user-preferences-stop", "field user_preferences"],
  ];
  for (const [name, reason] of table) {
    assert.deepEqual(parseFixture(`v2/${name}.json`), [{ kind: "aside", reason }], name);
  }
});

test("parseNotification tells an error without a message by code and title", () => {
  assert.deepEqual(parseFixture("v2/errors-value-level-501.json"), [
    {
      kind: "unreadable",
      where: "entry[0].changes[0].value.errors[0]",
      reason: "error 501: Unsupported message type",
    },
  ]);
});
