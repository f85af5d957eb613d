import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "./notifications.ts";

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
