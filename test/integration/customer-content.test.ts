// Whatever customers send can be read in the chat.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { beginChat, envelope, readSent, textMessage } from "./conversation.ts";

const phone = "49681300012978";
const kept =
  "bot: The WhatsApp user has not written yet. Your message is kept and goes out as soon as they do. Send a template now with /send 1, see /held, take it back with /cancel 1.";

/** What staff get to see of these, one after the other, without the greeting. */
async function readPosts(bot: Bot, count: number): Promise<string[]> {
  await until("all posts", () => bot.posts().length === count + 1);
  return bot.posts().slice(1);
}

test("what customers share arrives as lines that staff can read", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const { simulator } = bot.world.dialog360;
  const name = { formatted_name: "Barbara Johnson", first_name: "Barbara" };
  const phones = [{ phone: "+1 412-555-0829", wa_id: "14125550829", type: "CELL" }];
  const items = [{ product_retailer_id: "SODA", quantity: 2, item_price: 10.5, currency: "USD" }];
  const form = { name: "flow", body: "Sent", response_json: '{"flow_token":"t","day":"Tuesday"}' };
  const title = { id: "1", title: "Yes", description: "on Tuesday" };
  await simulator.writes(tobias, { type: "contacts", contacts: [{ name, phones }] }).taken;
  await simulator.writes(tobias, {
    type: "order",
    order: { catalog_id: "1", text: "cold, please", product_items: items },
  }).taken;
  await simulator.writes(tobias, {
    type: "interactive",
    interactive: { type: "nfm_reply", nfm_reply: form },
  }).taken;
  await simulator.writes(tobias, {
    type: "interactive",
    interactive: { type: "list_reply", list_reply: title },
  }).taken;
  await simulator.writes(tobias, { type: "payment", payment: { amount: 5 } }).taken;
  assert.deepEqual(await readPosts(bot, 5), [
    "Tobias: [contacts]\nBarbara Johnson\n+1 412-555-0829 (CELL)",
    "Tobias: [order]\n2 × SODA: USD\u00a010.50\nTotal: USD\u00a021.00\ncold, please",
    "Tobias: [form answer]\nday: Tuesday",
    "Tobias: Yes\non Tuesday",
    "Tobias: [payment] (WhatsApp does not hand it over; only the WhatsApp user can see it)",
  ]);
});

test("contacts come as a file too, which address books take in", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const barbara = {
    name: { formatted_name: "Barbara J.Johnson" },
    phones: [{ phone: "+1 412-555-0829", wa_id: "14125550829", type: "CELL" }],
  };
  const kerry = { name: { formatted_name: "Kerry" }, emails: [{ email: "kerry@example.com" }] };
  const { simulator } = bot.world.dialog360;
  await simulator.writes(tobias, { type: "contacts", contacts: [barbara] }).taken;
  await simulator.writes(tobias, { type: "contacts", contacts: [barbara, kerry] }).taken;
  await simulator.writes(tobias, { type: "contacts", contacts: [] }).taken;
  await readPosts(bot, 3);
  const { chats, assets } = bot.world.teamwire.simulator;
  const attached = (chats[0]?.messages ?? []).slice(1).map(({ attachments }) =>
    (attachments ?? []).map(({ type, assets: files }) => {
      const [file] = files ?? [];
      assert.ok(file);
      const { content } = assets.get(file.asset_id);
      const bytes = Buffer.concat([...(content.chunks?.() ?? [])]);
      return [type, file.name, bytes.toString()];
    }),
  );
  const cards = [
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Barbara J.Johnson;;;;\r\nFN:Barbara J.Johnson\r\nTEL;TYPE=CELL:+1 412-555-0829\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Kerry;;;;\r\nFN:Kerry\r\nEMAIL:kerry@example.com\r\nEND:VCARD\r\n",
  ];
  assert.deepEqual(attached, [
    [["FILE", "Barbara J.Johnson.vcf", cards[0]]],
    [["FILE", "contacts.vcf", cards.join("")]],
    [],
  ]);
});

