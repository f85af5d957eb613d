import type { Command } from "commander";

import { redactJson } from "../bridge/redact.ts";
import type { NotificationDetails } from "../ledger/tables/details.ts";
import type { Io } from "./io.ts";
import { notificationColumns } from "./notifications-list.ts";
import { addShowing, type Showing } from "./show.ts";

/** `notifications show`: one notification with its body. */
export function defineNotificationsShow(notifications: Command, io: Io): void {
  const show = notifications
    .command("show <id>")
    .description("one notification: its body, and the dead letters in it")
    .addHelpText(
      "after",
      `
The body is kept only while something in it waits or could not be understood.

Examples:
  whatsapp-bot notifications show 4
  whatsapp-bot notifications show 4 --json --show-phone | jq .body`,
    );
  addShowing(show, io, showing);
}

const showing: Showing<NotificationDetails> = {
  name: "notifications",
  read: (reader, id) => reader.notification(id),
  redact: (row) => ({ ...row, body: redactJson(row.body) }),
  fields: [
    ...notificationColumns,
    { title: "DEAD LETTERS", value: ({ deliveries }) => deliveries.join(", ") },
  ],
  content: ({ body }) => {
    if (body === null || typeof body === "string") return body;
    return JSON.stringify(body, null, 2);
  },
};
