import assert from "node:assert/strict";
import { test } from "node:test";

import { redactJson, redactText, shortenMessageIds } from "../../../src/bridge/redact.ts";

/** Ids as WhatsApp makes them, with the number that is in them. */
const ids = [
  // Cloud API, from the fixtures: iPhone, Android, and with the longest number there can be.
  ["wamid.HBgLMTIwMjU1NTAxNDMVAgASGBQzQUZJWFRVUkUwMDAwMDAwMD97==", "12025550143"],
  ["wamid.HBgONDk2ODEzMDAwMTI5NzgVAgARGBI0MEFFNzBENjU2RjA2NzQyRTYA", "49681300012978"],
  ["wamid.HBgPNDk2ODEzMDAwMTI5Nzg5FQIAERgSNDBBRTcwRDY1NkYwNjc0MkU2AA==", "496813000129789"],
  // The older forms of Meta's documentation: half-bytes.
  ["gBGGFlA5FpafAgkOuJbRq54qwbM", "16503916969"],
  ["ABGGFlA5FpafAgo6tHcNmNjXmuSf", "16503916969"],
  ["gBEGkYiEB1VXAglK1ZEqA1YKPrU", "918884075557"],
  ["wamid.gBGGSFcCNEOPAgkO_KJ55r4w_ww", "48570234438"],
] as const;

/** Every way in which a text can be a part of an id's base64. */
function decode(text: string): string {
  return [0, 1, 2, 3]
    .map((skip) => Buffer.from(text.slice(skip), "base64"))
    .map((bytes) => `${bytes.toString("latin1")} ${bytes.toString("hex")}`)
    .join(" ");
}

test("the ids of these tests hold the number", () => {
  for (const [id, phone] of ids) assert.ok(decode(id.replace("wamid.", "")).includes(phone), id);
});

test("shortenMessageIds leaves nothing of the number, also where an id was cut off", () => {
  for (const [id, phone] of ids) {
    for (let length = 14; length <= id.length; length += 1) {
      const shown = shortenMessageIds(id.slice(0, length));
      assert.match(shown, /^(wamid\.)?\*\*\*/);
      const decoded = decode(shown.replace("wamid.", "").replace("***", ""));
      for (let at = 0; at + 4 <= phone.length; at += 1) {
        const digits = phone.slice(at, at + 4);
        assert.ok(!decoded.includes(digits), `${shown} holds ${digits} of ${phone}`);
      }
    }
  }
});

test("shortenMessageIds keeps the last 12 characters, and whatever is no message id", () => {
  for (const [text, shown] of [
    [ids[0][0], "wamid.***AwMDAwMD97=="],
    [ids[3][0], "***OuJbRq54qwbM"],
    [
      `failed:${ids[0][0]} and ${ids[1][0]}`,
      "failed:wamid.***AwMDAwMD97== and wamid.***RjA2NzQyRTYA",
    ],
    ["wamid.a1b2c3d4000001", "wamid.***4000001"],
    ["message-a1b2c3d4-17", "message-a1b2c3d4-17"],
    ["notification:3:messages[0]", "notification:3:messages[0]"],
    ["1795424400000", "1795424400000"],
  ] as const) {
    assert.equal(shortenMessageIds(text), shown);
  }
});

test("redactText redacts numbers beside message ids", () => {
  const text = `+49 681 3000-12978 wrote ${ids[0][0]}, 496813000978 answered`;
  assert.equal(
    redactText(text),
    "+496813***978 wrote wamid.***AwMDAwMD97==, +496813***978 answered",
  );
});

test("redactJson redacts texts, numbers and names at every depth, and leaves times", () => {
  const from = 49_681_300_012_978;
  const value = {
    wa_id: "49681300012978",
    from,
    timestamp: "1795424400",
    sent: { timestamp: 1_795_424_400_000, other: 1_795_424_400_000 },
    list: [`text ${from}`, null, true, 131_026, 49.681_300_012],
    [`tel:${from}`]: { "": "12" },
  };
  assert.deepEqual(redactJson(value), {
    wa_id: "+496813***978",
    from: "+496813***978",
    timestamp: "1795424400",
    sent: { timestamp: 1_795_424_400_000, other: "+179542***000" },
    list: ["text +496813***978", null, true, 131_026, 49.681_300_012],
    "tel:+496813***978": { "": "12" },
  });
  assert.deepEqual(redactJson({ timestamp: "49681300012978" }), { timestamp: "+496813***978" });
  assert.equal(redactJson("call 496813000978"), "call +496813***978");
});
