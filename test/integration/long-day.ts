import assert from "node:assert/strict";

import type { SimulatedCustomer } from "../../src/simulator/dialog360/conversations.ts";
import type { CustomerContent } from "../../src/simulator/dialog360/phone-messages.ts";
import type { TeamwireMessage } from "../../src/simulator/teamwire/objects.ts";
import type { Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

const minute = 60_000;

/** A text, perhaps as a reply to a post that holds `on`. */
export type Words = string | { readonly text: string; readonly on: string };

/** A day of the team, told hour by hour. */
export interface Day {
  /** Lets time pass until a time of the team's clock, such as `14:05`; one that is over is tomorrow's. */
  at(time: string): Promise<void>;
  /** The same, where the bot has something to say at that time. */
  hearsAt(time: string): Promise<void>;
  /** A customer writes, and the chat has it. */
  writes(name: string, content: CustomerContent, replyTo?: string): Promise<void>;
  /** Somebody of the team writes in a customer's chat. */
  says(who: string, name: string, text: Words): Promise<void>;
  /** The wamid of the last message of ours that a customer has. */
  lastSent(name: string): string;
  /** All chats as staff read them, in the order in which everything was posted. */
  readonly transcript: () => string;
}

export function createDay(
  bot: Bot,
  { locale, timeZone }: { locale: string; timeZone: string },
): Day {
  const { teamwire, dialog360 } = bot.world;
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
  });

  function customerOf(name: string): SimulatedCustomer {
    return (
      bot.world.cast.customers.find((one) => one.name === name) ?? {
        name,
        phone: `4968130004${String(name.length).padStart(2, "0")}${name.charCodeAt(0)}`,
      }
    );
  }

  function tidOf(name: string): string {
    const chat = teamwire.simulator.chats.findLast(({ chat: { title } }) => title.includes(name));
    assert.ok(chat, name);
    return chat.chat.tid;
  }

  /** What is on its way or told in each delivery, newest first. */
  async function readStates(): Promise<readonly string[]> {
    const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
    return rows.map(({ to, state }) => `${to} ${state}`);
  }

  /** Until something came of what was written, and nothing moves any more, receipts and the bot's words included. */
  async function settle(before: number): Promise<void> {
    const moves = /(pending|sending|uncertain)$|customer sent$/;
    let last = "";
    await until("the end of it", async () => {
      await bot.clock.advance(1_000);
      const states = await readStates();
      const isStill = states.length > before && !states.some((state) => moves.test(state));
      const now = states.join();
      const isOver = isStill && now === last;
      last = now;
      return isOver;
    });
  }

  async function at(time: string): Promise<void> {
    let ms = minute - (bot.clock.now() % minute);
    while (clock.format(bot.clock.now() + ms) !== time) ms += minute;
    await bot.clock.advance(ms);
  }

  return {
    at,
    async hearsAt(time) {
      const { length } = await readStates();
      await at(time);
      // Time stands still until it is said.
      await until(`the word at ${time}`, async () => (await readStates()).length > length);
      await settle(length);
    },
    async writes(name, content, replyTo) {
      const customer = customerOf(name);
      const { length } = await readStates();
      const options = { ...(replyTo && { replyTo }) };
      assert.ok(await dialog360.simulator.writes(customer, content, options).taken);
      await settle(length);
    },
    async says(who, name, words) {
      const { text, on: replyTo } =
        typeof words === "string" ? { text: words, on: undefined } : words;
      const { length } = await readStates();
      const tid = tidOf(name);
      const { messages } = teamwire.simulator.botChat(tid);
      const mid = replyTo && messages.findLast(({ msg }) => msg?.includes(replyTo))?.mid;
      assert.ok(mid !== undefined || replyTo === undefined, replyTo);
      teamwire.simulator.post(tid, `user-${who}`, { text, ...(mid && { replyTo: mid }) });
      await settle(length);
    },
    lastSent(name) {
      const { phone, userId } = customerOf(name);
      const send = dialog360.simulator.sends.findLast(
        (one) => one.input === phone || one.input === userId,
      );
      return send?.id ?? assert.fail(name);
    },
    transcript() {
      const posts = teamwire.simulator.chats.flatMap(({ chat, messages }) =>
        messages.map((message) => ({
          chat: chat.title.replace(/^Whatsapp: | \(.*$/g, ""),
          message,
        })),
      );
      const byMid = new Map(posts.map(({ message }) => [message.mid, message]));
      let today = "";
      const lines = posts
        .toSorted((one, other) => one.message.timestamp - other.message.timestamp)
        .flatMap(({ chat, message }) => {
          const date = day.format(message.timestamp);
          const heading = date === today ? [] : ["", date, ""];
          today = date;
          return [...heading, ...toLines(chat, message, byMid)];
        });
      // How many seconds something takes is nobody's business here.
      return `${lines.join("\n").trim()}\n`.replace(/\b(\d\d:\d\d):\d\d\b/g, "$1");
    },
  };

  function toLines(
    chat: string,
    message: TeamwireMessage,
    byMid: ReadonlyMap<string, TeamwireMessage>,
  ): string[] {
    const { from_user: author, sender_display_name: name, msg, reply_to: replyTo } = message;
    const who = name ?? (author.is_bot ? "Bot" : author.first_name);
    const quoted = replyTo && byMid.get(replyTo);
    const about = quoted ? ` (on “${toShort(quoted.msg ?? "")}”)` : "";
    const files = (message.attachments ?? []).flatMap(({ assets }) => assets ?? []);
    const attached = files.map((file) => `[${file.name}]`).join(" ");
    const [first = "", ...more] = `${msg ?? ""}${msg && attached ? " " : ""}${attached}`.split(
      "\n",
    );
    const indent = " ".repeat(8);
    const start = `${clock.format(message.timestamp)}  ${chat.padEnd(12)} `;
    return [
      `${start}${who}${about}: ${first}`,
      ...more.map((line) => (line ? `${indent}${line}` : "")),
    ];
  }
}

function toShort(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
