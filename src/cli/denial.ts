/** What Deno says of what it was not allowed to do. Its error has a name of its own, but no code. */
const denial = /Requires (\w+) access(?: to "([^"]+)")?, run again with the --allow-\w+ flag/;

/** How to allow what Deno refused, for the hint of an error that this led to; null where it is due to something else. */
export function explainDenial(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const [text, kind, what] = denial.exec(error.message) ?? [];
  if (text === undefined) return explainDenial(error.cause);
  // Deno takes no list where it asks for root certificates: "unknown sys descriptor".
  const value = what === undefined || kind === "sys" ? "" : `=${what}`;
  return `run deno with --allow-${kind}${value} too; README, "On Deno", has all that is needed`;
}
