import { Buffer } from "node:buffer";

import ky from "ky";

import { DeliveryError, NotJsonError } from "../bridge/errors.ts";
import type { Clock } from "../bridge/ports.ts";
import type { Network } from "../network/network.ts";
import type { TeamwireSettings } from "../settings/settings.ts";
import type { Asset, Teamwire } from "./api.ts";
import { toDeliveryError, toOddAnswerError, toSilenceError, type Asked } from "./errors.ts";
import * as payload from "./payload.ts";
import type { Read } from "./payload.ts";
import { renderChat, renderDisposition, renderPost } from "./render.ts";

interface Call extends Asked {
  readonly path: string;
  readonly method?: "patch";
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: object;
  readonly asset?: Asset;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

// The SDK's own time-outs.
const ordinaryTimeoutMs = 10_000;
const chatTimeoutMs = 15_000;
const assetTimeoutMs = 60_000;

const historyPageSize = 100;

/** The contract over HTTP. */
export function createTeamwire(
  settings: TeamwireSettings,
  options: { readonly clock: Pick<Clock, "now">; readonly network: Pick<Network, "fetch"> },
): Teamwire {
  const credentials = Buffer.from(`${settings.appId}:${settings.secret}`).toString("base64");
  const http = ky.create({
    prefix: `${settings.host}/v1/`,
    headers: { authorization: `Basic ${credentials}`, accept: "application/json" },
    retry: { limit: 0 },
    throwHttpErrors: false,
    // A followed redirect would turn a POST into a GET.
    redirect: "manual",
    fetch: options.network.fetch,
  });

  async function send(call: Call): Promise<Uint8Array> {
    const [response, body] = await exchange(call);
    if (response.ok) return body;
    const retryAfter = response.headers.get("retry-after");
    throw toDeliveryError({ status: response.status, retryAfter, body }, call, options.clock.now());
  }

  /** Body and head are awaited together: ky bounds the time of reading a body only in its shortcuts. */
  async function exchange(call: Call): Promise<[Response, Uint8Array]> {
    const pending = http(call.path, {
      method: call.method ?? (call.writes === true ? "post" : "get"),
      timeout: call.timeoutMs ?? ordinaryTimeoutMs,
      signal: call.signal ?? null,
      ...(call.query === undefined ? {} : { searchParams: call.query }),
      ...(call.json === undefined ? {} : { json: call.json }),
      ...(call.asset === undefined ? {} : toUpload(call.asset)),
    });
    try {
      const [response, body] = await Promise.all([pending, pending.arrayBuffer()]);
      return [response, new Uint8Array(body)];
    } catch (error) {
      throw toSilenceError(error, call);
    }
  }

  async function ask<T>(call: Call, read: (json: unknown) => Read<T>): Promise<T> {
    return readAnswer(await send(call), call, read);
  }

  return {
    async ownUid(signal) {
      const { user } = await ask({ name: "me", path: "me/", signal }, payload.readUserAnswer);
      return user.uid;
    },
    async user(uid) {
      const call = { name: "user", path: `users/${encodeURIComponent(uid)}/` };
      return (await orNull(ask(call, payload.readUserAnswer)))?.user ?? null;
    },
    async usersByName(firstName, lastName) {
      const query = { first_name: firstName, last_name: lastName };
      const answer = await ask({ name: "users", path: "users/", query }, payload.readUsersAnswer);
      return pickReadable(answer.users, payload.readUser);
    },
    async group(gid) {
      const call = { name: "group", path: `groups/${encodeURIComponent(gid)}/` };
      return (await orNull(ask(call, payload.readGroupAnswer)))?.group ?? null;
    },
    async groupsByTitle(title) {
      const call = { name: "groups", path: "groups/", query: { title } };
      const answer = await ask(call, payload.readGroupsAnswer);
      return pickReadable(answer.groups, payload.readGroup);
    },
    async isInChat(tid, signal) {
      const call = { name: "chat", path: toChatPath(tid), timeoutMs: chatTimeoutMs, signal };
      return (await orNull(ask(call, payload.readChatAnswer), [403, 404])) !== null;
    },
    async chats() {
      const answer = await ask({ name: "chats", path: "chats/" }, payload.readChatsAnswer);
      return pickReadable(answer.chats, payload.readListedChat);
    },
    async createChat(chat) {
      const answer = await ask(
        {
          name: "new chat",
          path: "chats/",
          json: renderChat(chat),
          writes: true,
          timeoutMs: chatTimeoutMs,
        },
        payload.readChatAnswer,
      );
      return { tid: answer.chat.tid };
    },
    async renameChat(tid, title) {
      await ask(toPatch(tid, { name: "new title", json: { title } }), payload.readChatAnswer);
    },
    async closeChat(tid) {
      // Whatever a success says: asked again, it would be the same.
      await send(toPatch(tid, { name: "end of a chat", json: { is_closed: true } }));
    },
    async post(tid, post) {
      const answer = await ask(
        {
          name: "post",
          path: `${toChatPath(tid)}messages/`,
          json: renderPost(post),
          inChat: true,
          writes: true,
        },
        payload.readMessageAnswer,
      );
      return { mid: answer.message.mid };
    },
    async uploadAsset(asset) {
      const answer = await ask(
        { name: "upload", path: "assets/", asset, writes: true, timeoutMs: assetTimeoutMs },
        payload.readAssetAnswer,
      );
      return answer.asset.asset_id;
    },
    async events({ after, waitSeconds, signal }) {
      const call: Call = {
        name: "events",
        path: "events/",
        query: { after: after ?? undefined, wait: waitSeconds },
        timeoutMs: waitSeconds * 1000 + ordinaryTimeoutMs,
        signal,
      };
      const body = await send(call);
      const { cursor, events } = readAnswer(body, call, payload.readFeed);
      return { body, cursor, hasEvents: events.length > 0 };
    },
    async history(tid, { after, signal }) {
      const call: Call = {
        name: "history",
        path: `${toChatPath(tid)}messages/`,
        query: { after: after ?? undefined, limit: historyPageSize },
        inChat: true,
        timeoutMs: chatTimeoutMs,
        signal,
      };
      const body = await send(call);
      const page = readAnswer(body, call, payload.readHistory);
      const mids = pickReadable(page.messages, payload.readIds).map((ids) => ids.mid);
      const posts = pickReadable(page.messages, payload.readMessage);
      return {
        body,
        posts: posts.map(({ mid, from_user: { uid }, msg }) => ({ mid, uid, text: msg })),
        hasMessages: page.messages.length > 0,
        lastMid: mids.findLast((mid) => mid !== undefined) ?? null,
        hasMore: page.has_more,
      };
    },
  };
}

function toPatch(tid: string, asked: Pick<Call, "name" | "json">): Call {
  const path = toChatPath(tid);
  return { ...asked, path, method: "patch", inChat: true, timeoutMs: chatTimeoutMs };
}

function toChatPath(tid: string): string {
  return `chats/${encodeURIComponent(tid)}/`;
}

/** Bytes, not a stream: then fetch tells their `Content-Length` in Node and Deno. */
function toUpload({ bytes, name, mimeType }: Asset): {
  body: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
} {
  const disposition = renderDisposition(name);
  return {
    body: bytes,
    headers: { "content-type": mimeType, "content-disposition": disposition },
  };
}

function readAnswer<T>(body: Uint8Array, asked: Asked, read: (json: unknown) => Read<T>): T {
  try {
    const answer = read(payload.toJson(body));
    if (answer.ok) return answer.value;
    throw toOddAnswerError(answer.reason, asked);
  } catch (error) {
    throw error instanceof NotJsonError ? toOddAnswerError("no JSON", asked) : error;
  }
}

/** Elements of a list that cannot be read are left out: nobody could use them. */
function pickReadable<T>(elements: readonly unknown[], read: (json: unknown) => Read<T>): T[] {
  return elements.map(read).flatMap((element) => (element.ok ? [element.value] : []));
}

/** Null where the answer is one of `statuses`. */
async function orNull<T>(
  asked: Promise<T>,
  statuses: readonly number[] = [404],
): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    const status = error instanceof DeliveryError ? error.provider?.code : null;
    if (typeof status === "number" && statuses.includes(status)) return null;
    throw error;
  }
}
