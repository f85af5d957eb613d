import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "./notifications.ts";

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
