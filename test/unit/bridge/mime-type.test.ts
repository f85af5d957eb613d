import assert from "node:assert/strict";
import { test } from "node:test";

import { toMimeType } from "../../../src/bridge/mime-type.ts";
import { toStaffFile } from "../../../src/bridge/staff-file.ts";

test("toMimeType takes what may stand in a header, without parameters", () => {
  assert.equal(toMimeType("Audio/OGG; codecs=opus"), "audio/ogg");
  for (const odd of [undefined, "", "pdf", "a/b\r\nx: y", "a/b/c", "image/ö", "x".repeat(200)]) {
    assert.equal(toMimeType(odd), "application/octet-stream");
  }
});

test("toStaffFile sends what WhatsApp shows as such, whatever its type is called", () => {
  const table = [
    ["image", "image/jpg", "image/jpeg", "image.jpg"],
    ["image", "image/pjpeg", "image/jpeg", "image.jpg"],
    ["audio", "audio/mp3", "audio/mpeg", "audio.mp3"],
    ["audio", "Audio/X-M4A", "audio/mp4", "audio.m4a"],
    ["video", "video/3gp; codecs=x", "video/3gpp", "video.3gp"],
  ] as const;
  for (const [kind, told, mimeType, name] of table) {
    const asset = { assetId: "a1", name: undefined, mimeType: told };
    assert.deepEqual(toStaffFile(kind, asset), { kind, assetId: "a1", mimeType, name });
  }
});
