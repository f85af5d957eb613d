import { Option, type Command } from "commander";

import { redactPhone, redactPhones } from "../bridge/identity.ts";
import type { SessionRow } from "../ledger/tables/listings.ts";
import type { Io } from "./io.ts";
import {
  addListOptions,
  runListing,
  toCount,
  toLocalTime,
  watchListing,
  type ListOptions,
} from "./listing.ts";
import type { Column } from "./table.ts";

interface Options extends ListOptions {
  readonly active?: boolean;
  readonly expired?: boolean;
  readonly search?: string;
  readonly showPhone?: boolean;
  readonly watch?: boolean;
}

/** `sessions list`: who talks with the team, and how long free text may still be sent. */
export function defineSessionsList(sessions: Command, io: Io): void {
  const list = sessions
    .command("list")
    .description("the sessions, newest activity first")
    .addOption(new Option("--active", "only those whose window is open").conflicts("expired"))
    .option("--expired", "only those whose window is closed")
    .option("--search <text>", "only those whose name holds this, or whose whole number it is")
    .option("--show-phone", "phone numbers in full")
    .option("--watch", "show it anew whenever it changes, until Ctrl+C")
    .addHelpText(
      "after",
      `
Works while serve runs and when it does not, and never changes the store.

Examples:
  whatsapp-bot sessions list --active
  whatsapp-bot sessions list --search tobias
  whatsapp-bot sessions list --active --watch
  whatsapp-bot sessions list --json --limit 0 | jq '.sessions[] | select(.failed > 0)'`,
    );
  addListOptions(list).action((options: Options) => {
    const filter = {
      ...(options.active && { window: "active" as const }),
      ...(options.expired && { window: "expired" as const }),
      ...(options.search !== undefined && { search: options.search }),
      limit: toCount(options.limit, "--limit"),
    };
    const run = options.watch ? watchListing : runListing;
    return run(list, io, (reader) => {
      const { rows, total } = reader.walkSessions({ ...filter, now: Date.now() });
      const shown = mapRows(rows, options.showPhone ? showPhone : redactSession);
      return { name: "sessions", rows: shown, total, columns: sessionColumns };
    });
  });
}

function* mapRows(
  rows: Iterable<SessionRow>,
  toShown: (row: SessionRow) => SessionRow,
): Generator<SessionRow, void, undefined> {
  for (const row of rows) yield toShown(row);
}

/** What a table shows of a session. */
export const sessionColumns: readonly Column<SessionRow>[] = [
  { title: "ID", value: ({ id }) => String(id) },
  { title: "CUSTOMER", value: ({ customer }) => toCustomerName(customer) },
  { title: "PHONE", value: ({ customer }) => customer.phone ?? "" },
  {
    title: "LAST RECEIVED",
    value: (row) => toLocalTime(row.last_received_at),
    isDispensable: true,
  },
  { title: "LAST SENT", value: (row) => toLocalTime(row.last_sent_at), isDispensable: true },
  { title: "ACTIVE", value: (row) => (row.active ? "yes" : "no") },
  { title: "WINDOW ENDS", value: (row) => toLocalTime(row.window_expires_at) },
  { title: "PENDING", value: ({ pending }) => String(pending) },
  { title: "HELD", value: ({ held }) => String(held) },
  { title: "FAILED", value: ({ failed }) => String(failed) },
];

/** Who has neither name nor number is known by the user id. */
function toCustomerName({
  name,
  username,
  phone,
  user_id: userId,
}: SessionRow["customer"]): string {
  if (name) return name;
  if (username) return `@${username}`;
  return (phone ? null : userId) ?? "";
}

function showPhone(row: SessionRow): SessionRow {
  const { phone } = row.customer;
  return { ...row, customer: { ...row.customer, phone: phone && `+${phone}` } };
}

/** People put numbers into their names too. */
export function redactSession<Row extends SessionRow>(row: Row): Row {
  const { name, username, phone } = row.customer;
  return {
    ...row,
    customer: {
      ...row.customer,
      name: name && redactPhones(name),
      username: username && redactPhones(username),
      phone: phone && redactPhone(phone),
    },
    chat: { ...row.chat, title: row.chat.title && redactPhones(row.chat.title) },
  };
}
