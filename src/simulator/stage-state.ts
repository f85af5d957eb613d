import type { Conversation, PhoneMessage } from "./dialog360/conversations.ts";
import type { MediaStore } from "./dialog360/media.ts";
import type { Dialog360Simulator } from "./dialog360/simulator.ts";
import type { TemplateCard } from "./dialog360/template-card.ts";
import { attachedToMessage, attachedToPost, type StageAttached } from "./stage-attached.ts";
import type { Assets } from "./teamwire/assets.ts";
import type { ChatRecord, TeamwireMessage, TeamwireUser } from "./teamwire/objects.ts";
import type { TeamwireSimulator } from "./teamwire/simulator.ts";

/** What the page shows; sent whole after every change. */
export interface StageState {
  readonly now: number;
  /** False until a webhook is registered at the simulated 360dialog. */
  readonly connected: boolean;
  readonly customers: readonly StageCustomer[];
  readonly colleagues: readonly { readonly uid: string; readonly name: string }[];
  readonly chats: readonly StageChat[];
}

export interface StageCustomer {
  readonly id: string;
  readonly name: string;
  /** With `+`; null for people without a number. */
  readonly phone: string | null;
  readonly username: string | null;
  readonly windowExpiresAt: number | null;
  readonly messages: readonly StageMessage[];
}

export interface StageMessage
  extends Omit<PhoneMessage, "content" | "reference" | "card">, StageAttached {
  readonly card: Omit<TemplateCard, "header"> | null;
}

export interface StageChat {
  readonly tid: string;
  readonly title: string;
  readonly isClosed: boolean;
  readonly members: readonly string[];
  readonly avatar: boolean;
  readonly messages: readonly StagePost[];
}

export interface StagePost extends StageAttached {
  readonly mid: string;
  readonly at: number;
  readonly uid: string;
  readonly author: string;
  readonly byBot: boolean;
  /** The customer's name on what the bot relays. */
  readonly displayName: string | null;
  readonly text: string;
  readonly replyTo: string | null;
  readonly deleted: boolean;
}

/** The state of both simulators as the page needs it. */
export function toStageState(
  dialog360: Dialog360Simulator,
  teamwire: TeamwireSimulator,
  now: number,
): StageState {
  return {
    now,
    connected: dialog360.webhook.target !== null,
    customers: dialog360.conversations.list().map((one) => toCustomer(one, dialog360.media)),
    colleagues: teamwire.users.map((user) => ({ uid: user.uid, name: toName(user) })),
    chats: teamwire.chats
      .filter((record) => !record.deleted)
      .map((record) => toChat(record, teamwire)),
  };
}

function toCustomer(conversation: Conversation, media: MediaStore): StageCustomer {
  const { id, customer, messages, windowExpiresAt } = conversation;
  const phone = customer.phone ? `+${customer.phone}` : null;
  const username = customer.username ?? null;
  const name = customer.name ?? phone ?? (username ? `@${username}` : "Somebody");
  return {
    id,
    name,
    phone,
    username,
    windowExpiresAt,
    messages: messages.map((message) => toMessage(message, media)),
  };
}

function toMessage(message: PhoneMessage, media: MediaStore): StageMessage {
  const { content: _content, reference: _reference, card, ...shown } = message;
  const attached = attachedToMessage(message, media);
  const { heading = "", footer = "", buttons = [] } = card ?? {};
  return {
    ...shown,
    ...attached,
    card: card && { heading, footer, buttons },
    text: attached.place && !card ? "" : shown.text,
  };
}

function toChat(record: ChatRecord, teamwire: TeamwireSimulator): StageChat {
  const { chat, userIds, groupIds, messages, avatarAssetId, hasBot } = record;
  const people = teamwire.users.filter(({ uid }) => userIds.includes(uid)).map(toName);
  const circles = teamwire.groups.filter(({ gid }) => groupIds.includes(gid));
  return {
    tid: chat.tid,
    title: chat.title,
    isClosed: chat.is_closed,
    members: [
      ...people,
      ...circles.map(({ title }) => title),
      ...(hasBot ? [toName(teamwire.options.bot)] : []),
    ],
    avatar: avatarAssetId !== null,
    messages: messages.map((message) => toPost(message, teamwire.assets)),
  };
}

function toPost(message: TeamwireMessage, assets: Assets): StagePost {
  return {
    mid: message.mid,
    at: message.timestamp,
    uid: message.from_user.uid,
    author: toName(message.from_user),
    byBot: message.from_user.is_bot,
    displayName: message.sender_display_name,
    text: message.msg ?? "",
    ...attachedToPost(message, assets),
    replyTo: message.reply_to,
    deleted: message.deleted,
  };
}

function toName(user: TeamwireUser): string {
  return `${user.first_name} ${user.last_name}`.trim();
}
