import assert from "node:assert/strict";
import { test } from "node:test";

import { redactPhone, redactPhones } from "../../../src/bridge/identity.ts";
import { toChatTitle, toDisplayName } from "../../../src/bridge/session.ts";
import { isWindowOpen, toWindowEnd, toWrittenAt } from "../../../src/bridge/window.ts";

const minute = 60_000;
const hour = 60 * minute;

test("toChatTitle follows the contract for every set of ids", () => {
  const cases: [Parameters<typeof toChatTitle>[1], string][] = [
    [{ name: "Tobias", phone: "496813000978" }, "Whatsapp: Tobias (+496813000978)"],
    [{ name: "Tobias", username: "tobi", userId: "DE.1" }, "Whatsapp: Tobias (@tobi)"],
    [{ name: "Tobias", userId: "DE.1" }, "Whatsapp: Tobias"],
    [{ phone: "496813000978" }, "Whatsapp: +496813000978"],
    [{ userId: "DE.1" }, "Whatsapp: WhatsApp user"],
    [{ name: "To\nbi\tas  M", phone: "4968130" }, "Whatsapp: To bi as M (+4968130)"],
  ];
  for (const [customer, title] of cases) assert.equal(toChatTitle("Whatsapp: ", customer), title);
});

test("toChatTitle cuts a name at 80 characters and never inside of one", () => {
  const family = "👨‍👩‍👧‍👦";
  const title = toChatTitle("W", { name: family.repeat(90), userId: "DE.1" });
  assert.equal(title, `W ${family.repeat(80)}`);
});

test("a name turns nothing around in a title, and keeps what scripts and emoji need", () => {
  const turned = { name: "\u202eTob\u200eias\u2066 \u2069", phone: "4968130" };
  assert.equal(toChatTitle("W", turned), "W Tobias (+4968130)");
  assert.equal(toDisplayName(turned), "Tobias");
  const joined = { name: "می\u200cخواهم 👩\u200d💻", userId: "DE.1" };
  assert.equal(toDisplayName(joined), joined.name);
});

test("toDisplayName never shows a number in full", () => {
  assert.equal(toDisplayName({ phone: "496813000978" }), "+496813***978");
  assert.equal(toDisplayName({ name: "Tobias", phone: "496813000978" }), "Tobias");
  assert.equal(toDisplayName({ username: "tobi", phone: "496813000978" }), "@tobi");
  assert.equal(toDisplayName({ userId: "DE.1" }), "WhatsApp user");
});

test("redactPhone keeps as much of a number as the contract allows", () => {
  assert.equal(redactPhone("496813000978"), "+496813***978");
  assert.equal(redactPhone("12025550143"), "+120***43");
  assert.equal(redactPhone("12345678"), "+123***78");
  assert.equal(redactPhone("1234567"), "***");
});

test("redactPhones finds numbers in a title however they are written", () => {
  assert.equal(
    redactPhones("Whatsapp: Tobias (+496813000978)"),
    "Whatsapp: Tobias (+496813***978)",
  );
  assert.equal(redactPhones("call +49 681 3000-978 now"), "call +496813***978 now");
  assert.equal(redactPhones("room 12, floor 3"), "room 12, floor 3");
});

test("the window ends 24 hours after a message was written, not after it arrived", () => {
  const arrived = Date.parse("2026-11-23T12:00:00Z");
  const end = toWindowEnd(toWrittenAt(arrived - 2 * hour, arrived));
  assert.equal(end, arrived + 22 * hour);
  assert.equal(isWindowOpen(end, end - 1), true);
  assert.equal(isWindowOpen(end, end), false);
  assert.equal(isWindowOpen(null, arrived), false);
});

test("toWrittenAt takes the arrival for a time that is missing or ahead", () => {
  const arrived = Date.parse("2026-11-23T12:00:00Z");
  assert.equal(toWrittenAt(null, arrived), arrived);
  assert.equal(toWrittenAt(arrived + 4 * minute, arrived), arrived);
  assert.equal(toWrittenAt(arrived + 6 * minute, arrived), arrived);
});
