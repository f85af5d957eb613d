/**
 * The values behind the number of a `/send`, separated by `|`. One that stands in quotes may hold a `|`; the quotes are not
 * a part of it. Line breaks become spaces: WhatsApp takes none in a template.
 */
export function splitValues(text: string): readonly string[] {
  return Array.from(`${text.trim()}|`.matchAll(value), ([, doubled, curly, low, angled, bare]) => {
    const quoted = doubled?.replaceAll('""', '"') ?? curly ?? low ?? angled;
    return (quoted ?? bare ?? "").replace(/\s+/g, " ").trim();
  });
}

/** Telephones turn straight quotes into those of the language. What only begins with a quote is not quoted. */
const value = /\s*(?:"((?:[^"]|"")*)"\s*|“([^”]*)”\s*|„([^“”]*)[“”]\s*|«([^»]*)»\s*|([^|]*))\|/g;
