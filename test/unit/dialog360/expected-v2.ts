import type { Receipt } from "../../../src/bridge/message.ts";
import type { Told } from "./expected.ts";
import { testUser, testUserV1, wamid } from "./notifications.ts";

const id = (number: string): string => `${wamid}${number}==`;

/** A message as most fixtures of v2 have it. */
function message(number: string, more: object = {}): Told {
  return {
    kind: "message",
    id: id(number),
    from: testUser,
    sentAt: 1749416383000,
    opensWindow: true,
    ...more,
  };
}

function receipt(more: Pick<Receipt, "state"> & Partial<Receipt>): Told {
  return { kind: "receipt", messageId: id("97"), at: 1750030073000, ...more };
}

function failure(code: number, title: string): Told {
  return receipt({ state: "failed", error: { code, title } });
}

function aside(reason: string): Told {
  return { kind: "aside", reason };
}

const value = "entry[0].changes[0].value";
const nobody = "a message without a sender who can be answered";
const userId = "US.13491208655302741918";

/** What each notification of v2 tells, by hand from the documents; the contents are another matter. */
export const expectedV2: Readonly<Record<string, readonly Told[]>> = {
  text: [message("01")],
  "text-missing-object-and-field": [message("03", { from: testUserV1, sentAt: 1692118778000 })],
  "text-bsuid-username-with-phone": [
    message("04", { from: { ...testUser, username: "testuser" } }),
  ],
  "text-bsuid-no-phone": [
    message("05", {
      from: {
        userId,
        parentUserId: "US.ENT.11815799212886844830",
        name: "Test User",
        username: "testuser",
      },
    }),
  ],
  "text-bsuid-in-from": [
    message("06", { from: { userId, name: "Test User", username: "testuser" } }),
  ],
  "text-no-from-no-bsuid": [
    { kind: "unreadable", where: `${value}.messages[0]`, reason: nobody, id: id("07") },
  ],
  "text-reply-context": [message("08", { concerns: id("90") })],
  "text-frequently-forwarded": [message("10")],
  "text-group": [message("13", { opensWindow: false })],
  "sandbox-text": [
    message("61", { from: { ...testUser, userId: "PH.1000000000000000" }, sentAt: 1786000000000 }),
  ],

  image: [message("20")],
  document: [message("23")],
  voice: [message("26")],
  sticker: [message("28")],
  "sticker-animated": [message("29")],
  location: [message("30")],
  "location-current": [message("31")],
  contacts: [message("32")],
  "contacts-vcard-origin-other": [message("34")],
  "button-template-quick-reply": [message("35", { concerns: id("92") })],
  "button-without-context": [message("36")],
  "interactive-button-reply": [message("37", { concerns: id("93") })],
  "interactive-list-reply": [message("38", { concerns: id("93") })],
  "interactive-nfm-reply-non-object": [message("40")],
  "interactive-with-error": [message("41", { concerns: id("93") })],
  reaction: [message("42", { concerns: id("94") })],
  "reaction-removed-empty": [message("43", { concerns: id("94") })],
  "reaction-removed-absent": [message("44", { concerns: id("94") })],
  order: [message("45")],
  "request-welcome": [message("49")],
  "unsupported-131051": [message("50", { sentAt: 1697044706000 })],
  "edit-image": [message("54", { concerns: id("95"), opensWindow: false })],
  "edit-text": [message("55", { concerns: id("95"), opensWindow: false })],
  revoke: [message("56", { concerns: id("95"), opensWindow: false })],
  "system-number-change": [
    {
      kind: "identity",
      id: "wamid.HBgLMTIwMjU1NTAxNDMVAgASGBQzQUZJWFRVUkUwMDAwMDAwMD46==",
      before: { phone: "12025550143" },
      after: { phone: "12025550187" },
      at: 1753851315000,
      isMessage: true,
    },
  ],

  "status-sent-free-service": [receipt({ state: "sent" })],
  "status-sent-free-entry-point": [receipt({ state: "sent" })],
  "status-delivered": [receipt({ state: "delivered" })],
  "status-read": [receipt({ state: "read" })],
  "status-played": [receipt({ state: "played" })],
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
  "edge-invalid-from": [
    { kind: "unreadable", where: `${value}.messages[0]`, reason: nobody, id: id("66") },
  ],
};
