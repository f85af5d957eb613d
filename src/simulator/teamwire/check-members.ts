import { TeamwireRefusal } from "./errors.ts";
import type { TeamwireGroup, TeamwireUser } from "./objects.ts";
import type { NewChat } from "./read-body.ts";

/** @throws TeamwireRefusal naming everybody who is no known user and no public circle, or when nobody is left */
export function checkMembers(
  { userIds, groupIds, adminIds }: NewChat,
  known: { readonly users: readonly TeamwireUser[]; readonly groups: readonly TeamwireGroup[] },
): void {
  const wanted = [...userIds, ...adminIds];
  const refused = [
    ...wanted.filter((uid) => !known.users.some((user) => user.uid === uid)),
    ...groupIds.filter((gid) => {
      const group = known.groups.find((one) => one.gid === gid);
      return !group?.is_circle || !group.is_public;
    }),
  ];
  if (refused.length > 0) {
    const message = "members must be known users and public circles";
    throw new TeamwireRefusal("invalid_members", message, [...new Set(refused)]);
  }
  if (wanted.length + groupIds.length > 0) return;
  throw new TeamwireRefusal("invalid_members", "a chat wants a member", []);
}
