import assert from "node:assert/strict";
import { test } from "node:test";

import { toVcard } from "../../../../src/bridge/plan/vcard.ts";

const bare = { phones: [], emails: [], addresses: [], urls: [] };

test("toVcard writes all of a contact as RFC 2426 has it", () => {
  const card = {
    name: "Barbara Johnson; Dr.",
    organisation: { company: "Meta, Inc", department: "Engineering", title: "Engineer" },
    phones: [
      { value: "+14125550829", label: "CELL" },
      { value: "555", label: "on duty:x" },
    ],
    emails: [{ value: "foo@example.com" }],
    addresses: ["1 Hacker Way\nMenlo Park"],
    urls: [String.raw`https://example.com/a\b`],
    birthday: "1999-01-23",
  };
  assert.deepEqual(toVcard(card).split("\r\n"), [
    "BEGIN:VCARD",
    "VERSION:3.0",
    String.raw`N:Barbara Johnson\; Dr.;;;;`,
    String.raw`FN:Barbara Johnson\; Dr.`,
    String.raw`ORG:Meta\, Inc;Engineering`,
    "TITLE:Engineer",
    "TEL;TYPE=CELL:+14125550829",
    "TEL;TYPE=ondutyx:555",
    "EMAIL:foo@example.com",
    String.raw`ADR:;;1 Hacker Way\nMenlo Park;;;;`,
    String.raw`URL:https://example.com/a\\b`,
    "BDAY:1999-01-23",
    "END:VCARD",
    "",
  ]);
});

test("toVcard names a nameless contact by what it has", () => {
  const cards: readonly (readonly [object, string])[] = [
    [{ phones: [{ value: "+49681300012978" }], emails: [{ value: "a@b" }] }, "+49681300012978"],
    [{ emails: [{ value: "a@b" }] }, "a@b"],
    [{ organisation: { company: "Meta" } }, "Meta"],
    [{}, "WhatsApp"],
  ];
  for (const [card, name] of cards) {
    assert.ok(toVcard({ ...bare, ...card }).includes(`\r\nFN:${name}\r\n`), name);
  }
});

test("toVcard folds lines at 75 bytes and tears no character apart", () => {
  for (const name of ["ü👍".repeat(30), "x".repeat(300)]) {
    const lines = toVcard({ ...bare, name }).split("\r\n");
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75);
    assert.ok(lines.length > 8);
    const unfolded = lines.join("\r\n").replaceAll("\r\n ", "");
    assert.ok(unfolded.includes(`\r\nFN:${name}\r\n`));
  }
});
