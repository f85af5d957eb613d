import type {
  Content,
  CustomerFile,
  CustomerMessage,
  Event,
  Receipt,
} from "../../../src/bridge/message.ts";
import {
  anonymous,
  aside,
  card,
  contacts,
  edit,
  location,
  order,
  reaction,
  text,
  unsupported,
  value,
  type Expected,
} from "./expected.ts";
import { testUser, testUserV1, wamid } from "./notifications.ts";

const id = (number: string): string => `${wamid}${number}==`;

/** A message as most fixtures of v2 have it; what is not so is named. */
function message(number: string, content: Content, more: Partial<CustomerMessage> = {}): Event {
  const from = testUser;
  const sentAt = 1749416383000;
  return { kind: "message", id: id(number), from, sentAt, content, opensWindow: true, ...more };
}

/** All files of v2 have this checksum. */
function file(facts: Omit<CustomerFile, "sha256">, caption?: string): Content {
  const sha256 = "2jmj7l5rSw0yVb/vlWAYkK/YBwk3KkZkyVmhMTMxMjM=";
  return { kind: "file", file: { ...facts, sha256 }, ...(caption && { caption }) };
}

function sticker(mediaId: string): Content {
  return file({ kind: "sticker", mediaId, mimeType: "image/webp", name: "sticker.webp" });
}

function receipt(state: Receipt["state"], more: Partial<Receipt> = {}): Event {
  return { kind: "receipt", messageId: id("97"), at: 1750030073000, state, ...more };
}

function failure(code: number, title: string): Event {
  return receipt("failed", { error: { code, title } });
}

const userId = "US.13491208655302741918";
const parentUserId = "US.ENT.11815799212886844830";
const named = { name: "Test User", username: "testuser" };
/** It opens no window. */
const later = { concerns: id("95"), opensWindow: false };

