import type { Command } from "commander";

import type { Io } from "./io.ts";
import { defineNotificationsDrop } from "./notifications-drop.ts";
import { defineNotificationsList } from "./notifications-list.ts";
import { defineNotificationsReplay } from "./notifications-replay.ts";
import { defineNotificationsShow } from "./notifications-show.ts";

/** `notifications`: what came in, what of it could not be planned, and what is to become of that. */
export function defineNotifications(notifications: Command, io: Io): void {
  defineNotificationsList(notifications, io);
  defineNotificationsShow(notifications, io);
  defineNotificationsReplay(notifications, io);
  defineNotificationsDrop(notifications, io);
}
