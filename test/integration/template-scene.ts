import { toContent } from "../../src/simulator/content.ts";
import type { SimulatedTemplate } from "../../src/simulator/dialog360/templates.ts";
import type { Bot } from "../fakes/bot.ts";

/** A file as staff attach it. */
export type Attached = readonly [type: string, name: string, mimeType: string];

export const picture: Attached = ["GALLERY", "front.jpg", "image/jpeg"];
export const plan: Attached = ["FILE", "plan.pdf", "application/pdf"];

/** Anna posts in the first chat. @returns the post's `mid` */
export function post(bot: Bot, text: string, ...attached: readonly Attached[]): string {
  const { simulator } = bot.world.teamwire;
  const content = toContent(new TextEncoder().encode("a file"));
  const attachments = attached.map(([type, name, mimeType]) => ({
    type,
    assets: [simulator.assets.add(content, { name, mimeType })],
  }));
  const tid = simulator.chats[0]?.chat.tid ?? "";
  const more = attachments.length > 0 && { attachments };
  return simulator.post(tid, "user-anna", { text, ...more }).mid;
}

/** What the bot says in the first chat, with what it replies to. */
export function readAnswers(bot: Bot): string[] {
  const messages = bot.world.teamwire.simulator.chats[0]?.messages ?? [];
  const byMid = new Map(messages.map(({ mid, msg }) => [mid, msg]));
  return messages.flatMap(({ from_user: author, sender_display_name: name, msg, reply_to: mid }) =>
    author.is_bot && !name ? [`${mid ? `> ${byMid.get(mid)}: ` : ""}${msg}`] : [],
  );
}

/** The components of the templates that were sent. */
export function readComponents(bot: Bot): unknown[] {
  return bot.world.dialog360.simulator.sends.map(({ content }) => content["components"]);
}

/** An approved template of the account. */
export function toTemplate(
  name: string,
  text = name,
  more: Partial<SimulatedTemplate> = {},
): SimulatedTemplate {
  return {
    name,
    language: "en",
    status: "approved",
    category: "UTILITY",
    namespace: "00000000_0000_4000_8000_000000000001",
    components: [{ type: "BODY", text }],
    ...more,
  };
}
