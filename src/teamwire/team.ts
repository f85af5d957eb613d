import { DeliveryError } from "../bridge/errors.ts";
import { plain } from "../bridge/log/plain.ts";
import type { Clock, Health, Team } from "../bridge/ports.ts";
import type { BotConfig } from "../settings/settings.ts";
import type { Teamwire } from "./api.ts";
import { createAvatar } from "./avatar.ts";
import { InvalidMembersError } from "./errors.ts";
import { resolveRecipients, type Recipients } from "./recipients.ts";

export interface TeamOptions {
  /** The enabled config as it is now: a reload takes effect with the next chat. */
  readonly config: () => BotConfig;
  readonly clock: Pick<Clock, "monotonic">;
  readonly health: Health;
  /** Reads the avatar. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
}

/** The team side over Teamwire. */
export interface TeamwireTeam extends Team {
  /** Resolves the recipients anew and tells `Health`, so that operators need not wait for the next customer. */
  checkRecipients(): Promise<void>;
}

/** The recipients of one config, with those that Teamwire refused since they were resolved. */
interface Roster {
  readonly recipients: Recipients;
  readonly refused: Set<string>;
}

type Members = Pick<Recipients, "userIds" | "groupIds" | "adminIds">;

const healthId = "recipients";
const keptMs = 10 * 60 * 1000;

/** The team over Teamwire's API. Recipients are looked up once for all chats that are made within 10 minutes. */
export function createTeam(client: Teamwire, options: TeamOptions): TeamwireTeam {
  const { clock, health } = options;
  const avatar = createAvatar({ ...options, client });
  let kept: { config: BotConfig; roster: Promise<Roster>; until: number } | null = null;

  /** One look-up for all chats that are made at the same time. */
  function roster(): Promise<Roster> {
    const config = options.config();
    if (kept === null || kept.config !== config || clock.monotonic() >= kept.until) {
      const begun = { config, roster: resolve(config), until: clock.monotonic() + keptMs };
      kept = begun;
      begun.roster.catch(() => {
        if (kept === begun) kept = null;
      });
    }
    return kept.roster;
  }

  async function resolve(config: BotConfig): Promise<Roster> {
    const recipients = await resolveRecipients(config, client);
    return { recipients, refused: new Set() };
  }

  function tellHealth({ recipients, refused }: Roster): void {
    const left = [
      ...recipients.unresolved,
      ...recipients.resolved
        .filter(({ id }) => refused.has(id))
        .map((entry) => ({ ...entry, why: "refused as a member" })),
    ];
    if (left.length === 0) {
      health.recover(healthId);
      return;
    }
    const names = left.map(({ where, recipient, why }) => `${where} "${recipient}" (${why})`);
    health.degrade(healthId, {
      detail: `Left out of new chats: ${names.join(", ")}`,
      remedy: plain`Correct these recipients in the JSON config, or make them known to Teamwire, then run: whatsapp-bot serve reload`,
    });
  }

  return {
    async createChat({ title, reference }) {
      const path = options.config().chatAvatarPath;
      const current = await roster();
      if (current.recipients.unresolved.length > 0) tellHealth(current);
      let members = toMembers(current);
      let avatarId = path === null ? null : await avatar.assetId(path);
      let isAvatarSuspect = false;
      for (;;) {
        try {
          const chat = await client.createChat({ title, reference, avatarId, ...members });
          tellHealth(current);
          if (isAvatarSuspect && path !== null) avatar.refuse(path);
          return chat;
        } catch (error) {
          if (error instanceof InvalidMembersError) {
            expectAskedFor(members, error);
            for (const id of error.members) current.refused.add(id);
            tellHealth(current);
            members = toMembers(current);
          } else if (avatarId !== null && isPermanent(error)) {
            // Perhaps the asset is no more: told only if the chat can be made without it.
            avatarId = null;
            isAvatarSuspect = true;
          } else {
            throw error;
          }
        }
      }
    },

    chats: () => client.chats(),

    renameChat: (tid, title) => client.renameChat(tid, title),

    closeChat: (tid) => client.closeChat(tid),

    async posts(tid, after) {
      try {
        return await client.history(tid, { after });
      } catch (error) {
        // About the chat, or about the post to begin behind: the contract does not tell them apart.
        const mayBePost = after !== null && (isPermanent(error) || isGone(error));
        if (!mayBePost || !(await client.isInChat(tid))) throw error;
        return client.history(tid, { after: null });
      }
    },

    async post(tid, post) {
      try {
        return await client.post(tid, post);
      } catch (error) {
        if (!isPermanent(error)) throw error;
        // Forbidden is also what somebody hears who was taken out of the chat.
        if (isForbidden(error) && !(await client.isInChat(tid))) throw toGone(error);
        // What it answers may have been deleted: better said without the reference than not at all.
        if (post.replyTo === undefined) throw error;
        return client.post(tid, { ...post, replyTo: undefined });
      }
    },

    async checkRecipients() {
      kept = null;
      tellHealth(await roster());
    },
  };
}

/** @throws DeliveryError if nobody is left */
function toMembers({ recipients, refused }: Roster): Members {
  const userIds = withoutRefused(recipients.userIds, refused);
  const groupIds = withoutRefused(recipients.groupIds, refused);
  if (userIds.length + groupIds.length === 0) {
    throw new DeliveryError("Making a chat: none of the recipients can be a member", {
      verdict: "transient",
      retryAfterMs: keptMs,
    });
  }
  return { userIds, groupIds, adminIds: withoutRefused(recipients.adminIds, refused) };
}

function withoutRefused(ids: readonly string[], refused: ReadonlySet<string>): string[] {
  return ids.filter((id) => !refused.has(id));
}

/** @throws DeliveryError if none of the refused ids was asked for: trying again at once would change nothing */
function expectAskedFor(members: Members, refusal: InvalidMembersError): void {
  const asked = new Set([...members.userIds, ...members.groupIds, ...members.adminIds]);
  if (refusal.members.some((id) => asked.has(id))) return;
  throw new DeliveryError("Making a chat: members refused that were not asked for", {
    verdict: "transient",
    retryAfterMs: keptMs,
    provider: refusal.provider ?? undefined,
    cause: refusal,
  });
}

function isPermanent(error: unknown): boolean {
  return error instanceof DeliveryError && error.verdict === "permanent";
}

function isForbidden(error: unknown): boolean {
  return error instanceof DeliveryError && error.provider?.code === 403;
}

function toGone(cause: unknown): DeliveryError {
  return new DeliveryError("Posting: we are no longer in the chat", { verdict: "gone", cause });
}

function isGone(error: unknown): boolean {
  return error instanceof DeliveryError && error.verdict === "gone";
}
