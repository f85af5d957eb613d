import assert from "node:assert/strict";
import { test } from "node:test";

import {
  findPlaceholders,
  textPlaceholders,
  type TextId,
} from "../../../../src/bridge/texts/catalogue.ts";
import { de } from "../../../../src/bridge/texts/de.ts";
import { en } from "../../../../src/bridge/texts/en.ts";
import { es } from "../../../../src/bridge/texts/es.ts";
import { fr } from "../../../../src/bridge/texts/fr.ts";
import { it } from "../../../../src/bridge/texts/it.ts";
import { toPlaceholderText } from "../../../../src/bridge/texts/placeholder.ts";
import { sandboxTexts } from "../../../../src/bridge/texts/sandbox.ts";
import { createTexts, type TextLocale } from "../../../../src/bridge/texts/texts.ts";

const locales: readonly (readonly [TextLocale, Readonly<Record<TextId, string>>])[] = [
  ["en", en],
  ["de", de],
  ["fr", fr],
  ["it", it],
  ["es", es],
];
const english = createTexts({ locale: "en", timeZone: "Europe/Berlin" });
const afternoon = Date.UTC(2020, 3, 22, 12, 18, 2);

for (const [locale, texts] of locales) {
  test(`texts in ${locale} has every id with exactly its placeholders`, () => {
    assert.deepEqual(Object.keys(texts).toSorted(), Object.keys(textPlaceholders).toSorted());
    for (const [id, placeholders] of Object.entries(textPlaceholders)) {
      const text = Object.entries(texts).find(([key]) => key === id)?.[1] ?? "";
      assert.deepEqual([...findPlaceholders(text)].toSorted(), [...placeholders].toSorted(), id);
      assert.equal(text, text.trim(), id);
      assert.notEqual(text, "", id);
    }
  });
}

test("texts of the sandbox have the placeholders of those that they replace", () => {
  for (const [id, replaced] of Object.entries(sandboxTexts)) {
    for (const [locale, texts] of locales) {
      const usual = Object.entries(texts).find(([key]) => key === id)?.[1] ?? "";
      assert.deepEqual(findPlaceholders(replaced[locale]), findPlaceholders(usual), locale);
    }
  }
});

test("text prints the original bot's /help to the letter", () => {
  assert.deepEqual(english.text("help", {}).split("\n"), [
    "Whatsapp Bot",
    "",
    "Available commands:",
    "/help: list supported commands",
    "/info: reports information about the current whatsapp conversation",
    "/templates: list the available template messages",
    "/send <template index>: send the specified template message",
    "/held: list the messages that are kept until the whatsapp user writes",
    "/cancel <number>: take back a message that is kept",
    "/retry: as a reply to a message that was not delivered: send it again",
    "/note <text>: a remark for colleagues, nothing is sent",
    "/close: close this chat",
    "Note: any non-command message is relayed to the whatsapp user",
  ]);
});

test("text prints the original bot's /info to the letter", () => {
  const info = english.text("info", {
    started: english.time(afternoon),
    name: "Tobias",
    phone: "+496813***978",
    received: english.time(afternoon),
    sent: "22/04/2020, 14:29:39",
    active: english.text("yes", {}),
  });
  assert.deepEqual(info.split("\n"), [
    "Whatsapp Bot",
    "",
    "Conversation info:",
    "Started at: 22/04/2020, 14:18:02",
    "By WhatsApp user: Tobias",
    "Phone number: +496813***978",
    "Last message received: 22/04/2020, 14:18:02",
    "Last message sent: 22/04/2020, 14:29:39",
    "Conversation active: Yes",
    "",
    "Note: a WhatsApp conversation is active for 24 hours after the last message sent from the WhatsApp user has been received. During that time all messages sent to this chat are normally relayed to the WhatsApp user. After the 24hrs timeout is expired, only template messages can be sent.",
  ]);
});

test("text prints the original bot's other words", () => {
  assert.equal(english.text("templates.title", {}), "Available template messages:");
  assert.equal(english.text("no", {}), "No");
  assert.equal(english.text("none", {}), "-");
});

for (const [locale, expected] of [
  ["en", /^02\/04\/2020, 09:08:07$/],
  ["de", /^02\.04\.2020, 09:08:07$/],
  ["fr", /^02\/04\/2020,? 09:08:07$/],
  ["it", /^02\/04\/2020, 09:08:07$/],
  ["es", /^02\/04\/2020, 09:08:07$/],
] as const) {
  test(`time in ${locale} has two-digit day and month, a whole year and 24 hours`, () => {
    const texts = createTexts({ locale, timeZone: "Europe/Berlin" });
    assert.match(texts.time(Date.UTC(2020, 3, 2, 7, 8, 7)), expected);
  });
}

test("time counts midnight as 00 and follows the time zone", () => {
  assert.equal(english.time(Date.UTC(2020, 0, 1, 23, 0, 0)), "02/01/2020, 00:00:00");
  const kolkata = createTexts({ locale: "en", timeZone: "Asia/Kolkata" });
  assert.equal(kolkata.time(Date.UTC(2020, 0, 1, 12, 0, 0)), "01/01/2020, 17:30:00");
});

test("time without a time zone is by the clock of the system", () => {
  const texts = createTexts({ locale: "en", timeZone: null });
  const [, hour] = /, (\d\d):34:56$/.exec(texts.time(Date.UTC(2020, 5, 1, 12, 34, 56))) ?? [];
  assert.equal(Number(hour), new Date(Date.UTC(2020, 5, 1, 12, 34, 56)).getHours());
});

test("text takes an override for all locales or for one, and leaves the others", () => {
  const overrides = {
    "templates.title": "Vorlagen:",
    "templates.empty": { de: "Keine da." },
    "send.gone": { en: "Gone." },
  };
  const texts = createTexts({ locale: "de", timeZone: "UTC", overrides });
  assert.equal(texts.text("templates.title", {}), "Vorlagen:");
  assert.equal(texts.text("templates.empty", {}), "Keine da.");
  assert.equal(texts.text("send.gone", { number: 2 }), de["send.gone"].replace("{number}", "2"));
});

test("text does not fill in what stands in a value", () => {
  assert.match(
    english.text("command.unknown", { command: "/{nearest}", nearest: "/help" }),
    /\/\{nearest\}.*\/help/,
  );
});

test("toPlaceholderText names kind, file and caption, in the team's language", () => {
  const image = { what: "image", label: "photo.jpg", caption: "Our garden" };
  const german = createTexts({ locale: "de", timeZone: "UTC" });
  assert.equal(
    toPlaceholderText(english, image, "file.lost"),
    "[image: photo.jpg] (the file could not be relayed)\nOur garden",
  );
  assert.match(toPlaceholderText(german, image, "file.later"), /^\[Bild: photo\.jpg\] /);
});
