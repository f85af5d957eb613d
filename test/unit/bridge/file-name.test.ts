import assert from "node:assert/strict";
import { test } from "node:test";

import { toFileName } from "../../../src/bridge/file-name.ts";

const pdf = { mimeType: "application/pdf", fallback: "document" };

test("toFileName keeps good names and gives one where there is none", () => {
  const table: readonly (readonly [string | undefined, string])[] = [
    ["Angebot Nr. 5.pdf", "Angebot Nr. 5.pdf"],
    ["日本語 👨‍👩‍👧.pdf", "日本語 👨‍👩‍👧.pdf"],
    ["archive.tar.gz", "archive.tar.gz"],
    ["offer", "offer.pdf"],
    ["Angebot Nr.4711", "Angebot Nr.4711.pdf"],
    ["archive.7z", "archive.7z"],
    ["v1.2 of our very long story", "v1.2 of our very long story.pdf"],
    [undefined, "document.pdf"],
    ["", "document.pdf"],
    [" . ", "document.pdf"],
  ];
  for (const [name, safe] of table) assert.equal(toFileName(name, pdf), safe);
  assert.equal(toFileName(undefined, { mimeType: "x/unheard", fallback: "image" }), "image.bin");
});

test("toFileName makes every name harmless", () => {
  const table: readonly (readonly [string, string])[] = [
    ["../../etc/passwd", "passwd.pdf"],
    ["C:\\Windows\\win.ini", "win.ini"],
    ["/", "document.pdf"],
    ["..", "document.pdf"],
    ["a\u0000b\r\nc\u007f\u2028d.pdf", "abcd.pdf"],
    ["annex\u202efdp.exe", "annexfdp.exe"],
    ["\u200f\u2066x\u2069\ufeff.pdf", "x.pdf"],
    ["CON", "_CON.pdf"],
    ["nul.pdf", "_nul.pdf"],
    ["com1.txt.pdf", "_com1.txt.pdf"],
    ["console.pdf", "console.pdf"],
    ['a<b>:"c|d?*.pdf', "a_b___c_d__.pdf"],
    ["trailing. . .", "trailing.pdf"],
    [".htaccess", "htaccess.pdf"],
    ["\ud800.pdf", "\ufffd.pdf"],
  ];
  for (const [name, safe] of table) assert.equal(toFileName(name, pdf), safe, JSON.stringify(name));
});

test("toFileName bounds a name and keeps its extension and whole characters", () => {
  const long = toFileName(`${"👨‍👩‍👧".repeat(100)}.docx`, pdf);
  assert.ok(long.length <= 120 && long.endsWith("👨‍👩‍👧.docx"), long);
  assert.ok(toFileName(`a.${"x".repeat(500)}`, pdf).endsWith("x.pdf"));
  // 255 bytes is what file systems take.
  for (const sign of ["x", "ö", "文", "👨‍👩‍👧"]) {
    const bytes = new TextEncoder().encode(toFileName(sign.repeat(300), pdf)).byteLength;
    assert.ok(bytes > 150 && bytes < 255, `${sign} ${bytes}`);
  }
  assert.equal(toFileName(`a${"\u0301".repeat(400)}`, pdf), "document.pdf");
});
