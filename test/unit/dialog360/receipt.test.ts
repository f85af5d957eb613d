import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, parseFixture, wamid } from "./notifications.ts";

const v1 = { kind: "receipt", messageId: "gBEGFixtureMessage0907", at: 1691405467000 };
const v2 = { kind: "receipt", messageId: `${wamid}97==`, at: 1750030073000 };

test("parseNotification understands receipts of both generations", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["v1/status-sent", { ...v1, state: "sent" }],
    ["v1/status-sent-minimal", { ...v1, state: "sent", at: 1518694700000 }],
    ["v1/status-deleted-no-timestamp", { ...v1, state: "deleted", at: null }],
    ["v2/status-sent-free-service", { ...v2, state: "sent" }],
    ["v2/status-delivered", { ...v2, state: "delivered" }],
    ["v2/status-read", { ...v2, state: "read" }],
    ["v2/status-played", { ...v2, state: "played" }],
  ];
  for (const [file, receipt] of table) {
    assert.deepEqual(parseFixture(`${file}.json`), [receipt], file);
  }
});

test("parseNotification tells why a message failed by code and title", () => {
  const over24h =
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number";
  const table: readonly (readonly [string, object, number, string])[] = [
    ["v1/status-failed-24h-470", v1, 470, over24h],
    ["v1/status-failed-1013", v1, 1013, "User is not valid"],
    ["v2/status-failed-24h-131047", v2, 131047, "Re-engagement message"],
    ["v2/status-failed-130472", v2, 130472, "User's number is part of an experiment"],
    ["v2/status-failed-unknown-code", v2, 123, "abc"],
  ];
  for (const [file, receipt, code, title] of table) {
    assert.deepEqual(
      parseFixture(`${file}.json`),
      [{ ...receipt, state: "failed", error: { code, title } }],
      file,
    );
  }
});

test("parseNotification keeps a failure without a reason, and puts no number into one", () => {
  const failed = { id: "s1", status: "failed" };
  assert.deepEqual(parse({ statuses: [failed, { ...failed, errors: ["odd"] }] }), [
    { kind: "receipt", messageId: "s1", state: "failed", at: null },
    {
      kind: "receipt",
      messageId: "s1",
      state: "failed",
      at: null,
      error: { code: null, title: "no title given" },
    },
  ]);
  const title = "+49 681 3000 12978\nis not known";
  const [event] = parse({ statuses: [{ ...failed, errors: [{ code: "131026", title }] }] });
  assert.deepEqual(event?.kind === "receipt" && event.error, {
    code: 131026,
    title: "+496813***978 is not known",
  });
});

test("parseNotification echoes our own reference", () => {
  const [event] = parse({
    statuses: [{ id: "s1", status: "sent", biz_opaque_callback_data: "store-7" }],
  });
  assert.equal(event?.kind === "receipt" && event.reference, "store-7");
});

test("parseNotification puts aside receipts of other states and of payments", () => {
  assert.deepEqual(parseFixture("v1/status-warning.json"), [
    { kind: "aside", reason: "receipt warning" },
  ]);
  assert.deepEqual(parseFixture("v2/status-unknown-value.json"), [
    { kind: "aside", reason: "receipt in_orbit" },
  ]);
  assert.deepEqual(
    parse({
      statuses: [
        { id: "s1", status: "failed", type: "payment" },
        { id: "s2", status: "toString" },
        { id: "s3", status: "+49 681 3000" },
      ],
    }),
    [
      { kind: "aside", reason: "receipt failed" },
      { kind: "aside", reason: "receipt toString" },
      { kind: "aside", reason: "receipt of no known state" },
    ],
  );
});
