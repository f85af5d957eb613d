// A long day of a support team, told as staff read it: for whoever wants to know what the bot says, and how often. With
// WRITE_TRANSCRIPTS=1 it is written down anew; then it wants to be read.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { createDay } from "./long-day.ts";

const timeZone = "Europe/Berlin";
const hours = { mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"] };
const away = {
  en: "We are back at 9 in the morning and will answer then.",
  de: "Wir sind morgens ab 9 Uhr wieder da und antworten dann.",
};

for (const [locale, formats] of [
  ["en", "en-GB"],
  ["de", "de"],
] as const) {
  test(`a long day of a team reads as it is written down: ${locale}`, async (t) => {
    const bot = await startBot(t, {
      environment: { WA_LOCALE: locale, WA_TIMEZONE: timeZone },
      config: {
        window_warning: [240, 30],
        staff_signature: "first_name",
        away: { text: away, hours },
      },
    });
    const day = createDay(bot, { locale: formats, timeZone });
    const { faults } = bot.world.dialog360.simulator;

    await day.at("10:05");
    await day.writes("Tobias", "Good morning, is my order 4711 ready?");
    await day.at("10:08");
    await day.says("anna", "Tobias", "Good morning Tobias, I am having a look.");
    await day.says("anna", "Tobias", "/note He was upset last week, please be quick.");
    await day.at("10:20");
    await day.writes("Lena Krüger", "Do you also deliver to Luxembourg?");
    await day.writes("Kim", "Hi! I have no number to give you, does that matter?");
    await day.says("jonas", "Kim", "Not at all, we can write to you here.");
    await day.at("10:31");
    await day.says("jonas", "Tobias", "Your order is ready, you can pick it up until 18:00.");
    await day.writes("Tobias", {
      type: "reaction",
      reaction: { message_id: day.lastSent("Tobias"), emoji: "👍" },
    });
    await day.at("11:00");
    await day.writes("Oskar", "I would like to cancel my subscription.");
    await day.says(
      "mira",
      "Oskar",
      "//cancel is what you write in the app, then it ends with the month.",
    );
    await day.says("mira", "Oskar", "/canel");
    await day.at("11:40");
    await day.writes("Ines", "Can you call me back?");
    faults.failNext(1, {
      status: 400,
      body: { error: { code: 131026, message: "(#131026) Message undeliverable" } },
    });
    await day.says("jonas", "Ines", "Of course, when does it suit you?");
    await day.at("11:52");
    await day.says("jonas", "Ines", { text: "/retry", on: "Of course, when" });
    await day.at("12:30");
    await day.writes("Yusuf", "Where do I find the invoice?");
    await day.says("mira", "Yusuf", "Under My account, Orders, Invoices.");
    await day.says("mira", "Yusuf", { text: "/info", on: "Under My account" });
    await day.at("19:30");
    await day.writes("Yusuf", "It is not there, I am afraid.");
    await day.at("08:10");
    await day.writes("Oskar", "Thank you, that worked.");
    await day.hearsAt("09:00");
    await day.at("09:05");
    await day.says("mira", "Yusuf", "Sorry about that, I have just sent it by mail.");
    await day.hearsAt("09:50");
    await day.at("11:15");
    await day.says("anna", "Lena Krüger", "Yes, we deliver to Luxembourg, it takes two days.");
    await day.says("anna", "Lena Krüger", "Shipping is free from 50 euros.");
    await day.says("anna", "Lena Krüger", "/templates");
    await day.says("anna", "Lena Krüger", "/send 2 Lena | Luxembourg");
    await day.at("11:40");
    await day.writes("Lena Krüger", "Wonderful, then I order today.", day.lastSent("Lena Krüger"));
    await day.at("12:00");
    await day.says("anna", "Lena Krüger", "/info");
    await day.says("jonas", "Kim", "/close");
    await day.hearsAt("16:30");
    await day.at("17:10");

    const file = new URL(`../transcripts/long-day.${locale}.txt`, import.meta.url);
    if (env["WRITE_TRANSCRIPTS"]) writeFileSync(file, day.transcript());
    assert.equal(day.transcript(), readFileSync(file, "utf8"));
  });
}
