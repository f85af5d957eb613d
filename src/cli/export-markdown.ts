import type { DeliveryExport, PersonExport } from "../ledger/tables/export.ts";
import type { ExportedFile } from "./export-files.ts";
import { toLine, toLines } from "./printable.ts";

/** What is kept on a person, to be read by that person. Times are in UTC, as 23 Nov 2026, 09:00. */
export function toMarkdown(exported: Exported): string {
  const { sessions, ids, chats, deliveries, notifications, receipts, files } = exported;
  const [first] = sessions;
  const name = first?.customer.name ?? (first?.customer.phone ? `+${first.customer.phone}` : "you");
  const sections = [
    `# What is kept on ${toCell(name)}`,
    `As of ${toTime(exported.exported_at)}. All times are in UTC. This is everything that the relay between WhatsApp and the ` +
      "team's messenger keeps; what the messenger (Teamwire), WhatsApp and its provider (360dialog) keep is not in it.",
    "## Who",
    toList([
      ["Name", first?.customer.name],
      ["User name", first?.customer.username && `@${first.customer.username}`],
      ...ids.map(
        ({ kind, value }) => [idNames[kind], kind === "phone" ? `+${value}` : value] as const,
      ),
    ]),
    "Ids that were replaced are in this list too: by them a late message still finds its conversation.",
    "## Conversations",
    ...sessions.map((session) =>
      [
        `### Session ${session.id}`,
        toList([
          ["Began", toTime(session.started_at)],
          ["Last message received", toTime(session.last_received_at)],
          ["Last message sent", toTime(session.last_sent_at)],
          ["Answers may be sent until", toTime(session.window_expires_at)],
          ["Waiting to be sent", String(session.pending + session.held)],
          [
            "Joined with",
            session.merged_from.map(({ id, at }) => `session ${id} on ${toTime(at)}`).join(", "),
          ],
        ]),
      ].join("\n\n"),
    ),
    "Chats in which the team reads and answers:",
    chats.length > 0
      ? chats
          .map(({ title, state, tid }) => `- ${toCell(title)} (${state}, id ${toCell(tid)})`)
          .join("\n")
      : "None.",
    "## Messages",
    deliveries.length > 0
      ? `${deliveries.length} in all. A text is erased as soon as the other side has it; what came of it stays for a while.`
      : "None.",
    ...(deliveries.length > 0 ? [toTable(deliveries)] : []),
    "## Notifications as they came in",
    notifications.length > 0
      ? "Kept since something in them waits or could not be understood. What is other people's was left out."
      : "None are kept: they are erased once they are worked off.",
    ...notifications.map(({ id, source, received_at: at, body }) =>
      [
        `Number ${id}, from ${source}, ${toTime(at)}:`,
        toCode(typeof body === "string" ? body : JSON.stringify(body, null, 2)),
      ].join("\n\n"),
    ),
    ...(receipts.length > 0
      ? ["## Receipts that wait for their message", toCode(JSON.stringify(receipts, null, 2))]
      : []),
    "## Files",
    files.length > 0
      ? files
          .map(({ delivery_id: id, path }) => `- of message ${id}: [${toCell(path)}](<${path}>)`)
          .join("\n")
      : "None are here: a file is kept only while it is on its way.",
  ];
  return `${sections.join("\n\n")}\n`;
}

type Exported = PersonExport & {
  readonly exported_at: string;
  readonly files: readonly ExportedFile[];
};

const idNames = {
  phone: "Phone number",
  user: "WhatsApp user id",
  parent: "WhatsApp parent user id",
};

function toList(
  facts: readonly (readonly [name: string, value: string | null | undefined])[],
): string {
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => `- ${name}: ${toCell(value ?? "")}`)
    .join("\n");
}

function toTable(deliveries: readonly DeliveryExport[]): string {
  const rows = deliveries.map((one) => [
    String(one.id),
    toTime(one.written_at ?? one.created_at),
    toDirection(one),
    one.kind,
    one.text ?? "(erased)",
    toStory(one),
  ]);
  const head = ["No.", "Time", "Direction", "Kind", "Text", "What came of it"];
  return [head, head.map(() => "---"), ...rows.map((row) => row.map(toCell))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function toDirection({ to, kind, author }: DeliveryExport): string {
  if (to === "customer") return `to the customer${author ? `, by ${author}` : ""}`;
  return byOthers[kind] ?? "from the customer";
}

/** What the chat shows beside the customer's own words. */
const byOthers: Readonly<Record<string, string>> = {
  notice: "remark of the relay to the team",
  answer: "remark of the relay to the team",
  echo: "to the customer, from the business app",
};

function toStory(one: DeliveryExport): string {
  const steps = [
    ["held", one.held_at],
    ["sent", one.sent_at],
    ["delivered", one.delivered_at],
    ["read", one.read_at],
    ["played", one.played_at],
    ["failed", one.failed_at],
    ["deleted", one.deleted_at],
    ["taken back", one.withdrawn_at],
  ] as const;
  const told = steps.flatMap(([name, at]) => (at ? `${name} ${toTime(at)}` : []));
  const reason = one.reason ? ` (${one.reason})` : "";
  return `${one.state}${reason}${told.length > 0 ? `: ${told.join(", ")}` : ""}`;
}

/** In one line, and nothing in it taken for Markdown or HTML. */
function toCell(text: string): string {
  return toLine(toLines(text)).replace(/[\\`*_[\]<>|&#]/g, (sign) => `\\${sign}`);
}

/** Behind a fence that is longer than any in it. */
function toCode(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${toLines(text)}\n${fence}`;
}

const format = new Intl.DateTimeFormat("en-GB", {
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

function toTime(iso: string | null): string {
  return iso === null ? "" : format.format(new Date(iso));
}
