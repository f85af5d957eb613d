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
  location,
  reaction,
  text,
  unsupported,
  type Expected,
} from "./expected.ts";
import { testUserV1 } from "./notifications.ts";

const id = (number: string): string => `gBEGFixtureMessage${number}`;

/** A message as most fixtures of v1 have it; what is not so is named. */
function message(number: string, content: Content, more: Partial<CustomerMessage> = {}): Event {
  const from = testUserV1;
  const sentAt = 1633034394000;
  return { kind: "message", id: id(number), from, sentAt, content, opensWindow: true, ...more };
}

/** All files of v1 have this checksum. */
function file(facts: Omit<CustomerFile, "sha256">, caption?: string): Content {
  const sha256 = "29ed500fa64eb55fc19dc4124acb300e5dcc54a0f822a301ae99944db0000000";
  return { kind: "file", file: { ...facts, sha256 }, ...(caption && { caption }) };
}

function receipt(state: Receipt["state"], more: Partial<Receipt> = {}): Event {
  return { kind: "receipt", messageId: id("0907"), at: 1691405467000, state, ...more };
}

const over24h =
  "Message failed to send because more than 24 hours have passed since the customer last replied to this number";

/** What each notification of v1 tells, by hand from its body and the documents. */
export const expectedV1: Expected = {
  text: [message("0001", text("Test"))],
  "text-no-contacts": [message("0002", text("hello world"), { from: { phone: "12025550143" } })],
  "text-reply-context": [message("0003", text("Yes please"), { concerns: id("0900") })],
  "text-forwarded": [message("0004", text("forwarded text"), { forwarded: "once" })],
  "text-frequently-forwarded": [
    message("0005", text("forwarded many times"), { forwarded: "often" }),
  ],
  "text-product-enquiry": [
    message("0006", text("Is this in stock?"), { concerns: id("0901"), product: "HAMBURGER" }),
  ],
  "text-referral": [message("0007", text("I saw your ad"), { ad: "AD_TITLE" })],
  "text-unicode-multiline": [
    message("0008", text("Grüße 👋🏽 — «test»\nline 2\n*bold* _it_ ~strike~ ```mono```")),
  ],
  "from-differs-from-wa-id": [
    message("0038", text("Ola"), {
      from: { phone: "5511987654321", otherPhones: ["551187654321"], name: "Test User" },
    }),
  ],
  "batch-two-users": [
    message("0040", text("from one")),
    message("0041", text("from two"), { from: { phone: "12025550187", name: "Other User" } }),
  ],
  button: [message("0026", text("Yes this is a button"))],
  "interactive-list-reply": [
    message("0029", text("ROW1\nrow description"), { concerns: id("0903") }),
  ],

  image: [
    message(
      "0010",
      file(
        {
          kind: "image",
          mediaId: "b1c68f38-8734-4ad3-b4a1-ef0c10d683",
          mimeType: "image/jpeg",
          name: "image.jpg",
        },
        "Check out my product!",
      ),
    ),
  ],
  document: [
    message(
      "0012",
      file(
        {
          kind: "document",
          mediaId: "fc233119-733f-49c5-bcbd-b2f68f798e33",
          mimeType: "application/pdf",
          name: "filename.pdf",
        },
        "the caption",
      ),
    ),
  ],
  "document-gif-mime": [
    message(
      "0013",
      file({
        kind: "document",
        mediaId: "fc233119-733f-49c5-bcbd-b2f68f798e34",
        mimeType: "image/gif",
        name: "animated.gif",
      }),
    ),
  ],
  voice: [
    message(
      "0016",
      file({
        kind: "voice",
        mediaId: "463eb7ec-ff4e-4d9b-b110-1879cbd41102",
        mimeType: "audio/ogg",
        name: "voice.ogg",
      }),
    ),
  ],

  location: [
    message(
      "0019",
      location({
        latitude: 36.9633,
        longitude: -122.0195,
        name: "Main Street Beach",
        address: "Main Street Beach, Santa Cruz, CA",
        url: "https://foursquare.com/v/4d7031d35b5df7744",
      }),
    ),
  ],
  "location-minimal": [message("0020", location({ latitude: 12.25089, longitude: 43.90539 }))],
  "location-with-id": [
    message(
      "0022",
      location({
        latitude: 37.7893768,
        longitude: -122.3895553,
        name: "Bay Bridge",
        address: "San Francisco, CA, USA",
        url: "http://location_url.test",
      }),
    ),
  ],
  contacts: [message("0023", contacts(card("360dialog Sandbox", "+1 202-555-0155", "Mobile")))],
  "reaction-removed": [message("0031", reaction(null), { concerns: id("0904") })],

  "unsupported-131051": [
    message("0036", unsupported("unsupported"), {
      sentAt: 1691066820000,
      errors: [{ code: 131051, title: "Unsupported message type" }],
    }),
  ],
  ephemeral: [
    message("0037", unsupported("ephemeral"), {
      sentAt: 1691066820000,
      errors: [{ code: 501, title: "Unknown message type" }],
    }),
  ],
  "system-number-change": [
    {
      kind: "identity",
      id: id("0033"),
      before: { phone: "12025550143" },
      after: { phone: "12025550187" },
      at: 1633034394000,
      isMessage: true,
    },
  ],

  "status-sent": [receipt("sent")],
  "status-sent-minimal": [receipt("sent", { at: 1518694700000 })],
  "status-deleted-no-timestamp": [receipt("deleted", { at: null })],
  "status-failed-24h-470": [receipt("failed", { error: { code: 470, title: over24h } })],
  "status-failed-1013": [receipt("failed", { error: { code: 1013, title: "User is not valid" } })],
  "status-warning": [aside("receipt warning")],

  "edge-empty-object": [],
  "edge-invalid-from": [anonymous(id("0045"), "messages[0]")],
};
