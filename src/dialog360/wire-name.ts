/** A name of the API (of a type, a state, a field) if it is fit to be shown: a short identifier, so never content. */
export function toWireName(name: unknown): string | undefined {
  return typeof name === "string" && /^[a-z][a-z0-9_]{0,63}$/i.test(name) ? name : undefined;
}
