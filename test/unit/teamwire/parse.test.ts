import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NotJsonError } from "../../../src/bridge/errors.ts";
import type { Event, StaffPost } from "../../../src/bridge/message.ts";
import { parseNotification } from "../../../src/teamwire/parse.ts";

const text = "Please do not !end this";

const offer = {
  kind: "file",
  file: { kind: "document", assetId: "a1", mimeType: "application/pdf", name: "offer.pdf" },
  size: null,
};

test("parseNotification tells every event of a feed answer in our words", () => {
  assert.deepEqual(parseNotification(readFixture("events.json")), [
    post("m1", { uid: "u-anna", text }),
    { ...post("m2", { uid: "u-bot", text }), author: { ...toAuthor("u-bot"), bot: true } },
    {
      ...post("m3", { uid: "u-jonas", text: "" }),
      replyTo: "m1",
      parts: [offer],
      attachments: ["poll"],
    },
    { kind: "withdrawal", id: "m4", tid: "t1" },
    { kind: "seen", tid: "t1", mid: "m2", reader: { uid: "u-anna", bot: false } },
    { kind: "chat", tid: "t2", state: "gone" },
    { kind: "chat", tid: "t3", state: "gone" },
    { kind: "aside", reason: "a member left" },
    { kind: "chat", tid: "t4", state: "gone" },
    { kind: "chat", tid: "t1", state: "closed" },
    { kind: "chat", tid: "t1", state: "open" },
    { kind: "withdrawal", id: "m1", tid: "t1" },
    { kind: "aside", reason: "event CHAT_REPAINTED" },
    { kind: "aside", reason: "event of unknown type" },
  ]);
});

test("parseNotification tells the messages of a chat's history, a bad one between good ones", () => {
  assert.deepEqual(parseNotification(readFixture("history.json")), [
    post("m7", { uid: "u-anna", text: "Still there?" }),
    { kind: "unreadable", where: "messages[1]", reason: "unusable field from_user", id: "m8" },
    {
      ...post("m9", { uid: "u-jonas", text: "Yes" }),
      author: { uid: "u-jonas", bot: false, firstName: "", lastName: "" },
    },
  ]);
});

test("parseNotification makes each malformed element unreadable and leaves its neighbours alone", () => {
  const message = { mid: "m", tid: "t", from_user: { uid: "u" }, msg: "secret words" };
  const cases: [string, unknown, Partial<Event>][] = [
    ["null", null, { where: "events[1]" }],
    ["a text", "NEW_MESSAGE", { where: "events[1]" }],
    ["no type", { id: "e" }, { where: "events[1]", id: "e", reason: "unusable field type" }],
    ["type no text", { id: 7, type: 7 }, { where: "events[1]" }],
    ["no message", { id: "e", type: "NEW_MESSAGE" }, { where: "events[1].message", id: "e" }],
    ["no mid", toEvent({ ...message, mid: undefined }), { reason: "unusable field mid", id: "e" }],
    ["empty mid", toEvent({ ...message, mid: "" }), { reason: "unusable field mid" }],
    ["no tid", toEvent({ ...message, tid: null }), { reason: "unusable field tid", id: "m" }],
    ["no uid", toEvent({ ...message, from_user: {} }), { reason: "unusable field from_user.uid" }],
    ["msg an object", toEvent({ ...message, msg: {} }), { reason: "unusable field msg" }],
    ["attachments a text", toEvent({ ...message, attachments: "x" }), { id: "m" }],
    ["chat deleted, no tid", { id: "e", type: "CHAT_DELETED" }, { id: "e" }],
    ["message deleted, no mid", { id: "e", type: "MESSAGE_DELETED", tid: "t" }, { id: "e" }],
    ["chat left, no tid", { id: "e", type: "CHAT_LEFT", tid: 3 }, { id: "e" }],
    ["closed, no state", { type: "CHAT_IS_CLOSED_CHANGED", tid: "t" }, { where: "events[1]" }],
  ];
  for (const [name, element, expected] of cases) {
    const before = toEvent({ ...message, mid: "before" });
    const after = toEvent({ ...message, mid: "after" });
    const events = parseNotification(toBody({ events: [before, element, after], cursor: "1" }));
    assert.deepEqual(
      events.map((event) => event.kind),
      ["post", "unreadable", "post"],
      name,
    );
    const [, unreadable] = events;
    assert.deepEqual({ ...unreadable, ...expected }, unreadable, name);
    assert.doesNotMatch(JSON.stringify(unreadable), /secret/, name);
  }
});

