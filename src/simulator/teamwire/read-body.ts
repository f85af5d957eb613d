import { isObject, type JsonObject } from "../json.ts";
import { TeamwireRefusal } from "./errors.ts";
import type { TeamwireAttachment } from "./objects.ts";

const longestRef = 64;
const attachmentTypes = ["FILE", "SOUND", "VIDEO", "GALLERY", "LOCATION"];
const alertTypes = ["ALERT", "ANNOUNCEMENT", "NOTE"];

export interface NewChat {
  readonly title: string;
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly avatarAssetId: string | null;
  readonly clientRef: string | null;
}

/** `POST /v1/chats/` @throws TeamwireRefusal on a field that is missing, unknown or of another type */
export function readNewChat(body: unknown): NewChat {
  const chat = readFields(body, ["title", "members", "admin_ids", "avatar_asset_id", "client_ref"]);
  const members = readFields(chat["members"], ["user_ids", "group_ids"], "members");
  if (chat["title"] === undefined) refuse("title is missing");
  return {
    title: readText(chat, "title") ?? "",
    userIds: readIds(members, "user_ids"),
    groupIds: readIds(members, "group_ids"),
    adminIds: readIds(chat, "admin_ids"),
    avatarAssetId: readText(chat, "avatar_asset_id"),
    clientRef: readRef(chat),
  };
}

export interface ChatPatch {
  readonly title: string | null;
  readonly isClosed: boolean | null;
  readonly avatarAssetId: string | null;
}

/** `PATCH /v1/chats/{tid}/` @throws TeamwireRefusal */
export function readChatPatch(body: unknown): ChatPatch {
  const patch = readFields(body, ["title", "is_closed", "avatar_asset_id"]);
  const { is_closed: isClosed = null } = patch;
  if (isClosed !== null && typeof isClosed !== "boolean") refuse("is_closed must be a boolean");
  return {
    title: readText(patch, "title"),
    isClosed: isClosed === true ? true : isClosed === false ? false : null,
    avatarAssetId: readText(patch, "avatar_asset_id"),
  };
}

export interface NewPost {
  readonly msg: string | null;
  readonly attachments: readonly TeamwireAttachment[] | null;
  readonly replyTo: string | null;
  readonly senderDisplayName: string | null;
  readonly clientRef: string | null;
}

/** `POST /v1/chats/{tid}/messages/` @throws TeamwireRefusal */
export function readNewPost(body: unknown): NewPost {
  const post = readFields(body, [
    "msg",
    "attachments",
    "reply_to",
    "sender_display_name",
    "alert_type",
    "client_ref",
  ]);
  const alertType = readText(post, "alert_type");
  if (alertType !== null && !alertTypes.includes(alertType)) refuse("alert_type is not known");
  const msg = readText(post, "msg");
  const attachments = readAttachments(post["attachments"]);
  if (!msg && !attachments) refuse("a message wants msg or attachments");
  return {
    msg,
    attachments,
    replyTo: readText(post, "reply_to"),
    senderDisplayName: readText(post, "sender_display_name"),
    clientRef: readRef(post),
  };
}

/** @throws TeamwireRefusal when a query has another parameter than `known` */
export function readQuery(
  query: Readonly<Record<string, string>>,
  known: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown) refuse(`query parameter ${unknown} is not known`);
  return query;
}

/** A whole number of a query. @throws TeamwireRefusal when it is none or beyond `most` */
export function readNumber(
  text: string | undefined,
  name: string,
  { otherwise, most }: { readonly otherwise: number; readonly most: number },
): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) {
    refuse(`${name} must be a whole number of at most ${most}`);
  }
  return Number(text);
}

function refuse(message: string): never {
  throw new TeamwireRefusal("invalid_request", message);
}

function readFields(body: unknown, known: readonly string[], where = "the body"): JsonObject {
  if (!isObject(body)) refuse(`${where} must be a JSON object`);
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown) refuse(`${where} has the unknown field ${unknown}`);
  return body;
}

function readText(object: JsonObject, name: string): string | null {
  const value = object[name] ?? null;
  if (value !== null && typeof value !== "string") refuse(`${name} must be a text`);
  return value;
}

function readRef(object: JsonObject): string | null {
  const ref = readText(object, "client_ref");
  if (ref !== null && (ref === "" || ref.length > longestRef)) {
    refuse(`client_ref must have 1 to ${longestRef} characters`);
  }
  return ref;
}

function readIds(object: JsonObject, name: string): readonly string[] {
  const ids = object[name];
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) {
    refuse(`${name} must be a list of ids`);
  }
  return ids;
}

/** @throws TeamwireRefusal @returns null where there is nothing attached */
export function readAttachments(value: unknown): readonly TeamwireAttachment[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.length === 0) refuse("attachments must be a list");
  return value.map(readAttachment);
}

function readAttachment(value: unknown): TeamwireAttachment {
  if (!isObject(value)) refuse("an attachment must be an object");
  const { type, assets } = value;
  if (typeof type !== "string" || !attachmentTypes.includes(type)) {
    refuse("an attachment's type is not known");
  }
  if (type === "LOCATION") {
    const { lat, lon } = value;
    if (typeof lat !== "number" || typeof lon !== "number") refuse("LOCATION wants lat and lon");
    return { ...value, type };
  }
  if (!Array.isArray(assets) || assets.length === 0) refuse(`${type} wants assets`);
  if (type !== "GALLERY" && assets.length > 1) refuse(`${type} holds one asset`);
  return { ...value, type, assets: assets.map(readAssetOfAttachment) };
}

function readAssetOfAttachment(value: unknown): { asset_id: string; name: string } {
  const asset = readFields(value, ["asset_id", "name", "mime_type", "size"], "an asset");
  const id = readText(asset, "asset_id");
  if (!id) refuse("an asset wants asset_id");
  return { ...asset, asset_id: id, name: readText(asset, "name") ?? "" };
}
