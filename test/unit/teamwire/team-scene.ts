import { DeliveryError } from "../../../src/bridge/errors.ts";
import type { TeamPost } from "../../../src/bridge/ports.ts";
import type { BotConfig, UserRecipient } from "../../../src/settings/settings.ts";
import type { Asset, Teamwire } from "../../../src/teamwire/api.ts";
import { InvalidMembersError } from "../../../src/teamwire/errors.ts";
import type { NewChat } from "../../../src/teamwire/render.ts";
import { createTeam, type TeamwireTeam } from "../../../src/teamwire/team.ts";
import { createFakeHealth, type FakeHealth } from "./fakes.ts";

/** A team on a Teamwire whose behaviour a test sets. */
export class TeamScene {
  readonly health: FakeHealth = createFakeHealth();
  readonly known = new Set(["u-anna", "u-jonas"]);
  readonly lookups: string[] = [];
  readonly chats: NewChat[] = [];
  readonly uploads: Asset[] = [];
  readonly posts: TeamPost[] = [];
  config: BotConfig;
  /** The file's bytes, or why it cannot be read. */
  avatar: Uint8Array | Error;
  attempts = 0;
  reads = 0;
  refusedIds: readonly string[] = [];
  refusesAvatars = false;
  lookupError: Error | null = null;
  createError: Error | null = null;
  uploadError: Error | null = null;
  postError: Error | null = null;
  readonly team: TeamwireTeam;
  #now = 0;

  constructor(avatar?: Uint8Array | Error) {
    this.avatar = avatar ?? new Error("no avatar");
    const users = [byId("u-anna"), byId("u-jonas")];
    this.config = toConfig({ users, avatarPath: avatar === undefined ? null : "/avatar" });
    this.team = createTeam(this.#toClient(), {
      config: () => this.config,
      clock: { monotonic: () => this.#now },
      health: this.health,
      readFile: () => {
        this.reads += 1;
        const { avatar: file } = this;
        return file instanceof Error ? Promise.reject(file) : Promise.resolve(file);
      },
    });
  }

  make(reference: string): Promise<{ readonly tid: string }> {
    return this.team.createChat({ title: "Whatsapp: Tobias", reference });
  }

  pass(ms: number): void {
    this.#now += ms;
  }

  #toClient(): Teamwire {
    return {
      user: (uid) => {
        this.lookups.push(uid);
        const user = { uid, firstName: "", lastName: "" };
        return answer(this.lookupError, this.known.has(uid) ? user : null);
      },
      chats: async () => [],
      renameChat: async () => {},
      closeChat: async () => {},
      createChat: (chat) => {
        this.attempts += 1;
        const error = this.createError ?? this.#toRefusal(chat);
        if (error === null) this.chats.push(chat);
        return answer(error, { tid: `t${this.chats.length}` });
      },
      uploadAsset: (asset) => {
        if (this.uploadError === null) this.uploads.push(asset);
        return answer(this.uploadError, `asset-${this.uploads.length}`);
      },
      post: (_, post) => {
        this.posts.push(post);
        const isDeleted = post.replyTo === "deleted" ? toPermanent("invalid_request") : null;
        return answer(this.postError ?? isDeleted, { mid: "m1" });
      },
      ownUid: unasked,
      usersByName: unasked,
      group: unasked,
      groupsByTitle: unasked,
      isInChat: unasked,
      events: unasked,
      history: unasked,
    };
  }

  #toRefusal(chat: NewChat): Error | null {
    if (this.refusesAvatars && chat.avatarId !== null) return toPermanent("invalid_request");
    const members = chat.userIds.filter((uid) => this.refusedIds.includes(uid));
    return members.length > 0 ? new InvalidMembersError("refused", { members }) : null;
  }
}

export function byId(userId: string): UserRecipient {
  return { kind: "id", userId };
}

/** A config with these recipients, its other fields as they are by default. */
export function toConfig(facts: {
  readonly users: readonly UserRecipient[];
  readonly avatarPath?: string | null;
}): BotConfig {
  return {
    key: "0f093255-25fa-4588-ac7d-0862e7020adc",
    chatTitlePrefix: "Whatsapp:",
    chatAvatarPath: facts.avatarPath ?? null,
    groups: [],
    users: facts.users,
    admins: [],
    templates: [],
    outsideWindow: "hold",
    windowWarningMinutes: [],
    markRead: "never",
    staffSignature: "none",
    greeting: null,
    away: null,
    texts: {},
  };
}

function toPermanent(title: string): DeliveryError {
  return new DeliveryError("refused", { verdict: "permanent", provider: { code: 422, title } });
}

/** After a turn of the event loop, as a real answer. */
async function answer<T>(error: Error | null, value: T): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (error !== null) throw error;
  return value;
}

function unasked(): Promise<never> {
  return Promise.reject(new Error("not expected to be asked"));
}
