import type { BotConfig, GroupRecipient, UserRecipient } from "../settings.ts";
import type { ConfigFile } from "./schema.ts";

export type WrittenConfig = ConfigFile["configs"][number];

/** A config in our words. */
export function toBotConfig(
  written: WrittenConfig,
  resolvePath: (path: string) => string,
): BotConfig {
  const { chat_avatar_path: avatar, away } = written;
  return {
    key: written.key,
    chatTitlePrefix: written.chat_title_prefix,
    chatAvatarPath: avatar === undefined ? null : resolvePath(avatar),
    groups: written.group_recipients.flatMap(toGroup),
    users: written.user_recipients.flatMap(toUser),
    admins: written.admins.flatMap(toUser),
    templates: written.templates.map(({ name, language, parameters }) => ({
      name,
      ...(language !== undefined && { language }),
      ...(parameters && { parameters }),
    })),
    outsideWindow: written.outside_window,
    windowWarningMinutes: written.window_warning,
    markRead: written.mark_read,
    staffSignature: written.staff_signature,
    greeting: written.greeting ?? null,
    away: away ? { text: away.text, hours: toHours(away.hours) } : null,
    texts: written.texts,
  };
}

/** The rules have seen to it that each recipient has one whole form. */
function toUser({
  user_id: userId,
  first_name: firstName,
  last_name: lastName,
}: WrittenConfig["admins"][number]): UserRecipient[] {
  if (userId !== undefined) return [{ kind: "id", userId }];
  if (firstName === undefined || lastName === undefined) return [];
  return [{ kind: "name", firstName, lastName }];
}

function toGroup({
  group_id: groupId,
  title,
}: WrittenConfig["group_recipients"][number]): GroupRecipient[] {
  if (groupId !== undefined) return [{ kind: "id", groupId }];
  return title === undefined ? [] : [{ kind: "title", title }];
}

function toHours(
  written: NonNullable<WrittenConfig["away"]>["hours"],
): Readonly<Record<string, readonly string[]>> {
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "closed"] as const;
  return Object.fromEntries(days.map((day) => [day, written[day] ?? []]));
}
