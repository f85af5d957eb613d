// What `/templates` shows, and by which numbers: the list of the account as it is now, or as it was while 360dialog is away.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { post, readAnswers, readComponents, toTemplate } from "./template-scene.ts";

const minute = 60_000;
const isList = (method: string, path: string): boolean =>
  method === "GET" && path.endsWith("/templates");

/** Anna writes a command. @returns the bot's next answer */
async function ask(bot: Bot, command: string): Promise<string> {
  const before = readAnswers(bot).length;
  post(bot, command);
  await until(`an answer to ${command}`, () => readAnswers(bot).length > before);
  return readAnswers(bot)[before] ?? "";
}

test("/templates shows text, language and what is to be given, in the order in which it is written", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const list = await ask(bot, "/templates");
  const [, , ...lines] = list.split("\n");
  assert.deepEqual(lines, [
    "1. Your message reached us while we were not available, may we contact you concerning your question again? If so, please reply to this message with YES.",
    "2. Hello {{1}}, your order {{2}} is ready. Please reply to this message if you have a question.",
    "   en · {{1}} | {{2}}",
    "3. Hello {{1}}, your parcel is on its way and arrives on {{2}}.",
    "   en · {{1}} (heading “Order {{1}}”) | {{1}} | {{2}} | {{1}} (link of the button “Track it”)",
    "4. Hello {{1}}, we have moved. This is where you find us now.",
    "   en · a picture (JPEG or PNG) · {{1}}",
  ]);
});

test("/templates and /send in German, with names for the values", async (t) => {
  const templates = [
    toTemplate("termin", "Hallo {{name}}, bis {{tag}}!", {
      language: "de",
      components: [
        { type: "HEADER", format: "DOCUMENT" },
        { type: "BODY", text: "Hallo {{name}}, bis {{tag}}!" },
      ],
    }),
    toTemplate("karten", "Schauen Sie!", {
      components: [
        { type: "BODY", text: "Schauen Sie!" },
        { type: "CAROUSEL", cards: [] },
      ],
    }),
    toTemplate("termin", "Hello {{name}}, see you on {{tag}}!"),
  ];
  const bot = await startBot(t, {
    environment: { WA_LOCALE: "de" },
    world: { dialog360: { templates } },
    config: { templates: [{ name: "karten" }, { name: "termin" }] },
  });
  await beginChat(bot);
  assert.deepEqual((await ask(bot, "/templates")).split("\n").slice(2), [
    "1. Schauen Sie!",
    "   en · lässt sich aus diesem Chat nicht senden",
    "2. Hallo {{name}}, bis {{tag}}!",
    "   de · ein Dokument, als Datei angehängt · {{name}} | {{tag}}",
  ]);
  assert.match(await ask(bot, "/send 1"), /^Es wurde nichts gesendet: Vorlage 1 enthält etwas/);
  post(bot, "/send 2 Anna | Dienstag", ["FILE", "Plan.pdf", "application/pdf"]);
  await until("the template", () => readComponents(bot).length === 1);
  const [header, body] = readComponents(bot)[0] as object[];
  assert.ok(header);
  assert.deepEqual(body, {
    type: "body",
    parameters: [
      { type: "text", parameter_name: "name", text: "Anna" },
      { type: "text", parameter_name: "tag", text: "Dienstag" },
    ],
  });
});

test("/templates asks 360dialog anew where the list is older than a minute, and otherwise not", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { templates: [toTemplate("one")] } } });
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  const title = "Available template messages:\n\n";
  assert.equal(await ask(bot, "/templates"), `${title}1. one`);
  simulator.templates = [toTemplate("two"), toTemplate("one")];
  assert.equal(await ask(bot, "/templates"), `${title}1. one`, "it is fresh enough");
  await bot.clock.advance(minute);
  assert.equal(await ask(bot, "/templates"), `${title}1. one\n2. two`);
});

test("without anybody asking the list is loaded every 15 minutes", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { templates: [toTemplate("one")] } } });
  await beginChat(bot);
  await ask(bot, "/templates");
  bot.world.dialog360.simulator.templates = [toTemplate("two")];
  await bot.clock.advance(15 * minute);
  await until("the new one", async () => (await ask(bot, "/send 2")).includes("accepted"));
});

test("while 360dialog is away the list stays as it was, also after a restart", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { templates: [toTemplate("one")] } } });
  await beginChat(bot);
  const before = await ask(bot, "/templates");
  bot.world.dialog360.simulator.faults.failNext(1_000, { status: 503 }, isList);
  await bot.clock.advance(20 * minute);
  assert.equal(await ask(bot, "/templates"), before);
  await bot.stop();
  await bot.start();
  assert.equal(await ask(bot, "/templates"), before);
  assert.match(await ask(bot, "/send 1"), /accepted/);
});

test("staff do not wait for a 360dialog that does not answer", async (t) => {
  const bot = await startBot(t, { world: { dialog360: { templates: [toTemplate("one")] } } });
  await beginChat(bot);
  const before = await ask(bot, "/templates");
  await bot.clock.advance(minute);
  bot.world.dialog360.simulator.faults.breakNext(1, "silent", isList);
  post(bot, "/templates");
  const answer = await until("the answer", async () => {
    await bot.clock.advance(1_000);
    return readAnswers(bot)[1];
  });
  assert.equal(answer, before);
  const { degraded = [] } = await bot.ready();
  assert.deepEqual(degraded, [], "the question is still open");
});

test("a template keeps its number while others come and go, and says so when it is gone", async (t) => {
  const [one, two, three] = ["one", "two", "three"].map((name) => toTemplate(name));
  assert.ok(one && two && three);
  const bot = await startBot(t, { world: { dialog360: { templates: [one, two] } } });
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  simulator.templates = [three, two];
  await bot.clock.advance(minute);
  const title = "Available template messages:\n\n";
  assert.equal(await ask(bot, "/templates"), `${title}2. two\n3. three`);
  assert.equal(
    await ask(bot, "/send 1"),
    "Nothing was sent: template message 1 is no longer available. /templates shows the current list.",
  );
  simulator.templates = [three, { ...two, status: "paused" }, one];
  await bot.clock.advance(minute);
  assert.equal(await ask(bot, "/templates"), `${title}1. one\n3. three`);
});

test("the config's order is the numbering, and its fixed values fill heading, text and buttons in this order", async (t) => {
  const bot = await startBot(t, {
    config: {
      templates: [
        { name: "parcel_sent", parameters: ["4711", "Anna", "Tuesday", "4711-22"] },
        { name: "contact_again" },
      ],
    },
  });
  await beginChat(bot);
  assert.deepEqual((await ask(bot, "/templates")).split("\n").slice(2, 4), [
    "1. Hello {{1}}, your parcel is on its way and arrives on {{2}}.",
    "2. Your message reached us while we were not available, may we contact you concerning your question again? If so, please reply to this message with YES.",
  ]);
  post(bot, "/send 1");
  await until("the template", () => readComponents(bot).length === 1);
  const [conversation] = bot.world.dialog360.simulator.conversations.list();
  const card = conversation?.messages.at(-1)?.card;
  assert.deepEqual(
    [card?.heading, card?.buttons[0]?.value],
    ["Order 4711", "https://parcels.example/4711-22"],
  );
});
