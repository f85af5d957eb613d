import type { Command } from "commander";

import type { NotificationRow } from "../ledger/tables/listings.ts";
import type { Io } from "./io.ts";
import { addListOptions, runListing, toCount, toLocalTime, type ListOptions } from "./listing.ts";
import type { Column } from "./table.ts";

/** `notifications list`: what came in, and what of it could not be planned. */
export function defineNotificationsList(notifications: Command, io: Io): void {
  const list = notifications
    .command("list")
    .description("the notifications, newest first")
    .addHelpText(
      "after",
      `
The state dead, or planned with a reason, means that not all in it could be understood.

Examples:
  whatsapp-bot notifications list --limit 20
  whatsapp-bot notifications list --json --limit 0 | jq '.notifications[] | select(.reason and .state != "dropped")'`,
    );
  addListOptions(list).action((options: ListOptions) => {
    const limit = toCount(options.limit, "--limit");
    return runListing(list, io, (reader) => ({
      name: "notifications",
      ...reader.notifications({ limit }),
      columns: notificationColumns,
    }));
  });
}

/** What a table shows of a notification. */
export const notificationColumns: readonly Column<NotificationRow>[] = [
  { title: "ID", value: ({ id }) => String(id) },
  { title: "SOURCE", value: ({ source }) => source },
  { title: "RECEIVED", value: (row) => toLocalTime(row.received_at) },
  { title: "STATE", value: ({ state }) => state },
  { title: "REASON", value: ({ reason }) => reason ?? "" },
];
