import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";

import { loadConfig } from "../../../src/settings/load-config.ts";

/** The first bytes of a PNG: signature, length and name of IHDR, width, height. */
function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** A JPEG up to its frame header, behind an APP0 and a Huffman table as cameras write them. */
function jpeg(width: number, height: number): Uint8Array {
  const frame = Buffer.from([
    0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
  ]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const app0 = Buffer.from([
    0xff,
    0xe0,
    0,
    16,
    ...Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1"),
  ]);
  const huffman = Buffer.from([0xff, 0xc4, 0, 4, 1, 2]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app0, huffman, frame]);
}

const configText = JSON.stringify({
  configs: [
    {
      key: "0f093255-25fa-4588-ac7d-0862e7020adc",
      chat_title_prefix: "Whatsapp:",
      chat_avatar_path: "img/logo",
      user_recipients: [{ user_id: "u" }],
    },
  ],
});
const file = resolve("/etc/bot/wa_config.json");
const avatar = resolve("/etc/bot/img/logo");

function load(files: Readonly<Record<string, Uint8Array>>): {
  isUsable: boolean;
  told: (readonly [string, string])[];
} {
  const { config, problems } = loadConfig(file, {
    readFile: (path) => {
      const bytes = files[path];
      if (!bytes) throw Object.assign(new Error("no file"), { code: "ENOENT" });
      return bytes;
    },
  });
  return {
    isUsable: config !== null,
    told: problems.map(({ where, severity }) => [where, severity] as const),
  };
}

const text = Buffer.from(configText);
const where = "configs[0].chat_avatar_path";

for (const [name, bytes, isUsable, told] of [
  ["a PNG of 600x600", png(600, 600), true, []],
  ["a JPEG of 600x600", jpeg(600, 600), true, []],
  ["a PNG of another size", png(600, 512), true, [[where, "warning"]]],
  ["a JPEG of another size", jpeg(64, 600), true, [[where, "warning"]]],
  ["a picture of another kind", Buffer.from("GIF89a".padEnd(40)), false, [[where, "error"]]],
  ["a JPEG that ends early", jpeg(600, 600).subarray(0, 24), false, [[where, "error"]]],
  ["an empty file", new Uint8Array(), false, [[where, "error"]]],
] as const) {
  test(`loadConfig judges an avatar: ${name}`, () => {
    assert.deepEqual(load({ [file]: text, [avatar]: bytes }), { isUsable, told });
  });
}

test("loadConfig refuses an avatar that is missing", () => {
  assert.deepEqual(load({ [file]: text }), { isUsable: false, told: [[where, "error"]] });
});

test("loadConfig tells of a config that is missing or not UTF-8", () => {
  assert.deepEqual(load({}), { isUsable: false, told: [[file, "error"]] });
  const utf16 = Buffer.from(`\uFEFF${configText}`, "utf16le");
  assert.deepEqual(load({ [file]: utf16 }), { isUsable: false, told: [[file, "error"]] });
});
