import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "./notifications.ts";

/** An echo as Meta's reference of `smb_message_echoes` has it. */
const echo = {
  from: "15550783881",
  to: "+16505551234",
  id: "wamid.1",
  timestamp: "1739321024",
  type: "text",
  text: { body: "Here's the info you requested!" },
};

function parseEchoes(field: string, value: object): ReturnType<typeof parse> {
  return parse({ object: "whatsapp_business_account", entry: [{ changes: [{ field, value }] }] });
}

test("parseNotification takes an echo of the Business app for the customer to whom it went", () => {
  const told = {
    kind: "echo",
    id: "wamid.1",
    sentAt: 1739321024000,
    content: { kind: "text", text: "Here's the info you requested!" },
    to: { phone: "16505551234" },
  };
  for (const field of ["smb_message_echoes", "message_echoes", "messages"]) {
    assert.deepEqual(parseEchoes(field, { message_echoes: [echo] }), [told], field);
  }
  const contacts = [
    { wa_id: "15550783881", profile: { name: "Our shop" } },
    { wa_id: "16505551234", user_id: "US.1", profile: { name: "Test User" } },
  ];
  assert.deepEqual(parseEchoes("smb_message_echoes", { contacts, message_echoes: [echo] }), [
    { ...told, to: { phone: "16505551234", userId: "US.1", name: "Test User" } },
  ]);
});

test("parseNotification knows the customer of an echo by user id, and gives none to a lone stranger", () => {
  const { to: _to, ...phoneless } = echo;
  const contacts = [{ wa_id: "15550783881", profile: { name: "Our shop" } }];
  const [known, unknown, empty] = parseEchoes("smb_message_echoes", {
    contacts,
    message_echoes: [{ ...phoneless, to_user_id: "US.1" }, phoneless, {}],
  });
  assert.deepEqual(known?.kind === "echo" && known.to, { userId: "US.1" });
  const where = "entry[0].changes[0].value.message_echoes";
  assert.deepEqual(unknown, {
    kind: "unreadable",
    where: `${where}[1]`,
    reason: "an echo without a recipient",
    id: "wamid.1",
  });
  assert.deepEqual(empty, {
    kind: "unreadable",
    where: `${where}[2]`,
    reason: "an echo without an id",
  });
});

test("parseNotification gives the contact of an echo to no customer who writes beside it", () => {
  const message = { id: "m1", from: "12025550187", type: "text", text: { body: "Hi" } };
  const contacts = [{ wa_id: "16505551234", profile: { name: "Test User" } }];
  const [event] = parseEchoes("messages", {
    contacts,
    messages: [message],
    message_echoes: [echo],
  });
  assert.deepEqual(event?.kind === "message" && event.from, { phone: "12025550187" });
});