test("parseNotification takes files and places from a post, a gallery one by one", () => {
  const image = { asset_id: "a1", name: "a.jpg", mime_type: "image/jpeg", size: 5 };
  const heic = { asset_id: "a2", name: "b.heic", mime_type: "image/heic" };
  const attachments = [
    { type: "GALLERY", assets: [image, heic] },
    { type: "VIDEO", assets: [{ ...image, mime_type: "video/mp4" }] },
    { type: "SOUND", assets: [{ ...image, mime_type: "audio/ogg; codecs=opus" }] },
    { type: "FILE", assets: [{ asset_id: "a3" }] },
    { type: "FILE", assets: [{ name: "without an id" }] },
    { type: "LOCATION", lat: 49.2, lon: 6.9, name: "Office", address: null },
    { type: "LOCATION", lat: "north" },
  ];
  const message = { mid: "m", tid: "t", from_user: { uid: "u" }, attachments };
  const [event] = parseNotification(toBody({ messages: [message] }));
  assert.ok(event?.kind === "post");
  assert.deepEqual(
    event.parts?.map((part) =>
      part.kind === "file" ? [part.file.kind, part.file.assetId, part.file.name, part.size] : part,
    ),
    [
      ["image", "a1", "a.jpg", 5],
      ["document", "a2", "b.heic", null],
      ["video", "a1", "a.jpg", 5],
      ["audio", "a1", "a.jpg", 5],
      ["document", "a3", "document.bin", null],
      { kind: "location", latitude: 49.2, longitude: 6.9, name: "Office" },
    ],
  );
  assert.deepEqual(event.attachments, ["document", "location"]);
});

test("parseNotification takes every file and place that can be had, and names what cannot", () => {
  const image = { asset_id: "a1", name: "a.jpg", mime_type: "image/jpeg" };
  const attachments = [
    { type: "GALLERY", assets: [image, { name: "without an id" }, null] },
    { type: "SOUND" },
    { type: "LOCATION", lat: "49.2", lon: " -6.9 " },
    { type: "LOCATION", lat: 137, lon: 500 },
    { type: "LOCATION", lat: 49.2 },
    { type: "LIVE_LOCATION", lat: 49.2, lon: 6.9 },
    { type: "a new thing" },
  ];
  const message = { mid: "m", tid: "t", from_user: { uid: "u" }, attachments };
  const [event] = parseNotification(toBody({ messages: [message] }));
  assert.ok(event?.kind === "post");
  assert.deepEqual(
    event.parts?.map((part) => (part.kind === "file" ? part.file.assetId : part)),
    ["a1", { kind: "location", latitude: 49.2, longitude: -6.9 }],
  );
  assert.deepEqual(event.attachments, [
    "image",
    "image",
    "audio",
    "location",
    "location",
    "live-location",
    "unknown",
  ]);
});

test("parseNotification names an attachment that tells no type unknown", () => {
  const message = { mid: "m", tid: "t", from_user: { uid: "u" }, attachments: [{}, 5] };
  const [event] = parseNotification(toBody({ events: [toEvent(message)], cursor: "1" }));
  assert.deepEqual(event?.kind === "post" && event.attachments, ["unknown", "unknown"]);
});

test("parseNotification takes a reply to nothing that can be named for no reply", () => {
  for (const odd of [null, "", 7, { mid: "m1" }, undefined]) {
    const message = { mid: "m", tid: "t1", from_user: { uid: "u" }, msg: "hi", reply_to: odd };
    const [event] = parseNotification(toBody({ events: [toEvent(message)], cursor: "1" }));
    assert.deepEqual(event, post("m", { uid: "u", text: "hi" }));
  }
});

test("parseNotification sets aside who has read what, where it makes no sense", () => {
  for (const user of [undefined, "u", {}]) {
    const event = { id: "e", type: "MESSAGE_READ", tid: "t", mid: "m", user };
    assert.deepEqual(parseNotification(toBody({ events: [event], cursor: "1" })), [
      { kind: "aside", reason: "event MESSAGE_READ" },
    ]);
  }
});

test("parseNotification makes JSON of another shape one unreadable element", () => {
  for (const json of [null, 5, [], {}, { events: {} }, { messages: "x" }]) {
    assert.deepEqual(parseNotification(toBody(json)), [
      { kind: "unreadable", where: "$", reason: "no events and no messages" },
    ]);
  }
});

test("parseNotification throws NotJsonError, without a word of the body, for what is not JSON", () => {
  for (const body of ["", "{", "<html>secret</html>"]) {
    assert.throws(
      () => parseNotification(new TextEncoder().encode(body)),
      (error) =>
        error instanceof NotJsonError && !/secret/.test(`${error.message} ${String(error.cause)}`),
    );
  }
});

function post(id: string, { uid, text: said }: { uid: string; text: string }): Event {
  const author = toAuthor(uid);
  const time = times[id];
  return {
    kind: "post",
    id,
    tid: "t1",
    author,
    ...(time && { writtenAt: time }),
    text: said,
    attachments: [],
  };
}

/** As the fixtures have them. */
const times: Readonly<Record<string, number>> = {
  m1: 1_795_424_400_000,
  m2: 1_795_424_401_000,
  m3: 1_795_424_402_000,
  m7: 1_795_424_500_000,
  m9: 1_795_424_502_000,
};

/** As the fixtures have them. */
const names: Readonly<Record<string, readonly [first: string, last: string]>> = {
  "u-anna": ["Anna", "Becker"],
  "u-bot": ["WhatsApp", "Bot"],
  "u-jonas": ["Jonas", "Weber"],
};

function toAuthor(uid: string): StaffPost["author"] {
  const [firstName, lastName] = names[uid] ?? ["", ""];
  return { uid, bot: false, firstName, lastName };
}

function toEvent(message: object): object {
  return { id: "e", type: "NEW_MESSAGE", message };
}

function toBody(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}

function readFixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/teamwire/${name}`, import.meta.url));
}
