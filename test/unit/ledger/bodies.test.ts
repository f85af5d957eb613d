import assert from "node:assert/strict";
import { test } from "node:test";

import { readOwn, stripBody } from "../../../src/ledger/privacy/bodies.ts";
import { createMentions, type Person } from "../../../src/ledger/privacy/mentions.ts";
import { toMessageId } from "../../fakes/failures.ts";

const tobias: Person = {
  phones: ["49681300012978"],
  userIds: ["DE.1"],
  tids: ["chat-1"],
  messageIds: ["w1", "m1"],
  names: ["Tobias Geheim"],
};
const eva = { from: "4930123456789", id: "w2", text: { body: "hers" } };
const his = { from: "49681300012978", id: "w1", text: { body: "his" } };

function toBytes(json: unknown): Uint8Array {
  return Buffer.from(typeof json === "string" ? json : JSON.stringify(json));
}

function strip(json: unknown): unknown {
  const { theirs, body } = stripBody(toBytes(json), tobias);
  return theirs === "part" && body ? JSON.parse(Buffer.from(body).toString()) : theirs;
}

function inEntry(...messages: unknown[]): object {
  return { entry: [{ id: "1", changes: [{ field: "messages", value: { messages } }] }] };
}

test("createMentions knows a number however it is written, and the ids in which it is hidden", () => {
  const mentions = createMentions(tobias);
  for (const text of [
    "49681300012978",
    "call +49 681 300 012 978!",
    "0049 681/300012978",
    "0681 300012978",
    "(0681) 3000-12978",
    `about ${toMessageId("77")}`,
    "user DE.1 wrote",
  ]) {
    assert.ok(mentions.isIn(text), text);
  }
  for (const text of ["49681300012979", "30001297", "w1 of another", "Tobias", ""]) {
    assert.ok(!mentions.isIn(text), text);
  }
});

for (const [what, body, expected] of [
  ["others' alone", inEntry(eva), "other"],
  ["his alone", inEntry(his), "whole"],
  ["his beside hers", inEntry(his, eva), inEntry(eva)],
  ["his by the message's id", inEntry({ id: toMessageId("01"), from: null }, eva), inEntry(eva)],
  [
    "his by the user id, as a contact",
    { contacts: [{ user_id: "DE.1" }, { wa_id: "1" }] },
    { contacts: [{ wa_id: "1" }] },
  ],
  [
    "a receipt of his",
    {
      statuses: [
        { id: "w9", recipient_id: "49681300012978" },
        { id: "w8", recipient_id: "2" },
      ],
    },
    { statuses: [{ id: "w8", recipient_id: "2" }] },
  ],
  [
    "a post in his chat",
    {
      events: [
        { type: "NEW_MESSAGE", message: { tid: "chat-1" } },
        { type: "X", tid: "chat-2" },
      ],
    },
    { events: [{ type: "X", tid: "chat-2" }] },
  ],
  ["his number in her words", inEntry({ ...eva, text: { body: "call 49681300012978" } }), "other"],
  [
    "his card in her message",
    inEntry({ ...eva, contacts: [{ phones: [{ wa_id: "49681300012978" }] }] }),
    "other",
  ],
  [
    "an element of nobody that names him",
    inEntry({ deep: { deeper: { note: "49681300012978" } } }, eva),
    inEntry(eva),
  ],
  ["a value that cannot be taken out", { note: "49681300012978", messages: [eva] }, "whole"],
  ["no JSON with his number", '{"from":"49681300012978', "whole"],
  ["no JSON with his number in escapes", '{"from":"\\u00349681300012978', "whole"],
  ["no JSON with his whole name", "from Tobias Geheim", "whole"],
  ["no JSON of somebody else", "from Tobias", "other"],
] as const) {
  test(`stripBody takes a person out of a notification: ${what}`, () => {
    assert.deepEqual(strip(body), expected);
  });
}

test("stripBody tells that others name the person, and which places are the person's", () => {
  const named = stripBody(toBytes(inEntry({ ...eva, text: { body: "49681300012978" } })), tobias);
  assert.deepEqual([named.theirs, named.isNamed], ["other", true]);
  const { isTheirs } = stripBody(toBytes(inEntry(eva, his)), tobias);
  assert.ok(isTheirs("entry[0].changes[0].value.messages[1]"));
  assert.ok(!isTheirs("entry[0].changes[0].value.messages[0]"));
  assert.ok(!isTheirs("event 3"));
});

test("readOwn keeps of a notification what is the person's alone, and of that everything", () => {
  const whole = { ...his, contacts: [{ name: "Eva" }] };
  assert.deepEqual(readOwn(toBytes(inEntry(eva, whole)), tobias), inEntry(whole));
  assert.equal(readOwn(toBytes(inEntry(eva)), tobias), null);
  assert.equal(readOwn(toBytes("torn 49681300012978"), tobias), "torn 49681300012978");
});