test("a location comes with a link to a map, and as Teamwire's own location", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const location = {
    latitude: 37.44221496582,
    longitude: -122.16165924072,
    name: "Philz Coffee",
    address: "101 Forest Ave, Palo Alto, CA 94301",
  };
  const { simulator } = bot.world.dialog360;
  await simulator.writes(tobias, { type: "location", location }).taken;
  await simulator.writes(tobias, { type: "location", location: { ...location, latitude: 137 } })
    .taken;
  assert.deepEqual(await readPosts(bot, 2), [
    "Tobias: [location]\nPhilz Coffee\n101 Forest Ave, Palo Alto, CA 94301\nhttps://www.openstreetmap.org/?mlat=37.442215&mlon=-122.161659#map=17/37.442215/-122.161659",
    "Tobias: [location]\nPhilz Coffee\n101 Forest Ave, Palo Alto, CA 94301\n137, -122.16165924072",
  ]);
  const [, pinned, plain] = bot.world.teamwire.simulator.chats[0]?.messages ?? [];
  assert.deepEqual(pinned?.attachments, [
    {
      type: "LOCATION",
      name: "Philz Coffee",
      lat: 37.44221496582,
      lon: -122.16165924072,
      address: "101 Forest Ave, Palo Alto, CA 94301",
    },
  ]);
  assert.equal(plain?.attachments, null);
});

test("reactions, edits and deletions are told in one line, in the team's language", async (t) => {
  const bot = await startBot(t, { environment: { WA_LOCALE: "de" } });
  await beginChat(bot);
  const told = { from: phone, timestamp: "1795424340" };
  const original = { original_message_id: "wamid.1" };
  const edit = { ...original, message: { type: "text", text: { body: "Bis *morgen*" } } };
  const emoji = { message_id: "wamid.1", emoji: "👍" };
  const messages = [
    { ...told, id: "w1", type: "reaction", reaction: emoji },
    { ...told, id: "w2", type: "reaction", reaction: { message_id: "wamid.1" } },
    { ...told, id: "w3", type: "edit", edit },
    { ...told, id: "w4", type: "revoke", revoke: original },
  ];
  assert.equal(await bot.notify(envelope({ messages })), 200);
  assert.deepEqual(await readPosts(bot, 4), [
    "Tobias: hat mit 👍 reagiert",
    "Tobias: hat die Reaktion entfernt",
    "Tobias: hat die Nachricht bearbeitet:\nBis *morgen*",
    "Tobias: hat die Nachricht gelöscht",
  ]);
});

test("what was sent from the Business app is shown as that, and begins no talk", async (t) => {
  const bot = await startBot(t);
  const echo = { ...textMessage("w1", "We are on our way", "12025550100"), to: `+${phone}` };
  const body = envelope({ message_echoes: [echo] }).replace(
    '"field":"messages"',
    '"field":"smb_message_echoes"',
  );
  assert.equal(await bot.notify(body), 200);
  await until("the echo", () => bot.posts().length === 1);
  await answerInVain(bot, "bot: [sent from the WhatsApp Business app]\nWe are on our way");
});

test("a group message is shown as that, and begins no talk", async (t) => {
  const bot = await startBot(t);
  const message = { ...textMessage("w1", "Hello all"), group_id: "555555555" };
  assert.equal(await bot.notify(envelope({ messages: [message] })), 200);
  await until("the message", () => bot.posts().length === 1);
  await answerInVain(
    bot,
    "+496813***978: [written in a WhatsApp group; answers from this chat go to the person alone]\nHello all",
  );
});

/** Staff answer what the customer did not write to us. */
async function answerInVain(bot: Bot, shown: string): Promise<void> {
  const { simulator } = bot.world.teamwire;
  const [colleague] = simulator.users;
  assert.ok(colleague);
  simulator.post(simulator.chats[0]?.chat.tid ?? "", colleague.uid, "Thank you");
  await until("the notice", () => bot.posts().length === 3);
  assert.deepEqual(bot.posts(), [shown, `${colleague.first_name}: Thank you`, kept]);
  assert.deepEqual(readSent(bot), []);
}
