/** Every text of the bot with the placeholders it may hold; configs replace texts by these names. */
export const textPlaceholders = {
  yes: [],
  no: [],
  none: [],
  help: [],
  info: ["started", "name", "phone", "received", "sent", "active"],
  "info.message": ["state"],
  "info.received": ["received", "posted"],
  "info.app": ["received", "posted"],
  "info.nothing": [],
  "info.time": ["state", "time"],
  "state.pending": [],
  "state.held": [],
  "state.sending": [],
  "state.uncertain": [],
  "state.sent": [],
  "state.delivered": [],
  "state.read": [],
  "state.played": [],
  "state.failed": [],
  "state.deleted": [],
  "state.dropped": [],
  "templates.title": [],
  "templates.empty": [],
  "templates.unavailable": [],
  "send.usage": ["count"],
  "send.gone": ["number"],
  "send.values": ["number", "expected", "given"],
  "send.more": ["number"],
  "send.accepted": ["number"],
  "send.delivered": ["number"],
  "command.unknown": ["command", "nearest"],
  "command.unknown.plain": ["command"],
  "file.later": ["what"],
  "file.lost": ["what"],
  "file.too-large": ["name", "limit", "size"],
  "file.too-large.document": ["name", "limit", "size"],
  "file.gone": ["name"],
  "file.refused": ["name", "reason"],
  "kind.image": [],
  "kind.video": [],
  "kind.audio": [],
  "kind.voice": [],
  "kind.document": [],
  "kind.sticker": [],
  "kind.location": [],
  "kind.contacts": [],
  "kind.own-contact": [],
  "kind.order": [],
  "kind.form": [],
  "kind.text": [],
  "kind.ephemeral": [],
  "kind.poll": [],
  "kind.calendar": [],
  "kind.live-location": [],
  "kind.unknown": [],
  "kind.unsupported": [],
  "order.total": ["amount"],
  reaction: ["emoji"],
  "reaction.removed": [],
  edit: ["text"],
  "edit.no-text": [],
  revoke: [],
  welcome: [],
  system: ["what"],
  "system.identity": [],
  unsupported: ["what"],
  "mark.app": [],
  "mark.group": [],
  "mark.forwarded": [],
  "mark.forwarded-often": [],
  "mark.ad": ["ad"],
  "mark.product": ["product"],
  "mark.error": ["title", "code"],
  "identity.number": ["phone"],
  "identity.user": [],
  "identity.lost": ["phone"],
  "merged.away": [],
  "merged.here": [],
  part: ["part", "count"],
  "attachment.not-relayed": ["what"],
  "attachment.no-file": ["what"],
  "attachment.no-place": [],
  "attachment.command": [],
  "held.closed": ["time"],
  "held.not-open": [],
  "held.refused": [],
  "held.ways": ["number"],
  "held.ways.list": [],
  "held.released": ["count"],
  "held.expired": ["text"],
  "held.expired.many": ["list"],
  "held.title": [],
  "held.nothing": [],
  "cancel.usage": [],
  "cancel.done": ["text"],
  warning: ["time"],
  "warning.closing": ["time", "opening"],
  "window.closed": ["time"],
  "window.not-open": [],
  "failed.window": [],
  late: [],
  "failed.expired": [],
  "failed.uncertain": [],
  "failed.dropped": [],
  "withdrawn.sent": [],
  "withdrawn.sending": [],
  "failed.undeliverable": [],
  "failed.country": [],
  "failed.no-number": [],
  "failed.marketing": [],
  "failed.opted-out": [],
  "failed.template": ["code"],
  "failed.account": ["code"],
  "failed.throttled": [],
  "failed.fault": [],
  "failed.refused": ["reason"],
  "failed.unknown": [],
} as const satisfies Record<string, readonly string[]>;

export type TextId = keyof typeof textPlaceholders;

/** What a text's placeholders stand for: all of them, and no others. */
export type TextValues<Id extends TextId> = Readonly<
  Record<(typeof textPlaceholders)[Id][number], string | number>
>;

/** Whether a config's key names a text of the bot. */
export function isTextId(name: string): name is TextId {
  return Object.hasOwn(textPlaceholders, name);
}

/** The names between braces in a text, each once. */
export function findPlaceholders(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(placeholderPattern), ([, name = ""]) => name))];
}

/** A text with its placeholders filled in; a name without a value stays as it is written. */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return text.replace(placeholderPattern, (written, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : written,
  );
}

const placeholderPattern = /\{(\w+)\}/g;
