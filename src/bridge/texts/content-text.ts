import type { ContactCard, OrderItem, Place } from "../content.ts";
import type { Content } from "../message.ts";
import { toMapLink, toPin } from "../place.ts";
import { toKindName } from "./placeholder.ts";
import type { Texts } from "./texts.ts";

/** A message's content as the team reads it; empty only beside a file, for Teamwire takes no post without either. */
export function toContentText(texts: Texts, content: Content): string {
  switch (content.kind) {
    case "text":
      return content.text.trim() ? content.text : toHeading(texts, "text");
    case "location":
      return [toHeading(texts, "location"), ...toPlaceLines(content.place)].join("\n");
    case "contacts":
      return toContactsText(texts, content.cards);
    case "order":
      return [toHeading(texts, "order"), ...toOrderLines(texts, content)].join("\n");
    case "form":
      return [
        toHeading(texts, "form"),
        ...content.fields.map(({ name, value }) => (name ? `${name}: ${value}` : value)),
      ].join("\n");
    case "reaction":
      return content.emoji
        ? texts.text("reaction", { emoji: content.emoji })
        : texts.text("reaction.removed", {});
    case "edit":
      return content.text
        ? texts.text("edit", { text: content.text })
        : texts.text("edit.no-text", {});
    case "revoke":
      return texts.text("revoke", {});
    case "welcome":
      return texts.text("welcome", {});
    case "system":
      return content.what === "customer_identity_changed"
        ? texts.text("system.identity", {})
        : texts.text("system", { what: content.what });
    case "unsupported":
      return texts.text("unsupported", { what: toKindName(texts, content.what) });
    case "file":
    default:
      return content.caption ?? "";
  }
}

function toHeading(texts: Texts, what: string): string {
  return `[${toKindName(texts, what)}]`;
}

/** Coordinates that no map knows are shown as they came. */
function toPlaceLines(place: Place): string[] {
  const { name, address, url, latitude, longitude } = place;
  const pin = toPin(place);
  const odd = [latitude, longitude].filter((degrees) => degrees !== undefined).join(", ");
  return [name, address, url, pin ? toMapLink(pin) : odd].flatMap((line) => line || []);
}

function toContactsText(texts: Texts, cards: readonly ContactCard[]): string {
  const heading = cards.some(({ own }) => own) ? "own-contact" : "contacts";
  const blocks = cards.map((card) => toCardLines(card).join("\n")).filter(Boolean);
  return [toHeading(texts, heading), blocks.join("\n\n")].filter(Boolean).join("\n");
}

function toCardLines({ name, organisation, ...card }: ContactCard): string[] {
  const { title, department, company } = organisation ?? {};
  const lines = [
    name,
    [title, department, company].filter(Boolean).join(", "),
    ...[...card.phones, ...card.emails].map(({ value, label }) =>
      label ? `${value} (${label})` : value,
    ),
    ...card.addresses,
    ...card.urls,
    card.birthday,
  ];
  return lines.flatMap((line) => line || []);
}

function toOrderLines(
  texts: Texts,
  { items, text }: { items: readonly OrderItem[]; text?: string },
): string[] {
  const lines = items.map(({ product, quantity, price, currency }) => {
    const line = `${quantity} × ${product}`;
    return price === undefined ? line : `${line}: ${texts.amount(price, currency)}`;
  });
  const total = toTotal(items);
  if (total)
    lines.push(texts.text("order.total", { amount: texts.amount(total.sum, total.currency) }));
  return text ? [...lines, text] : lines;
}

/** Null where a price is missing, where currencies differ, and where there is only one piece to count. */
function toTotal(
  items: readonly OrderItem[],
): { sum: number; currency: string | undefined } | null {
  const [first, ...more] = items;
  if (!first || (more.length === 0 && first.quantity === 1)) return null;
  let sum = 0;
  for (const { price, quantity, currency } of items) {
    if (price === undefined || currency !== first.currency) return null;
    sum += price * quantity;
  }
  return { sum, currency: first.currency };
}
