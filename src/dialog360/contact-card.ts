import type { ContactCard, Labelled } from "../bridge/content.ts";
import type { WireContactCard } from "./payload/content.ts";

/** A shared contact in our words; what is empty is left out. */
export function toContactCard(card: WireContactCard): ContactCard {
  const { name, org, birthday } = card;
  const { company, department, title } = org ?? {};
  const whole = name?.formatted_name || toLine(" ", [name?.first_name, name?.last_name]);
  const organisation = {
    ...(company && { company }),
    ...(department && { department }),
    ...(title && { title }),
  };
  return {
    ...(whole && { name: whole }),
    ...(Object.keys(organisation).length > 0 && { organisation }),
    phones: toLabelled(card.phones, ({ phone, wa_id: id, type }) => [
      phone || (id && `+${id}`),
      type,
    ]),
    emails: toLabelled(card.emails, ({ email, type }) => [email, type]),
    addresses: (card.addresses ?? []).flatMap(
      ({ street, zip, city, state, country }) =>
        toLine(", ", [street, toLine(" ", [zip, city]), state, country]) || [],
    ),
    urls: (card.urls ?? []).flatMap(({ url }) => url || []),
    ...(birthday && { birthday }),
    ...(card.origin === "contact_request" && { own: true }),
  };
}

function toLabelled<T>(
  list: readonly T[] | undefined,
  read: (entry: T) => [value: string | undefined, label: string | undefined],
): Labelled[] {
  return (list ?? []).flatMap((entry) => {
    const [value, label] = read(entry);
    return value ? { value, ...(label && { label }) } : [];
  });
}

function toLine(between: string, parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(between);
}
