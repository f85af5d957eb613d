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
    "+49 (0) 681 300012978",
    "12 49681300012978 34",
    `about ${toOldId("49681300012978")}`,
  ]) {
    assert.ok(mentions.isIn(text), text);
  }
  for (const text of ["49681300012979", "30001297", "w1 of another", "Tobias", ""]) {
    assert.ok(!mentions.isIn(text), text);
  }
});

test("createMentions takes nobody for the person whose number only begins or ends like theirs", () => {
  const mentions = createMentions({ ...tobias, phones: ["4930123456", "12024930123456"] });
  for (const number of ["493012345678", "14930123456", "24930123456"]) {
    const hidden = Buffer.from(`\u001c\u0018${number}\u0015`, "latin1").toString("base64");
    for (const id of [number, `+${number}`, `wamid.${hidden}`, toOldId(number)]) {
      assert.ok(!mentions.isId(id), id);
    }
  }
  for (const text of ["+49 30 12345678", "493012345678", toOldId("493012345678")]) {
    assert.ok(!mentions.isIn(text), text);
  }
});

/** As the On-Premise API makes them: a length, and the number in half-bytes. */
function toOldId(phone: string): string {
  const isOdd = phone.length % 2 === 1;
  const length = Math.ceil(phone.length / 2) + (isOdd ? 0x80 : 0);
  const hex = `8011${length.toString(16).padStart(2, "0")}${phone}${isOdd ? "f" : ""}0209`;
  return Buffer.from(`${hex}0b1ea9036cb82c9830`, "hex").toString("base64url");
}

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
    "his number and nothing else as her words",
    inEntry({ ...eva, image: { caption: "49681300012978" } }),
    "other",
  ],
  [
    "beside hers, whose number is longer",
    inEntry(his, { ...eva, from: "4968130001297812" }),
    inEntry({ ...eva, from: "4968130001297812" }),
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
