import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNotification } from "../../../src/dialog360/parse.ts";
import { expectedV1 } from "./expected-v1.ts";
import { readFixture, readFixtureBytes } from "./fixtures.ts";
import { parse } from "./notifications.ts";

test("parseNotification matches each message of a batch with its own contact, in whatever order", () => {
  const batch = JSON.parse(readFixture("v1/batch-two-users.json"));
  const events = parse({ ...batch, contacts: batch.contacts.toReversed() });
  assert.deepEqual(events, expectedV1["batch-two-users"]);
});

test("parseNotification knows the id of a portfolio in the place of a number", () => {
  const parentUserId = "US.ENT.11815799212886844830";
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

test("parseNotification puts aside what is for another number of the account", () => {
  const body = readFixtureBytes("v2/text.json");
  const [other] = parseNotification(body, { phoneNumberId: "100000000000009" });
  assert.deepEqual(other, { kind: "aside", reason: "for another phone number id" });
  const [own] = parseNotification(body, { phoneNumberId: "100000000000001" });
  assert.equal(own?.kind, "message");
  const [unnamed] = parseNotification(readFixtureBytes("v1/text.json"), { phoneNumberId: "1" });
  assert.equal(unnamed?.kind, "message");
});
