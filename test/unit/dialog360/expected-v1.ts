import type { Receipt } from "../../../src/bridge/message.ts";
import type { Told } from "./expected.ts";
import { testUserV1 } from "./notifications.ts";

const id = (number: string): string => `gBEGFixtureMessage${number}`;

/** A message as most fixtures of v1 have it. */
function message(number: string, more: object = {}): Told {
  return {
    kind: "message",
    id: id(number),
    from: testUserV1,
    sentAt: 1633034394000,
    opensWindow: true,
    ...more,
  };
}

function receipt(more: Pick<Receipt, "state"> & Partial<Receipt>): Told {
  return { kind: "receipt", messageId: id("0907"), at: 1691405467000, ...more };
}

const over24h =
  "Message failed to send because more than 24 hours have passed since the customer last replied to this number";

/** What each notification of v1 tells, by hand from the documents; the contents are another matter. */
export const expectedV1: Readonly<Record<string, readonly Told[]>> = {
  text: [message("0001")],
  "text-no-contacts": [message("0002", { from: { phone: "12025550143" } })],
  "text-reply-context": [message("0003", { concerns: id("0900") })],
  "text-forwarded": [message("0004")],
  "text-frequently-forwarded": [message("0005")],
  "text-product-enquiry": [message("0006", { concerns: id("0901") })],
  "text-referral": [message("0007")],
  "text-unicode-multiline": [message("0008")],
  "from-differs-from-wa-id": [
    message("0038", {
      from: { phone: "5511987654321", otherPhones: ["551187654321"], name: "Test User" },
    }),
  ],
  "batch-two-users": [
    message("0040"),
    message("0041", { from: { phone: "12025550187", name: "Other User" } }),
  ],

  image: [message("0010")],
  document: [message("0012")],
  "document-gif-mime": [message("0013")],
  voice: [message("0016")],
  location: [message("0019")],
  "location-minimal": [message("0020")],
  "location-with-id": [message("0022")],
  contacts: [message("0023")],
  button: [message("0026")],
  "interactive-list-reply": [message("0029", { concerns: id("0903") })],
  "reaction-removed": [message("0031", { concerns: id("0904") })],
  "unsupported-131051": [message("0036", { sentAt: 1691066820000 })],
  ephemeral: [message("0037", { sentAt: 1691066820000 })],
  "system-number-change": [
    {
      kind: "identity",
      id: "gBEGFixtureMessage0033",
      before: { phone: "12025550143" },
      after: { phone: "12025550187" },
      at: 1633034394000,
      isMessage: true,
    },
  ],

  "status-sent": [receipt({ state: "sent" })],
  "status-sent-minimal": [receipt({ state: "sent", at: 1518694700000 })],
  "status-deleted-no-timestamp": [receipt({ state: "deleted", at: null })],
  "status-failed-24h-470": [receipt({ state: "failed", error: { code: 470, title: over24h } })],
  "status-failed-1013": [
    receipt({ state: "failed", error: { code: 1013, title: "User is not valid" } }),
  ],
  "status-warning": [{ kind: "aside", reason: "receipt warning" }],

  "edge-empty-object": [],
  "edge-invalid-from": [
    {
      kind: "unreadable",
      where: "messages[0]",
      id: id("0045"),
      reason: "a message without a sender who can be answered",
    },
  ],
};
