import type { Outgoing } from "../../bridge/message.ts";
import { fillTemplate } from "../../bridge/plan/templates.ts";
import type { Db } from "../database.ts";
import { readDeliveries } from "./deliveries.ts";
import { toIso, toTime, type DeliveryRow, type NotificationRow } from "./listings.ts";

/** As `deliveries show --json` has it, but with numbers in full: they have to be redacted before it is shown. */
export interface DeliveryDetails extends DeliveryRow {
  readonly part: number;
  readonly remote_id: string | null;
  /** The `tid` of the chat it came from or went to. */
  readonly chat: string | null;
  readonly renewed_at: string | null;
  /** Of what cannot be understood: the notification that holds it. */
  readonly notification_id: number | null;
  /** What is or was to be sent, as text; null once it is erased. */
  readonly content: string | null;
}

/** As `notifications show --json` has it, but with numbers in full: they have to be redacted before it is shown. */
export interface NotificationDetails extends NotificationRow {
  /** What the JSON of it says, its text if it is no JSON; null once it is erased. */
  readonly body: unknown;
  /** The dead letters in it. */
  readonly deliveries: readonly number[];
}

/** One delivery with what it carries. */
export function readDeliveryDetails(db: Db, id: number): DeliveryDetails | null {
  const [found] = readDeliveries(db, [id]);
  if (!found) return null;
  return {
    id,
    session_id: found.sessionId,
    to: found.side,
    kind: found.kind,
    source_id: found.sourceId,
    state: found.state,
    attempts: found.attempts,
    next_attempt_at: toTime(found.nextAttemptAt),
    reason: found.reason,
    created_at: toIso(found.createdAt),
    part: found.part,
    remote_id: found.remoteId,
    chat: found.tid,
    renewed_at: toTime(found.renewedAt),
    notification_id: found.notificationId,
    content: found.outgoing && toContent(db, found.outgoing),
  };
}

/** One notification with its body. */
export function readNotificationDetails(db: Db, id: number): NotificationDetails | null {
  const [found] = db.read<
    Omit<NotificationRow, "received_at"> & { received_at: number; body: Uint8Array | null }
  >("SELECT id, source, received_at, state, reason, body FROM notifications WHERE id = ?", [id]);
  if (!found) return null;
  const deliveries = db.read<{ id: number }>(
    "SELECT id FROM deliveries WHERE notification_id = ? ORDER BY id",
    [id],
  );
  return {
    ...found,
    received_at: toIso(found.received_at),
    body: found.body && toBody(found.body),
    deliveries: deliveries.map((letter) => letter.id),
  };
}

/** What a delivery carries, as text. */
export function toContent(db: Db, outgoing: Outgoing): string {
  if (outgoing.kind === "file") return [outgoing.file.name, outgoing.caption ?? ""].join(" | ");
  if (outgoing.kind === "location") return `${outgoing.latitude},${outgoing.longitude}`;
  if (outgoing.kind === "post" && outgoing.file) {
    return [outgoing.file.name, outgoing.text].join(" | ");
  }
  if (outgoing.kind === "close") return "";
  if (outgoing.kind !== "template") return outgoing.text;
  const { name, language, parameters } = outgoing;
  const [template] = db.read<{ body: string }>(
    "SELECT body FROM templates WHERE name = ? AND language = ?",
    [name, language],
  );
  if (template) return fillTemplate(template.body, parameters);
  return [`${name} (${language})`, ...parameters.map(({ text }) => text)].join(" | ");
}

function toBody(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    // The JSON `null` stays text: it is not the same as no body.
    return JSON.parse(text) ?? text;
  } catch {
    return text;
  }
}
