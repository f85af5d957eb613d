// What does not fit a template is explained before anything is sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { picture, plan, post, readAnswers, type Attached } from "./template-scene.ts";

const hour = 3_600_000;

const needs =
  "Values that template message 3 needs: 4 ({{1}} (heading “Order {{1}}”) | {{1}} | {{2}} | {{1}} (link of the button “Track it”))";
const likeThis = "Write them after the number, separated by |, like this: /send 3 Anna | Tuesday";
const nimmt =
  "Für Vorlage 3 nötige Angaben: 4 ({{1}} (Überschrift „Order {{1}}“) | {{1}} | {{2}} | {{1}} (Link der Schaltfläche „Track it“))";

type Misfit = readonly [text: string, attached: readonly Attached[], answer: string];

/** By language: what is posted, and what the bot says to it. */
const misfits: Readonly<Record<"en" | "de", readonly Misfit[]>> = {
  en: [
    ["/send 3", [], `${needs}, given: 0. ${likeThis}`],
    ["/send 3 4711 | Anna | Tuesday", [], `${needs}, given: 3. ${likeThis}`],
    ["/send 3 1 | 2 | 3 | 4 | 5", [], `${needs}, given: 5. ${likeThis}`],
    ["/send 3 4711 | Anna | | 12", [], `${needs}, given: 3. ${likeThis}`],
    [
      "/send 3 4711 | Anna | Tuesday | 47 11",
      [],
      "“47 11” becomes a part of the link of the button “Track it”: it cannot contain spaces.",
    ],
    ["/send 1 Anna", [], "Template message 1 takes no values. Write only /send 1."],
    [
      "/send 1",
      [picture],
      "Template message 1 takes no attachment. Write /send 1 without one, and send the attachment in a message of its own.",
    ],
    [
      "/send 4 Anna",
      [],
      "Template message 4 needs an attachment: a picture (JPEG or PNG). Attach it to the very message in which you write /send 4.",
    ],
    [
      "/send 4",
      [plan],
      "plan.pdf does not fit: template message 4 needs a picture (JPEG or PNG). Values that template message 4 needs: 1 ({{1}}), given: 0. Write them after the number, separated by |, like this: /send 4 Anna | Tuesday",
    ],
    [
      "/send 4 Anna",
      [picture, picture],
      "Template message 4 takes one attachment only: a picture (JPEG or PNG).",
    ],
  ],
  de: [
    [
      "/send 3 4711",
      [],
      `${nimmt}, erhalten: 1. Schreiben Sie die Angaben hinter die Nummer, getrennt durch |, zum Beispiel: /send 3 Anna | Dienstag`,
    ],
    [
      "/send 4 Anna",
      [],
      "Vorlage 4 braucht einen Anhang: ein Bild (JPEG oder PNG). Hängen Sie ihn an dieselbe Nachricht an, in der Sie /send 4 schreiben.",
    ],
    [
      "/send 4 Anna",
      [plan],
      "plan.pdf passt nicht. Vorlage 4 braucht als Anhang: ein Bild (JPEG oder PNG).",
    ],
    [
      "/send 2 Anna | Bo",
      [plan],
      "Zu Vorlage 2 gehört kein Anhang. Schreiben Sie /send 2 ohne Anhang, und senden Sie diesen in einer eigenen Nachricht.",
    ],
  ],
};

for (const [locale, posts] of Object.entries(misfits)) {
  test(`what does not fit a template is explained, and nothing is sent: ${locale}`, async (t) => {
    const bot = await startBot(t, { environment: { WA_LOCALE: locale } });
    await beginChat(bot);
    for (const [text, attached] of posts) post(bot, text, ...attached);
    await until("the answers", () => readAnswers(bot).length === posts.length);
    const nothing = locale === "de" ? "Es wurde nichts gesendet." : "Nothing was sent.";
    assert.deepEqual(
      readAnswers(bot),
      posts.map(([, , answer]) => `${nothing} ${answer}`),
    );
    await bot.clock.advance(hour);
    assert.equal(bot.world.dialog360.simulator.calls.length, 0);
  });
}
