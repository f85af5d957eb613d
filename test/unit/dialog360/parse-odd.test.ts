import assert from "node:assert/strict";
import { test } from "node:test";

import { NotJsonError } from "../../../src/bridge/errors.ts";
import { listFixtures, readFixture } from "./fixtures.ts";
import { parse, parseFixture, toText } from "./notifications.ts";

test("parseNotification handles everything in two entries, and a malformed element spoils no other", () => {
  const text = { from: "12025550143", type: "text", text: { body: "Hi" }, timestamp: "1749416383" };
  const receipt = { status: "delivered", timestamp: "1750030073" };
  const events = parse({
    object: "whatsapp_business_account",
    entry: [
      {
        changes: [
          {
            field: "messages",
            value: {
              messages: [
                { ...text, id: "m1" },
                { ...text, text: { body: ["nested"] }, id: "m2" },
                "no object",
                { ...text, id: "m3" },
              ],
              statuses: [{ ...receipt, id: "s1" }, { status: "read" }],
            },
          },
          { field: "messages", value: "no object" },
          5,
        ],
      },
      null,
      { changes: { no: "list" } },
      {
        changes: [
          { field: "account_update", value: {} },
          {
            field: "messages",
            value: { messages: [{ ...text, id: "m4" }], statuses: [{ ...receipt, id: "s2" }] },
          },
        ],
      },
    ],
  });
  const from = { phone: "12025550143" };
  const value = "entry[0].changes[0].value";
  assert.deepEqual(events, [
    toText("", "Hi", { id: "m1", from }),
    {
      kind: "unreadable",
      where: `${value}.messages[1]`,
      reason: "a text message without a text",
      id: "m2",
    },
    { kind: "unreadable", where: `${value}.messages[2]`, reason: "a message without an id" },
    toText("", "Hi", { id: "m3", from }),
    { kind: "receipt", messageId: "s1", state: "delivered", at: 1750030073000 },
    { kind: "unreadable", where: `${value}.statuses[1]`, reason: "a receipt without an id" },
    {
      kind: "unreadable",
      where: "entry[0].changes[1].value",
      reason: "a value that is no object",
    },
    { kind: "unreadable", where: "entry[0].changes[2]", reason: "a change that is no object" },
    { kind: "unreadable", where: "entry[1]", reason: "an entry that is no object" },
    { kind: "unreadable", where: "entry[2].changes", reason: "no list" },
    { kind: "aside", reason: "field account_update" },
    toText("", "Hi", { id: "m4", from }),
    { kind: "receipt", messageId: "s2", state: "delivered", at: 1750030073000 },
  ]);
});

test("parseNotification finds nothing in an empty notification", () => {
  assert.deepEqual(parseFixture("v1/edge-empty-object.json"), []);
  assert.deepEqual(parseFixture("v2/edge-empty-entry.json"), []);
  assert.deepEqual(parse({ id: "x", event: "y", data: {} }), [
    { kind: "aside", reason: "nothing known in it" },
  ]);
});

test("parseNotification loses no message for a broken envelope", () => {
  const messages = [{ id: "m1", from: "12025550143", type: "text", text: { body: "Hi" } }];
  const expected = toText("", "Hi", { id: "m1", from: { phone: "12025550143" }, sentAt: null });
  const shapes: readonly object[] = [
    { object: "whatsapp_business_account", messages },
    { entry: null, messages },
    { entry: [{ id: "1", messages }] },
    { entry: [{ changes: null, messages }] },
    { entry: [{ changes: [{ field: {}, value: { messages } }] }] },
    { entry: [{ changes: [{ field: 5, value: { messages } }] }] },
    { entry: [{ changes: [{ field: null, value: { messages } }] }] },
  ];
  for (const shape of shapes) assert.deepEqual(parse(shape), [expected], JSON.stringify(shape));
});

test("parseNotification throws NotJsonError, without the body, for what is no JSON object", () => {
  for (const body of ["", "secret text", "{", "[]", "null", '"text"', "5", "\uFEFF"]) {
    assert.throws(
      () => parse(body),
      (error) =>
        error instanceof NotJsonError &&
        error.cause === undefined &&
        !error.message.includes("secret"),
    );
  }
});

test("parseNotification leaves a trace of every message and receipt of every fixture", () => {
  for (const { file } of listFixtures("webhook")) {
    const events = parseFixture(file);
    const told = events.filter(({ kind }) => kind !== "aside" || file.includes("status"));
    assert.ok(told.length >= countElements(JSON.parse(readFixture(file))), file);
    assert.ok(!JSON.stringify(events).includes("changed from"), file);
  }
});

test("parseNotification survives odd, deep and huge values", () => {
  const oddities: readonly unknown[] = [
    null,
    true,
    -1,
    1e308,
    "",
    "\u0000",
    "\ud800",
    "x".repeat(10_000),
    [],
    [[[]]],
    {},
    { __proto__: null, constructor: "x", toString: 5 },
  ];
  for (const { file } of listFixtures("webhook")) {
    for (const oddity of oddities) {
      for (const odd of spoil(JSON.parse(readFixture(file)), oddity)) {
        for (const text of listTexts(parse(odd))) assert.ok(text.isWellFormed(), file);
      }
    }
  }
  const depth = 100_000;
  const deep = `{"messages":[{"id":"m1","from":"12025550143","text":${"[".repeat(depth)}${"]".repeat(depth)}}]}`;
  assert.equal(parse(deep).length, 1);
});

/** Every way to put an odd value in the place of one value. */
function* spoil(value: unknown, odd: unknown): Generator {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      yield value.with(index, odd);
      for (const spoilt of spoil(inner, odd)) yield value.with(index, spoilt);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield { ...value, [key]: odd };
      for (const spoilt of spoil(inner, odd)) yield { ...value, [key]: spoilt };
    }
  }
}

function listTexts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

/** How many messages and statuses a notification holds, wherever they are. */
function countElements(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((count, [key, inner]) => {
    const isList = (key === "messages" || key === "statuses") && Array.isArray(inner);
    return count + (isList ? inner.length : countElements(inner));
  }, 0);
}
