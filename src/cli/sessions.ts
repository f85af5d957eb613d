import type { Command } from "commander";

import type { Io } from "./io.ts";
import { defineSessionsExport } from "./sessions-export.ts";
import { defineSessionsForget } from "./sessions-forget.ts";
import { defineSessionsList } from "./sessions-list.ts";
import { defineSessionsShow } from "./sessions-show.ts";

/** `sessions`: who talks with the team, and what is known of one of them. */
export function defineSessions(sessions: Command, io: Io): void {
  defineSessionsList(sessions, io);
  defineSessionsShow(sessions, io);
  defineSessionsExport(sessions, io);
  defineSessionsForget(sessions, io);
}
