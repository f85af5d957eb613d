import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, parseFixture } from "./notifications.ts";

test("parseNotification leaves a placeholder for what is not relayed yet", () => {
  const table: readonly (readonly [
    file: string,
    what: string,
    label?: string | undefined,
    caption?: string,
  ])[] = [
    ["v1/image", "image", undefined, "Check out my product!"],
    ["v1/document", "document", "filename.pdf", "the caption"],
    ["v1/document-gif-mime", "document", "animated.gif"],
    ["v1/voice", "voice message"],
    ["v1/location-minimal", "location"],
    ["v1/location-with-id", "location", "Bay Bridge"],
    ["v1/contacts", "contacts", "360dialog Sandbox"],
    ["v1/reaction-removed", "reaction", "removed"],
    ["v1/ephemeral", "ephemeral"],
    ["v1/unsupported-131051", "unsupported"],
    ["v2/image", "image", undefined, "Check this out"],
    ["v2/document", "document", "filename.pdf", "caption"],
    ["v2/voice", "voice message"],
    ["v2/sticker-animated", "sticker"],
    ["v2/location", "location", "Facebook HQ"],
    ["v2/contacts", "contacts", "Alex Example, Kim"],
    ["v2/reaction", "reaction", "😮"],
    ["v2/reaction-removed-empty", "reaction", "removed"],
    ["v2/reaction-removed-absent", "reaction", "removed"],
    ["v2/order", "order", "2 items"],
    ["v2/interactive-nfm-reply-non-object", "form answer", "flow"],
    ["v2/interactive-with-error", "interactive"],
    ["v2/request-welcome", "request_welcome"],
    ["v2/unsupported-131051", "unsupported"],
  ];
  for (const [file, what, label, caption] of table) {
    const [event, ...more] = parseFixture(`${file}.json`);
    assert.equal(more.length, 0, file);
    assert.ok(event?.kind === "message", file);
    assert.deepEqual(
      event.content,
      { kind: "placeholder", what, ...(label && { label }), ...(caption && { caption }) },
      file,
    );
    assert.equal(event.opensWindow, true, file);
  }
});

test("parseNotification opens no window for edits, revocations, system and group messages", () => {
  const table: readonly (readonly [
    file: string,
    what: string,
    label?: string | undefined,
    caption?: string,
  ])[] = [
    ["v2/edit-text", "edited message", "Text was edited"],
    ["v2/edit-image", "edited message", "image", "Updated image caption"],
    ["v2/revoke", "deleted message"],
    // The body of a system message holds numbers.
    ["v2/system-number-change", "system message", "user_changed_number"],
    ["v1/system-number-change", "system message", "user_changed_number"],
    ["v2/text-group", "group message"],
  ];
  for (const [file, what, label, caption] of table) {
    const [event] = parseFixture(`${file}.json`);
    assert.ok(event?.kind === "message", file);
    assert.deepEqual(
      event.content,
      { kind: "placeholder", what, ...(label && { label }), ...(caption && { caption }) },
      file,
    );
    assert.equal(event.opensWindow, false, file);
  }
});

test("parseNotification reads times in seconds and milliseconds, as text and as number", () => {
  const table: readonly (readonly [unknown, number | null])[] = [
    ["1633034394", 1633034394000],
    [1633034394, 1633034394000],
    ["1633034394123", 1633034394123],
    [1633034394123, 1633034394123],
    ["yesterday", null],
    ["", null],
    [-5, null],
    [1e300, null],
    [{}, null],
    [undefined, null],
  ];
  for (const [timestamp, sentAt] of table) {
    const message = {
      id: "m1",
      from: "12025550143",
      timestamp,
      type: "text",
      text: { body: "Hi" },
    };
    const [event] = parse({ messages: [message] });
    assert.equal(event?.kind === "message" && event.sentAt, sentAt, String(timestamp));
  }
});
