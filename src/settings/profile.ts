import { alwaysThere, createHours } from "../bridge/hours.ts";
import type { Profile } from "../bridge/profile.ts";
import { sandboxTexts } from "../bridge/texts/sandbox.ts";
import { createTexts } from "../bridge/texts/texts.ts";
import type { BotConfig, Settings } from "./settings.ts";

/** What the core needs to know of the JSON config, with the team's language and time zone. */
export function toProfile(config: BotConfig, { chat, dialog360 }: Settings): Profile {
  const overrides = { ...(dialog360.sandbox && sandboxTexts), ...config.texts };
  const hours = config.away ? createHours(config.away.hours, chat.timeZone) : alwaysThere;
  return { config, texts: createTexts({ ...chat, overrides }), hours };
}
