import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { toContent, type FileContent } from "../../src/simulator/content.ts";
import type { WriteOptions } from "../../src/simulator/dialog360/simulator.ts";
import type { Bot } from "../fakes/bot.ts";

export const content = toContent(new Uint8Array(randomBytes(200_000)));
export const isFetch = (method: string, path: string): boolean =>
  method === "GET" && /^\/(\d+$|whatsapp_business|v1\/media\/)/.test(path);

export interface Sent {
  readonly type?: string;
  readonly mimeType?: string;
  readonly content?: FileContent;
  /** Beside what names the file. */
  readonly more?: object;
  readonly options?: WriteOptions;
}

/** Tobias sends a file. @returns its id */
export async function sendFile(bot: Bot, sent: Sent = {}): Promise<string> {
  const { simulator } = bot.world.dialog360;
  const { type = "document", mimeType = "application/pdf" } = sent;
  const file = simulator.media.add(sent.content ?? content, mimeType);
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  const message = { type, [type]: { ...file, ...sent.more } };
  assert.ok(await simulator.writes(tobias, message, sent.options).taken);
  return file.id;
}

/** The posts of the chat as text, attachment's type and the file's name; `!` where its content is another. */
export function readPosts(bot: Bot): string[] {
  const { chats, assets } = bot.world.teamwire.simulator;
  return (chats[0]?.messages ?? []).map(({ msg, attachments, reply_to: replyTo }) => {
    const [attachment] = attachments ?? [];
    const [asset] = attachment?.assets ?? [];
    if (!attachment || !asset) return msg ?? "";
    const stored = assets.get(asset.asset_id);
    const isSame = stored.content.sha256 === content.sha256 && stored.name === asset.name;
    return `${replyTo ? "> " : ""}${msg ?? "-"} ${attachment.type} ${asset.name}${isSame ? "" : " !"}`;
  });
}

export function readSpool(bot: Bot): string[] {
  const folder = join(bot.folder, "store.db.files");
  return existsSync(folder) ? readdirSync(folder) : [];
}
