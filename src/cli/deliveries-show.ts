import type { Command } from "commander";

import { toTrace } from "../bridge/log/trace.ts";
import { redactText, shortenMessageIds } from "../bridge/redact.ts";
import type { DeliveryDetails } from "../ledger/tables/details.ts";
import { deliveryColumns } from "./deliveries-list.ts";
import type { Io } from "./io.ts";
import { toLocalTime } from "./listing.ts";
import { addShowing, type Showing } from "./show.ts";

/** `deliveries show`: one delivery with the text that it carries. */
export function defineDeliveriesShow(deliveries: Command, io: Io): void {
  const show = deliveries
    .command("show <id>")
    .description("one delivery: where it came from, what it carries, how it stands")
    .addHelpText(
      "after",
      `
Prints what would be sent, as long as it is kept: it is erased once it has arrived.

Examples:
  whatsapp-bot deliveries show 17
  whatsapp-bot deliveries show 17 --json | jq -r .content
  journalctl -u whatsapp-bot | grep "$(whatsapp-bot deliveries show 17 --json | jq -r .trace)"`,
    );
  addShowing(show, io, showing);
}

interface Shown extends DeliveryDetails {
  /** The id under which `serve` logs the message. */
  readonly trace: string;
}

const showing: Showing<Shown> = {
  name: "deliveries",
  read: (reader, id) => {
    const row = reader.delivery(id);
    return row && { ...row, trace: String(toTrace(row.source_id)) };
  },
  redact: (row) => ({
    ...row,
    source_id: shortenMessageIds(row.source_id),
    remote_id: row.remote_id && shortenMessageIds(row.remote_id),
    content: row.content && redactText(row.content),
  }),
  fields: [
    ...deliveryColumns,
    { title: "TRIED ANEW", value: (row) => toLocalTime(row.renewed_at) },
    { title: "SOURCE ID", value: (row) => row.source_id },
    { title: "TRACE", value: ({ trace }) => trace },
    { title: "PART", value: ({ part }) => String(part) },
    { title: "REMOTE ID", value: (row) => row.remote_id ?? "" },
    { title: "CHAT", value: ({ chat }) => chat ?? "" },
    { title: "NOTIFICATION", value: (row) => String(row.notification_id ?? "") },
  ],
  content: ({ content }) => content,
};
