import { createHash } from "node:crypto";

import type { FileKind } from "../bridge/message.ts";
import type { Pin } from "../bridge/place.ts";
import type { PostedFile, TeamPost } from "../bridge/ports.ts";

/** A chat that is to be made. */
export interface NewChat {
  readonly title: string;
  readonly reference: string;
  /** With the admins: the contract wants them as members too. */
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly avatarId: string | null;
}

/** The body of `POST /v1/chats/`. */
export interface ChatBody {
  readonly title: string;
  readonly members: { readonly user_ids: readonly string[]; readonly group_ids: readonly string[] };
  readonly admin_ids: readonly string[];
  readonly avatar_asset_id?: string;
  readonly client_ref: string;
}

/** The body of `POST /v1/chats/{tid}/messages/`. */
export interface MessageBody {
  readonly msg?: string;
  readonly attachments?: readonly (FileAttachment | LocationBody)[];
  readonly reply_to?: string;
  readonly sender_display_name?: string;
  readonly client_ref: string;
}

/** An attachment that shows a map. */
export interface LocationBody {
  readonly type: "LOCATION";
  readonly name?: string;
  readonly lat: number;
  readonly lon: number;
  readonly address?: string;
}

/** Assets as a post shows them; the type decides whether as pictures, with a player or as a file to open. */
export interface FileAttachment {
  readonly type: "GALLERY" | "VIDEO" | "SOUND" | "FILE";
  readonly assets: readonly {
    readonly asset_id: string;
    readonly name: string;
    readonly mime_type: string;
    readonly size: number;
  }[];
}

/** The body of `POST /v1/chats/`. */
export function renderChat(chat: NewChat): ChatBody {
  return {
    title: chat.title,
    members: { user_ids: chat.userIds, group_ids: chat.groupIds },
    admin_ids: chat.adminIds,
    ...(chat.avatarId === null ? {} : { avatar_asset_id: chat.avatarId }),
    client_ref: renderReference(chat.reference),
  };
}

/** The body of `POST /v1/chats/{tid}/messages/`; what is empty is left out. */
export function renderPost(post: TeamPost): MessageBody {
  return {
    ...(post.text && { msg: post.text }),
    ...toAttachments(post),
    ...(post.replyTo === undefined ? {} : { reply_to: post.replyTo }),
    ...(post.displayName === undefined ? {} : { sender_display_name: post.displayName }),
    client_ref: renderReference(post.reference),
  };
}

/** A post shows one thing beside its words: the one that it is about. */
function toAttachments({ pin, file }: TeamPost): Pick<MessageBody, "attachments"> {
  const attachments = [...(pin ? [renderPin(pin)] : []), ...(file ? [renderFile(file)] : [])];
  return attachments.length > 0 ? { attachments } : {};
}

function renderPin({ latitude, longitude, name, address }: Pin): LocationBody {
  return {
    type: "LOCATION",
    ...(name && { name }),
    lat: latitude,
    lon: longitude,
    ...(address && { address }),
  };
}

/** What a customer's file is attached as. */
const attachmentTypes = {
  image: "GALLERY",
  sticker: "GALLERY",
  video: "VIDEO",
  audio: "SOUND",
  voice: "SOUND",
  document: "FILE",
} as const satisfies Readonly<Record<FileKind, string>>;

function renderFile({ kind, assetId, name, mimeType, size }: PostedFile): FileAttachment {
  const asset = { asset_id: assetId, name, mime_type: mimeType, size };
  return { type: attachmentTypes[kind], assets: [asset] };
}

const longestReference = 64;

/** A reference as `client_ref` takes it, at most 64 characters: a longer one becomes its SHA-256, which has just that. */
export function renderReference(reference: string): string {
  if (reference.length <= longestReference) return reference;
  return createHash("sha256").update(reference).digest("hex");
}

/** The `Content-Disposition` of an asset, its name in RFC 5987's form. */
export function renderDisposition(name: string): string {
  const escaped = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${escaped}`;
}
