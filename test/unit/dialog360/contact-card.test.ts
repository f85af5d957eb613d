import assert from "node:assert/strict";
import { test } from "node:test";

import { readMessageOf } from "./notifications.ts";

const bare = { phones: [], emails: [], addresses: [], urls: [] };

test("toContactCard reads all of a shared contact, and vouches for a number only where it was asked for", () => {
  const card = {
    name: { first_name: "Barbara", last_name: "Johnson" },
    org: { company: "Meta Inc", department: "Engineering", title: "Software Engineer" },
    phones: [{ wa_id: "14125550829" }, { phone: "" }, "no phone", { phone: "555", type: "WORK" }],
    emails: [{ email: "foo@example.com", type: "Personal" }],
    addresses: [
      {
        street: "1 Hacker Way",
        city: "Menlo Park",
        state: "CA",
        zip: "94025",
        country: "United States",
      },
      {},
    ],
    urls: [{ url: "example.com", type: "Company" }],
    birthday: "1999-01-23",
  };
  const read = {
    name: "Barbara Johnson",
    organisation: { company: "Meta Inc", department: "Engineering", title: "Software Engineer" },
    phones: [{ value: "+14125550829" }, { value: "555", label: "WORK" }],
    emails: [{ value: "foo@example.com", label: "Personal" }],
    addresses: ["1 Hacker Way, 94025 Menlo Park, CA, United States"],
    urls: ["example.com"],
    birthday: "1999-01-23",
  };
  const { content } = readMessageOf("contacts", [
    card,
    { ...card, origin: "other" },
    { ...card, origin: "contact_request" },
    5,
  ]);
  assert.deepEqual(content, {
    kind: "contacts",
    cards: [read, read, { ...read, own: true }, bare],
  });
});
