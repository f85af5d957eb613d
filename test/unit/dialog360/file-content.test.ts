import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, parseFixture } from "./notifications.ts";

test("parseNotification names a file, how to fetch it and what to call it", () => {
  const table: readonly (readonly [
    fixture: string,
    kind: string,
    name: string,
    caption?: string,
  ])[] = [
    ["v1/image", "image", "image.jpg", "Check out my product!"],
    ["v1/document", "document", "filename.pdf", "the caption"],
    ["v1/document-gif-mime", "document", "animated.gif"],
    ["v1/voice", "voice", "voice.ogg"],
    ["v2/image", "image", "image.jpg", "Check this out"],
    ["v2/document", "document", "filename.pdf", "caption"],
    ["v2/voice", "voice", "voice.ogg"],
    ["v2/sticker-animated", "sticker", "sticker.webp"],
  ];
  for (const [fixture, kind, name, caption] of table) {
    const [event] = parseFixture(`${fixture}.json`);
    assert.ok(event?.kind === "message" && event.content.kind === "file", fixture);
    const { content } = event;
    assert.deepEqual(
      [content.file.kind, content.file.name, content.caption],
      [kind, name, caption],
    );
    assert.match(content.file.mediaId ?? "", /^[0-9a-f-]{8,}$/, fixture);
    assert.match(content.file.mimeType, /^[a-z]+\/[a-z+-]+$/, fixture);
    assert.match(content.file.sha256 ?? "", /^([0-9a-f]{64}|[A-Za-z0-9+/]{43}=)$/, fixture);
  }
});

test("parseNotification keeps a link, and knows a file that WhatsApp does not hand out", () => {
  const files = [
    { id: 77, url: "https://lookaside.fbsbx.com/x", mime_type: "IMAGE/JPEG" },
    { file: "/usr/local/wamedia/shared/b1c68f", mime_type: 5, status: "undownloaded" },
    undefined,
  ].map((image) => {
    const [event] = parse({ messages: [{ id: "m1", from: "12025550143", type: "image", image }] });
    assert.ok(event?.kind === "message" && event.content.kind === "file");
    return event.content.file;
  });
  const unknown = {
    kind: "image",
    mediaId: null,
    mimeType: "application/octet-stream",
    name: "image.bin",
  };
  assert.deepEqual(files, [
    {
      kind: "image",
      mediaId: "77",
      mimeType: "image/jpeg",
      name: "image.jpg",
      url: "https://lookaside.fbsbx.com/x",
    },
    unknown,
    unknown,
  ]);
});
