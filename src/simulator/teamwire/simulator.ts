import type { SimulatorClock } from "../clock.ts";
import { Faults } from "../faults.ts";
import { Watchers } from "../watchers.ts";
import { Assets } from "./assets.ts";
import { checkMembers } from "./check-members.ts";
import { TeamwireRefusal } from "./errors.ts";
import { Feed } from "./feed.ts";
import type {
  ChatRecord,
  TeamwireAttachment,
  TeamwireGroup,
  TeamwireMessage,
  TeamwireUser,
} from "./objects.ts";
import type { ChatPatch, NewChat, NewPost } from "./read-body.ts";

export interface TeamwireOptions {
  readonly clock: SimulatorClock;
  /** Times held calls of the feed; `clock` if it is none. A shifted clock would wake them once a minute. */
  readonly holdClock?: SimulatorClock;
  readonly appId: string;
  readonly secret: string;
  readonly bot: TeamwireUser;
  readonly users: readonly TeamwireUser[];
  readonly groups: readonly TeamwireGroup[];
  /** `ignored` makes a second object for the same reference, as the contract allows. */
  readonly clientRefs: "kept" | "ignored";
  /** How many events the feed keeps. */
  readonly historySize: number;
  readonly maxAssetBytes: number;
  /** Larger files are counted and summed, and gone. */
  readonly keptBytes: number;
  /** A part of every id and cursor, so that two runs never make the same. */
  readonly runId: string;
}

/** What a member of the team posts. */
export interface StaffContent {
  readonly text?: string;
  /** The `mid` of the post that this answers. */
  readonly replyTo?: string;
  readonly attachments?: readonly TeamwireAttachment[];
}

/** Teamwire as the contract describes it, with methods to act as its users. */
export class TeamwireSimulator {
  readonly options: TeamwireOptions;
  readonly faults: Faults;
  readonly feed: Feed;
  readonly assets: Assets;
  /** May change while the simulator runs: people come and go. */
  users: readonly TeamwireUser[];
  groups: readonly TeamwireGroup[];
  readonly #watchers = new Watchers();
  readonly #postsByRef = new Map<string, TeamwireMessage>();
  readonly #chats = new Map<string, ChatRecord>();
  #lastId = 0;

  constructor(options: TeamwireOptions) {
    this.options = options;
    this.users = options.users;
    this.groups = options.groups;
    this.feed = new Feed({ ...options, clock: options.holdClock ?? options.clock });
    this.assets = new Assets(options, () => this.#nextId("asset"));
    const { feed } = this;
    this.faults = new Faults(
      options.clock,
      (_, path) => path !== "/v1/events/",
      () => feed.wake(),
    );
  }

  /** How many calls are kept waiting now. */
  get held(): number {
    return this.feed.held + this.faults.held;
  }

  /** All chats that ever were, in the order in which they were made; deleted ones are marked. */
  get chats(): readonly ChatRecord[] {
    return [...this.#chats.values()];
  }

  /** @throws TeamwireRefusal as the bot gets it: 404 for an unknown or deleted chat, 403 where the bot is no member */
  botChat(tid: string): ChatRecord {
    const record = this.#chats.get(tid);
    if (!record || record.deleted) throw new TeamwireRefusal("not_found", "no such chat");
    if (!record.hasBot) throw new TeamwireRefusal("forbidden", "the bot is not in this chat");
    return record;
  }

  createChat(wanted: NewChat): ChatRecord {
    const { clientRef } = wanted;
    const before = this.chats.find((record) => clientRef && record.clientRef === clientRef);
    if (before && this.options.clientRefs === "kept") return before;
    checkMembers(wanted, this);
    this.assets.demand(wanted.avatarAssetId);
    const tid = this.#nextId("thread");
    const record: ChatRecord = {
      chat: {
        tid,
        title: wanted.title,
        type: "GROUP",
        is_closed: false,
        allow_sending: true,
        created_at: this.#now(),
      },
      messages: [],
      userIds: [...new Set([...wanted.userIds, ...wanted.adminIds])],
      groupIds: wanted.groupIds,
      adminIds: wanted.adminIds,
      avatarAssetId: wanted.avatarAssetId,
      clientRef,
      deleted: false,
      hasBot: true,
      reads: {},
    };
    this.#chats.set(tid, record);
    this.#tell("CHAT_CREATED", { tid });
    return record;
  }

  patchChat(tid: string, patch: ChatPatch): ChatRecord {
    this.assets.demand(patch.avatarAssetId);
    const { chat, avatarAssetId } = this.botChat(tid);
    const changed = this.#change(tid, {
      chat: {
        ...chat,
        title: patch.title ?? chat.title,
        is_closed: patch.isClosed ?? chat.is_closed,
      },
      avatarAssetId: patch.avatarAssetId ?? avatarAssetId,
    });
    if (changed.chat.title !== chat.title) {
      this.#tell("CHAT_TITLE_CHANGED", { tid, title: changed.chat.title });
    }
    if (changed.chat.is_closed !== chat.is_closed) this.#tellClosed(changed);
    return changed;
  }

