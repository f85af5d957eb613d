import type { ContactCard, OrderItem, Place } from "../../../src/bridge/content.ts";
import type { Content, Event } from "../../../src/bridge/message.ts";

/** By the fixture's name, all that its body tells. */
export type Expected = Readonly<Record<string, readonly Event[]>>;

export const value = "entry[0].changes[0].value";

export function text(words: string): Content {
  return { kind: "text", text: words };
}

export function location(place: Place): Content {
  return { kind: "location", place };
}

export function contacts(...cards: readonly ContactCard[]): Content {
  return { kind: "contacts", cards };
}

/** A contact with a name and a number alone. */
export function card(name: string, number: string, label: string): ContactCard {
  return { name, phones: [{ value: number, label }], emails: [], addresses: [], urls: [] };
}

export function order(...items: readonly OrderItem[]): Content {
  return { kind: "order", items };
}

export function reaction(emoji: string | null): Content {
  return { kind: "reaction", emoji };
}

export function edit(words: string): Content {
  return { kind: "edit", text: words };
}

export function unsupported(what: string): Content {
  return { kind: "unsupported", what };
}

export function aside(reason: string): Event {
  return { kind: "aside", reason };
}

/** A message from nobody who can be answered. */
export function anonymous(id: string, where: string): Event {
  const reason = "a message without a sender who can be answered";
  return { kind: "unreadable", where, reason, id };
}
