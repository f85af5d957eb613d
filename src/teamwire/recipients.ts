import { DeliveryError } from "../bridge/errors.ts";
import type { BotConfig, GroupRecipient, UserRecipient } from "../settings/settings.ts";
import type { Teamwire } from "./api.ts";
import type { Group } from "./payload.ts";

/** Who is to be in a chat, as Teamwire knows them. */
export interface Recipients {
  /** With the admins, who are members too. */
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly adminIds: readonly string[];
  /** Each one that was found, with its id: Teamwire may still refuse it. */
  readonly resolved: readonly (Recipient & { readonly id: string })[];
  readonly unresolved: readonly Unresolved[];
}

/** A recipient as the config has it. */
export interface Recipient {
  /** The place below the config, such as `user_recipients[1]`. */
  readonly where: string;
  /** Its name, title or id. */
  readonly recipient: string;
}

export interface Unresolved extends Recipient {
  readonly why: string;
  /** What to do about it. */
  readonly hint: string;
}

type Lookup = { readonly id: string } | Pick<Unresolved, "why" | "hint">;

/**
 * Looks every recipient of a config up, one after the other.
 * What matches nothing or several, or may not be a member, is left out; a failure that may pass is thrown.
 * @throws DeliveryError
 */
export async function resolveRecipients(
  config: Pick<BotConfig, "groups" | "users" | "admins">,
  client: Pick<Teamwire, "user" | "usersByName" | "group" | "groupsByTitle">,
): Promise<Recipients> {
  const resolved: (Recipient & { readonly id: string })[] = [];
  const unresolved: Unresolved[] = [];

  async function resolve(entry: Recipient, lookup: () => Promise<Lookup>): Promise<string[]> {
    const result = await leaveOutRefused(lookup);
    if ("why" in result) {
      unresolved.push({ ...entry, ...result });
      return [];
    }
    resolved.push({ ...entry, id: result.id });
    return [result.id];
  }

  async function resolveUsers(key: string, users: readonly UserRecipient[]): Promise<string[]> {
    const ids: string[] = [];
    for (const [at, user] of users.entries()) {
      const entry = { where: `${key}[${at}]`, recipient: toUserName(user) };
      ids.push(...(await resolve(entry, () => findUser(user, client))));
    }
    return ids;
  }

  const groupIds: string[] = [];
  for (const [at, group] of config.groups.entries()) {
    const entry = { where: `group_recipients[${at}]`, recipient: toGroupName(group) };
    groupIds.push(...(await resolve(entry, () => findCircle(group, client))));
  }
  const userIds = await resolveUsers("user_recipients", config.users);
  const adminIds = await resolveUsers("admins", config.admins);
  return {
    userIds: [...new Set([...userIds, ...adminIds])],
    groupIds: [...new Set(groupIds)],
    adminIds: [...new Set(adminIds)],
    resolved,
    unresolved,
  };
}

async function findUser(
  user: UserRecipient,
  client: Pick<Teamwire, "user" | "usersByName">,
): Promise<Lookup> {
  if (user.kind === "id") {
    const found = await client.user(user.userId);
    return found === null ? nobody : { id: found.uid };
  }
  const answer = await client.usersByName(user.firstName, user.lastName);
  // Compared once more: a server that overlooks the query would add a stranger to the chats.
  const found = answer.filter(
    (candidate) =>
      toComparable(candidate.firstName) === toComparable(user.firstName) &&
      toComparable(candidate.lastName) === toComparable(user.lastName),
  );
  return toOnly(
    found.map(({ uid }) => uid),
    { none: nobody, several: severalUsers },
  );
}

async function findCircle(
  group: GroupRecipient,
  client: Pick<Teamwire, "group" | "groupsByTitle">,
): Promise<Lookup> {
  if (group.kind === "id") {
    const found = await client.group(group.groupId);
    return found === null ? noCircle : toMember(found);
  }
  const answer = await client.groupsByTitle(group.title);
  const titled = answer.filter((candidate) => candidate.title === group.title);
  // Any user can make a list of the same title; it must not make the circle ambiguous.
  const circles = titled.filter((candidate) => candidate.isCircle);
  const [first] = titled;
  if (circles.length === 0 && first !== undefined) return toMember(first);
  const only = toOnly(
    circles.map(({ gid }) => gid),
    { none: noCircle, several: severalCircles },
  );
  const [circle] = circles;
  return "id" in only && circle !== undefined ? toMember(circle) : only;
}

const nobody = {
  why: "no such user",
  hint: "Write first and last name as Teamwire shows them, or take the user's id",
};
const severalUsers = {
  why: "several users match",
  hint: 'Say which one with {"user_id": "…"} in place of the name',
};
const noCircle = {
  why: "no such circle",
  hint: "Write the title exactly as Teamwire shows it, or take the circle's id",
};
const severalCircles = {
  why: "several circles match",
  hint: 'Say which one with {"group_id": "…"} in place of the title',
};
const noMember = {
  why: "not a circle",
  hint: "A list of a user cannot be in a chat with a bot: let an administrator make a circle of it",
};
const notPublic = {
  why: "circle is not public",
  hint: "Let an administrator of Teamwire make it public, or name its members one by one",
};

function toMember(group: Group): Lookup {
  if (!group.isCircle) return noMember;
  return group.isPublic ? { id: group.gid } : notPublic;
}

function toOnly(
  ids: readonly string[],
  { none, several }: { readonly none: Lookup; readonly several: Lookup },
): Lookup {
  const [id, ...others] = new Set(ids);
  if (id === undefined) return none;
  return others.length === 0 ? { id } : several;
}

async function leaveOutRefused(lookup: () => Promise<Lookup>): Promise<Lookup> {
  try {
    return await lookup();
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.verdict !== "permanent") throw error;
    return {
      why: `look-up refused (${error.provider?.title ?? "no reason"})`,
      hint: "See what the bot may read in Teamwire, and that the id is one of Teamwire's",
    };
  }
}

function toUserName(user: UserRecipient): string {
  return user.kind === "id" ? user.userId : `${user.firstName} ${user.lastName}`;
}

function toGroupName(group: GroupRecipient): string {
  return group.kind === "id" ? group.groupId : group.title;
}

function toComparable(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}