  /** A post of the bot. */
  createPost(tid: string, wanted: NewPost): TeamwireMessage {
    const { chat } = this.botChat(tid);
    const ref = wanted.clientRef && `${tid} ${wanted.clientRef}`;
    const before = ref ? this.#postsByRef.get(ref) : undefined;
    if (before && this.options.clientRefs === "kept") return before;
    if (chat.is_closed) throw new TeamwireRefusal("chat_closed", "the chat is closed");
    if (!chat.allow_sending) throw new TeamwireRefusal("forbidden", "sending is not allowed");
    for (const { assets = [] } of wanted.attachments ?? []) {
      for (const asset of assets) this.assets.demand(asset.asset_id);
    }
    const message = this.#addMessage(tid, this.options.bot, wanted);
    if (ref) this.#postsByRef.set(ref, message);
    return message;
  }

  /** A member of the team writes. @throws where the chat or the user is not there */
  post(tid: string, uid: string, content: string | StaffContent): TeamwireMessage {
    const post = typeof content === "string" ? { text: content } : content;
    const { chat } = this.#existing(tid);
    if (chat.is_closed) throw new Error("post: the chat is closed");
    return this.#addMessage(tid, this.#user(uid), {
      msg: post.text ?? null,
      attachments: post.attachments ?? null,
      replyTo: post.replyTo ?? null,
      senderDisplayName: null,
    });
  }

  /** A member reads a post of the bot, by default the last one. */
  read(tid: string, uid: string, mid?: string): void {
    const { messages, reads } = this.#existing(tid);
    const user = this.#user(uid);
    const read = mid ?? messages.findLast((one) => one.from_user.is_bot)?.mid;
    if (!read || reads[uid] === read) return;
    this.#change(tid, { reads: { ...reads, [uid]: read } });
    const readDate = this.#now();
    this.#tell("MESSAGE_READ", { tid, mid: read, user, read_date: readDate });
  }

  deletePost(tid: string, mid: string): void {
    const { messages } = this.#existing(tid);
    const emptied = { deleted: true, msg: null, attachments: null };
    this.#change(tid, {
      messages: messages.map((one) => (one.mid === mid ? { ...one, ...emptied } : one)),
    });
    this.#tell("MESSAGE_DELETED", { tid, mid });
  }

  closeChat(tid: string): void {
    this.#setClosed(tid, { is_closed: true });
  }

  reopenChat(tid: string): void {
    this.#setClosed(tid, { is_closed: false });
  }

  deleteChat(tid: string, uid: string): void {
    const { userIds } = this.#existing(tid);
    const editor = this.#user(uid);
    this.#change(tid, { deleted: true });
    const users = this.users.filter((user) => userIds.includes(user.uid));
    this.#tell("CHAT_DELETED", { tid, users, editor });
  }

  /** Takes the bot out of the chat. */
  removeBot(tid: string): void {
    this.#existing(tid);
    this.#change(tid, { hasBot: false });
    this.#tell("CHAT_LEFT", { tid, users: [this.options.bot] });
  }

  /** Forgets the feed's history: a cursor from before the last event gets 410. */
  expireEvents(): void {
    this.feed.expire();
  }

  /** @returns ends the watching */
  watch(watcher: () => void): () => void {
    return this.#watchers.add(watcher);
  }

  #addMessage(
    tid: string,
    author: TeamwireUser,
    post: Omit<NewPost, "clientRef">,
  ): TeamwireMessage {
    const { messages } = this.#existing(tid);
    if (post.replyTo !== null && !messages.some(({ mid }) => mid === post.replyTo)) {
      throw new TeamwireRefusal("invalid_request", "reply_to is no message of this chat");
    }
    const message: TeamwireMessage = {
      mid: this.#nextId("message"),
      tid,
      from_user: author,
      timestamp: this.#now(),
      msg: post.msg,
      attachments: post.attachments,
      reply_to: post.replyTo,
      deleted: false,
      sender_display_name: post.senderDisplayName,
    };
    this.#change(tid, { messages: [...messages, message] });
    this.#tell("NEW_MESSAGE", { message });
    return message;
  }

  #setClosed(tid: string, state: { readonly is_closed: boolean }): void {
    const { chat } = this.#existing(tid);
    if (chat.is_closed === state.is_closed) return;
    this.#tellClosed(this.#change(tid, { chat: { ...chat, ...state } }));
  }

  #tellClosed({ chat }: ChatRecord): void {
    this.#tell("CHAT_IS_CLOSED_CHANGED", { tid: chat.tid, is_closed: chat.is_closed });
  }

  #tell(type: string, facts: Readonly<Record<string, unknown>>): void {
    this.feed.add(type, facts);
    this.#watchers.tell();
  }

  #change(tid: string, change: Partial<ChatRecord>): ChatRecord {
    const changed = { ...this.#existing(tid), ...change };
    this.#chats.set(tid, changed);
    return changed;
  }

  #existing(tid: string): ChatRecord {
    const record = this.#chats.get(tid);
    if (!record || record.deleted) throw new Error("use a chat: it is not there");
    return record;
  }

  #user(uid: string): TeamwireUser {
    const user = this.users.find((one) => one.uid === uid);
    if (!user) throw new Error(`act as a user: none with uid "${uid}"`);
    return user;
  }

  /** Whole milliseconds, as the contract has it. */
  #now(): number {
    return Math.floor(this.options.clock.now());
  }

  #nextId(kind: string): string {
    this.#lastId += 1;
    return `${kind}-${this.options.runId}-${this.#lastId}`;
  }
}
