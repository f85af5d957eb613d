import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfAll, toFailureText } from "../../../../src/bridge/texts/failure-text.ts";
import { findMeaning } from "../../../../src/bridge/texts/provider-codes.ts";
import { createTexts } from "../../../../src/bridge/texts/texts.ts";

const title = "Provider's own words";
const english = createTexts({ locale: "en", timeZone: "UTC" });
const german = createTexts({ locale: "de", timeZone: "UTC" });

/**
 * Every code of both generations that is documented, by what is to be done, with the words by which staff see why and
 * which way is left.
 */
const documented: readonly (readonly [
  codes: readonly number[],
  verdict: string,
  english: RegExp,
  german: RegExp,
])[] = [
  [
    [131047, 470],
    "window",
    /24 hours old.*\/templates.*\/send 1/,
    /24 Stunden.*\/templates.*\/send 1/,
  ],
  [
    [4, 80007, 130429, 133016, 131064, 613, 429, 1015],
    "throttled",
    /too many messages.*\/retry/,
    /zu viele Nachrichten.*\/retry/,
  ],
  [[131056], "pair", /too many messages.*\/retry/, /zu viele Nachrichten.*\/retry/],
  [[131048, 471], "throttled", /blocked or reported.*\/retry/, /blockiert oder gemeldet.*\/retry/],
  [
    [
      0, 190, 3, 10, 200, 299, 368, 131031, 131042, 131045, 131037, 402, 430, 432, 433, 1005, 1022,
      1024,
    ],
    "account",
    /our WhatsApp account \(code \d+\).*tell whoever/,
    /unserem WhatsApp-Konto.*\(Code \d+\).*Bescheid/,
  ],
  [
    [131000, 131016, 131057, 1, 2, 500, 1000, 1011, 1014, 1023],
    "transient",
    /had a fault.*\/retry/,
    /Störung.*\/retry/,
  ],
  [[131053], "transient", /the file.*another format/, /Datei.*anderen Format/],
  [[131052, 400], "permanent", /the file.*another format/, /Datei.*anderen Format/],
  [
    [131026, 1006, 1013, 1021, 1026],
    "permanent",
    /cannot reach this number.*another way/,
    /nicht erreichen.*auf anderem Weg/,
  ],
  [[408, 410], "permanent", /could not be reached.*\/retry/, /nicht erreichbar.*\/retry/],
  [[130497], "permanent", /this country.*another way/, /diesem Land.*auf anderem Weg/],
  [[131049, 130472, 472], "permanent", /promotional.*few days/, /Werbenachrichten.*ein paar Tagen/],
  [[131050], "permanent", /does not want.*wait until/, /möchte keine.*warten Sie/],
  [[131021], "permanent", /our own.*another number/, /eigenen.*andere Nummer/],
  [[131030], "permanent", /test account.*tell whoever/, /Testkonto.*Bescheid/],
  [[131062], "permanent", /phone number.*\/templates/, /Telefonnummer.*\/templates/],
  [[131051, 501], "permanent", /of this kind.*as text/, /dieser Art.*als Text/],
  [
    [131008, 131009, 100, 33, 135000, 1001, 1002, 1004, 1008, 1009, 1010, 1025],
    "permanent",
    /code \d+.*not your doing.*tell whoever/,
    /Code \d+.*nicht an Ihnen.*Bescheid/,
  ],
  [
    [
      132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069, 2000, 2001,
      2002, 2003,
    ],
    "permanent",
    /template message \(code \d+\).*\/templates/,
    /Vorlage nicht angenommen \(Code \d+\).*\/templates/,
  ],
];

for (const [codes, verdict, inEnglish, inGerman] of documented) {
  test(`toFailureText has plain words with a way out for ${codes.join(", ")}`, () => {
    for (const code of codes) {
      assert.equal(findMeaning(code)?.verdict, verdict, String(code));
      const [words, worte] = [english, german].map((texts) =>
        toFailureText(texts, { code, title }),
      );
      assert.match(words ?? "", /^This message was not delivered: /);
      assert.match(words ?? "", inEnglish, String(code));
      assert.match(worte ?? "", /^Diese Nachricht wurde nicht zugestellt: /);
      assert.match(worte ?? "", inGerman, String(code));
      assert.doesNotMatch(`${words}${worte}`, /Provider|\{|null/);
    }
  });
}

test("toFailureText falls back to the provider's title, and says so without one", () => {
  assert.match(
    toFailureText(english, { code: 139999, title }),
    /^This message was not delivered\. WhatsApp's reason: Provider's own words\..*\/retry.*whoever/,
  );
  assert.match(
    toFailureText(german, { code: 139999, title }),
    /von WhatsApp: Provider's own words/,
  );
  assert.match(toFailureText(english, { code: null, title: " " }), /gave no reason.*\/retry/);
  assert.match(toFailureText(english, null), /was not delivered.*gave no reason/);
});

test("isOfAll tells what meets everything that is sent to this customer", () => {
  for (const [code, expected] of [
    [131026, true],
    [131047, true],
    [190, true],
    [210, true],
    [131053, false],
    [132000, false],
    [100, false],
    [139999, false],
  ] as const) {
    assert.equal(isOfAll({ code, title }), expected, String(code));
  }
  assert.equal(isOfAll(null), true);
});
