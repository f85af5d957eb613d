import type { Command } from "commander";

import { redactPhone, type IdentityKey } from "../bridge/identity.ts";
import { redactText, shortenMessageIds } from "../bridge/redact.ts";
import type { SessionDetails } from "../ledger/tables/session-details.ts";
import type { Io } from "./io.ts";
import { toLocalTime } from "./listing.ts";
import { redactSession, sessionColumns } from "./sessions-list.ts";
import { addShowing, type Showing } from "./show.ts";

/** `sessions show`: one session with all ids of its customer, and what became of its messages. */
export function defineSessionsShow(sessions: Command, io: Io): void {
  const show = sessions
    .command("show <id>")
    .description("one session: who it is with, its chats and its window, its newest deliveries")
    .addHelpText(
      "after",
      `
Of a session that turned out to be of the same person as another, shows that other one.

Examples:
  whatsapp-bot sessions show 3
  whatsapp-bot sessions show 3 --json | jq .merged_from`,
    );
  addShowing(show, io, showing);
}

const shownDeliveries = 20;

const showing: Showing<SessionDetails> = {
  name: "sessions",
  read: (reader, id) => {
    const found = reader.session(id, { now: Date.now(), deliveries: shownDeliveries });
    return found && withPlus(found);
  },
  redact: (row) => ({
    ...redactSession(row),
    // A user id is no number, though it looks like one.
    ids: row.ids.map(({ kind, value }) => ({
      kind,
      value: kind === "phone" ? redactPhone(value) : value,
    })),
    chats: row.chats.map((chat) => ({ ...chat, title: redactText(chat.title) })),
    deliveries: row.deliveries.map((delivery) => ({
      ...delivery,
      source_id: shortenMessageIds(delivery.source_id),
    })),
  }),
  fields: [
    ...sessionColumns,
    { title: "STARTED", value: (row) => toLocalTime(row.started_at) },
    { title: "USER ID", value: ({ customer }) => customer.user_id ?? "" },
    { title: "IDS", value: ({ ids }) => ids.map(toWords).join(", ") },
    {
      title: "MERGED FROM",
      value: (row) => row.merged_from.map(({ id, at }) => `${id} (${toLocalTime(at)})`).join(", "),
    },
    {
      title: "CHATS",
      value: ({ chats }) => chats.map(({ title, state }) => `${title} (${state})`).join(", "),
    },
  ],
  content: toDeliveries,
};

/** As numbers are shown. */
function withPlus(row: SessionDetails): SessionDetails {
  const { phone } = row.customer;
  return {
    ...row,
    customer: { ...row.customer, phone: phone && `+${phone}` },
    ids: row.ids.map(({ kind, value }) => ({
      kind,
      value: kind === "phone" ? `+${value}` : value,
    })),
  };
}

function toWords({ kind, value }: IdentityKey): string {
  return kind === "phone" ? value : `${kind} ${value}`;
}

function toDeliveries({ deliveries, deliveries_total: total }: SessionDetails): string {
  const lines = deliveries.map(
    ({ id, to, kind, state, created_at: at, reason }) =>
      `${id}  ${toLocalTime(at)}  to ${to}: ${kind}, ${state}${reason ? ` (${reason})` : ""}`,
  );
  const more = total > lines.length ? [`… ${total - lines.length} earlier ones`] : [];
  return lines.length === 0 ? "(no deliveries)" : [...lines, ...more].join("\n");
}
