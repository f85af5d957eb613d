import type { TeamChat, TeamPost, TeamPosts } from "../bridge/ports.ts";
import type { Group, User } from "./payload.ts";
import type { NewChat } from "./render.ts";

/** The calls of the wire contract. Every one throws `DeliveryError`, after one attempt. */
export interface Teamwire {
  /** The bot's own user id. */
  ownUid(signal?: AbortSignal): Promise<string>;
  /** Null if there is none. */
  user(uid: string): Promise<User | null>;
  usersByName(firstName: string, lastName: string): Promise<readonly User[]>;
  /** Null if there is none. */
  group(gid: string): Promise<Group | null>;
  groupsByTitle(title: string): Promise<readonly Group[]>;
  /** False if there is no such chat, or if the bot was taken out of it. */
  isInChat(tid: string, signal?: AbortSignal): Promise<boolean>;
  /** The chats that the bot is in. */
  chats(): Promise<readonly TeamChat[]>;
  /** @throws InvalidMembersError */
  createChat(chat: NewChat): Promise<{ readonly tid: string }>;
  renameChat(tid: string, title: string): Promise<void>;
  closeChat(tid: string): Promise<void>;
  post(tid: string, post: TeamPost): Promise<{ readonly mid: string }>;
  /** @returns the asset's id */
  uploadAsset(asset: Asset): Promise<string>;
  /** Waits up to `waitSeconds` (at most 55) for an event; without `after` it starts from now. @throws CursorExpiredError */
  events(from: FeedPosition): Promise<FeedAnswer>;
  /** A page of a chat's messages, the oldest first. */
  history(tid: string, from: HistoryPosition): Promise<HistoryPage>;
}

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly mimeType: string;
}

export interface FeedPosition {
  readonly after: string | null;
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
}

export interface FeedAnswer {
  /** As it came in. */
  readonly body: Uint8Array;
  readonly cursor: string;
  readonly hasEvents: boolean;
}

export interface HistoryPosition {
  readonly after: string | null;
  readonly signal?: AbortSignal;
}

export interface HistoryPage extends TeamPosts {
  readonly hasMessages: boolean;
  /** The last message's id; null where none can be read. */
  readonly lastMid: string | null;
}