/** What each notification of v2 tells, by hand from its body and the documents. */
export const expectedV2: Expected = {
  text: [message("01", text("Body Text"))],
  "text-missing-object-and-field": [
    message("03", text("Hey"), { from: testUserV1, sentAt: 1692118778000 }),
  ],
  "text-bsuid-username-with-phone": [
    message("04", text("Hello World"), { from: { phone: "12025550143", userId, ...named } }),
  ],
  "text-bsuid-no-phone": [
    message("05", text("Does it come in another color?"), {
      from: { userId, parentUserId, ...named },
    }),
  ],
  "text-bsuid-in-from": [message("06", text("Hello World"), { from: { userId, ...named } })],
  "text-no-from-no-bsuid": [anonymous(id("07"), `${value}.messages[0]`)],
  "text-reply-context": [message("08", text("replied text"), { concerns: id("90") })],
  "text-frequently-forwarded": [
    message("10", text("text forwarded many times"), { forwarded: "often" }),
  ],
  "text-group": [
    message("13", text("Hello World, group message"), { inGroup: true, opensWindow: false }),
  ],
  "sandbox-text": [
    message("61", text("hello sandbox"), {
      from: { phone: "12025550143", userId: "PH.1000000000000000", name: "Test User" },
      sentAt: 1786000000000,
    }),
  ],
  "button-template-quick-reply": [message("35", text("No"), { concerns: id("92") })],
  "button-without-context": [message("36", text("title"))],
  "interactive-button-reply": [message("37", text("Yes"), { concerns: id("93") })],
  "interactive-list-reply": [message("38", text("title\ndescription"), { concerns: id("93") })],
  "interactive-nfm-reply-non-object": [
    message("40", { kind: "form", fields: [{ value: "not, an object" }] }),
  ],
  "interactive-with-error": [message("41", unsupported("interactive"), { concerns: id("93") })],

  image: [
    message(
      "20",
      file(
        {
          kind: "image",
          mediaId: "65463453000001",
          mimeType: "image/jpeg",
          name: "image.jpg",
        },
        "Check this out",
      ),
    ),
  ],
  document: [
    message(
      "23",
      file(
        {
          kind: "document",
          mediaId: "1234567890987654",
          mimeType: "application/pdf",
          name: "filename.pdf",
        },
        "caption",
      ),
    ),
  ],
  voice: [
    message(
      "26",
      file({
        kind: "voice",
        mediaId: "1234567890987657",
        mimeType: "audio/ogg",
        name: "voice.ogg",
      }),
    ),
  ],
  sticker: [message("28", sticker("1234567890987658"))],
  "sticker-animated": [message("29", sticker("1234567890987659"))],

  location: [
    message(
      "30",
      location({
        latitude: 37.4611978,
        longitude: -122.2164385,
        name: "Facebook HQ",
        address: "1 Hacker Way, Menlo Park, CA 94025",
        url: "https://maps.google.com/?cid=2000000000000000000",
      }),
    ),
  ],
  "location-current": [message("31", location({ latitude: 12.25089, longitude: 43.90539 }))],
  contacts: [
    message(
      "32",
      contacts(
        card("Alex Example", "+1 202-555-0155", "CELL"),
        card("Kim", "+1 202-555-0156", "HOME"),
      ),
    ),
  ],
  "contacts-vcard-origin-other": [
    message("34", contacts(card("Alex Example", "+1 202-555-0155", "CELL"))),
  ],
  order: [
    message(
      "45",
      order(
        { product: "HAMBURGER", quantity: 3, price: 30, currency: "USD" },
        { product: "SODA", quantity: 2, price: 10.5, currency: "USD" },
      ),
    ),
  ],

  reaction: [message("42", reaction("😮"), { concerns: id("94") })],
  "reaction-removed-empty": [message("43", reaction(null), { concerns: id("94") })],
  "reaction-removed-absent": [message("44", reaction(null), { concerns: id("94") })],
  "edit-image": [message("54", edit("Updated image caption"), later)],
  "edit-text": [message("55", edit("Text was edited"), later)],
  revoke: [message("56", { kind: "revoke" }, later)],

  "request-welcome": [message("49", { kind: "welcome" })],
  "unsupported-131051": [
    message("50", unsupported("unsupported"), {
      sentAt: 1697044706000,
      errors: [{ code: 131051, title: "Message type unknown" }],
    }),
  ],
  "system-number-change": [
    {
      kind: "identity",
      id: id("46"),
      before: { phone: "12025550143" },
      after: { phone: "12025550187" },
      at: 1753851315000,
      isMessage: true,
    },
  ],

  "status-sent-free-service": [receipt("sent")],
  "status-sent-free-entry-point": [receipt("sent")],
  "status-delivered": [receipt("delivered")],
  "status-read": [receipt("read")],
  "status-played": [receipt("played")],
  "status-failed-24h-131047": [failure(131047, "Re-engagement message")],
  "status-failed-130472": [failure(130472, "User's number is part of an experiment")],
  "status-failed-131042": [failure(131042, "Business eligibility payment issue")],
  "status-failed-131049": [
    failure(131049, "This message was not delivered to maintain healthy ecosystem engagement."),
  ],
  "status-failed-132001": [failure(132001, "Template name does not exist in the translation")],
  "status-failed-unknown-code": [failure(123, "abc")],
  "status-unknown-value": [aside("receipt in_orbit")],

  "errors-value-level-501": [
    {
      kind: "unreadable",
      where: `${value}.errors[0]`,
      reason: "error 501: Unsupported message type",
    },
  ],
  "account-restriction": [aside("field account_update")],
  "template-category-marketing": [aside("field template_category_update")],
  "template-quality-yellow": [aside("field message_template_quality_update")],
  "user-preferences-stop": [aside("field user_preferences")],
  "user-preferences-resume": [aside("field user_preferences")],

  "edge-empty-entry": [],
  "edge-invalid-from": [anonymous(id("66"), `${value}.messages[0]`)],
};
