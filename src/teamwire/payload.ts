import * as v from "valibot";

import { NotJsonError } from "../bridge/errors.ts";

/** What reading one element of the wire gives; `reason` names fields only, never their content. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

const id = v.pipe(v.string(), v.minLength(1));
const flag = v.nullish(v.boolean(), false);
const list = v.array(v.unknown());

const userSchema = v.pipe(
  v.object({
    uid: id,
    first_name: v.nullish(v.string(), ""),
    last_name: v.nullish(v.string(), ""),
  }),
  v.transform((user) => ({
    uid: user.uid,
    firstName: user.first_name,
    lastName: user.last_name,
  })),
);

const groupSchema = v.pipe(
  v.object({ gid: id, title: v.nullish(v.string(), ""), is_circle: flag, is_public: flag }),
  v.transform((group) => ({
    gid: group.gid,
    title: group.title,
    isCircle: group.is_circle,
    isPublic: group.is_public,
  })),
);

/** One that cannot be read costs nobody the message. */
const name = v.fallback(v.nullish(v.string(), ""), "");

const optionalText = v.fallback(v.optional(v.string()), undefined);

const assetSchema = v.object({
  asset_id: id,
  name: optionalText,
  mime_type: optionalText,
  size: v.fallback(v.nullish(v.number(), null), null),
});

/** Perhaps written as a text. */
const degrees = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.decimal())]),
  v.transform(Number),
  v.finite(),
);

const attachmentSchema = v.object({
  type: id,
  assets: v.fallback(v.optional(v.array(v.fallback(v.nullable(assetSchema), null))), undefined),
  name: optionalText,
  address: optionalText,
  lat: v.fallback(v.optional(degrees), undefined),
  lon: v.fallback(v.optional(degrees), undefined),
});

const unknownAttachment: v.InferOutput<typeof attachmentSchema> = {
  type: "UNKNOWN",
  assets: undefined,
  name: undefined,
  address: undefined,
  lat: undefined,
  lon: undefined,
};

const messageSchema = v.object({
  mid: id,
  tid: id,
  from_user: v.object({ uid: id, is_bot: flag, first_name: name, last_name: name }),
  timestamp: v.fallback(v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), null), null),
  msg: v.nullish(v.string(), ""),
  attachments: v.nullish(v.array(v.fallback(attachmentSchema, unknownAttachment)), []),
  reply_to: v.fallback(v.nullish(id, null), null),
  deleted: flag,
});

/** Somebody who uses Teamwire, or a bot. */
export type User = v.InferOutput<typeof userSchema>;

/** A circle (made by an admin) or a list (made by a user); only a public circle can be in a chat with a bot. */
export type Group = v.InferOutput<typeof groupSchema>;

/** A message of a chat, from the feed or from the chat's history. */
export type WireMessage = v.InferOutput<typeof messageSchema>;

/** Something attached to a message. */
export type WireAttachment = WireMessage["attachments"][number];

/** @throws NotJsonError */
export function toJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    // The parser's own message may quote the body.
    throw new NotJsonError(`Body of ${body.byteLength} bytes read: not JSON`, {
      cause: cause instanceof Error ? cause.name : null,
    });
  }
}

export const readUser = reader(userSchema);
export const readGroup = reader(groupSchema);
export const readMessage = reader(messageSchema);

/** Any event: its type decides how the rest is read. */
export const readEvent = reader(
  v.object({
    type: id,
    id: v.fallback(v.optional(id), undefined),
    message: v.optional(v.unknown()),
  }),
);
export const readPostEvent = reader(v.object({ tid: id, mid: id }));
export const readReadEvent = reader(
  v.object({ tid: id, mid: id, user: v.object({ uid: id, is_bot: flag }) }),
);
export const readChatEvent = reader(v.object({ tid: id, users: v.nullish(list, []) }));
export const readClosedEvent = reader(v.object({ tid: id, is_closed: v.boolean() }));

/** An answer of the feed, its events not yet read. */
export const readFeed = reader(v.object({ events: list, cursor: id }));
/** A page of a chat's history, its messages not yet read. */
export const readHistory = reader(v.object({ messages: list, has_more: flag }));
/** A recorded body of either kind. */
export const readBatch = reader(
  v.union([v.object({ events: list }), v.object({ messages: list })]),
);

/** Ids that an element may have, whether or not the rest of it can be read. */
export const readIds = reader(
  v.object({
    id: v.fallback(v.optional(id), undefined),
    mid: v.fallback(v.optional(id), undefined),
  }),
);

export const readUserAnswer = reader(v.object({ user: userSchema }));
export const readUsersAnswer = reader(v.object({ users: list }));
export const readGroupAnswer = reader(v.object({ group: groupSchema }));
export const readGroupsAnswer = reader(v.object({ groups: list }));
export const readChatAnswer = reader(v.object({ chat: v.object({ tid: id }) }));
export const readChatsAnswer = reader(v.object({ chats: list }));
/** A chat as the list of chats has it. */
export const readListedChat = reader(
  v.pipe(
    v.object({
      tid: id,
      title: v.nullish(v.string(), ""),
      created_at: v.fallback(v.nullish(v.number(), null), null),
    }),
    v.transform((chat) => ({ tid: chat.tid, title: chat.title, createdAt: chat.created_at })),
  ),
);
export const readMessageAnswer = reader(v.object({ message: v.object({ mid: id }) }));
export const readAssetAnswer = reader(v.object({ asset: v.object({ asset_id: id }) }));

/** The contract's error answer. */
export const readErrorAnswer = reader(
  v.object({
    error: v.object({
      // Codes are shown, so only what looks like one is taken.
      code: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)),
      members: v.pipe(
        v.fallback(list, []),
        v.transform((members) => members.filter((member) => typeof member === "string")),
      ),
    }),
  }),
);

function reader<T>(schema: v.GenericSchema<unknown, T>): (json: unknown) => Read<T> {
  return (json) => {
    const result = v.safeParse(schema, json);
    if (result.success) return { ok: true, value: result.output };
    const path = v.getDotPath(result.issues[0]);
    return { ok: false, reason: path ? `unusable field ${path}` : "unusable element" };
  };
}
