import type { FormField } from "../bridge/content.ts";

const deepest = 4;

/** Our own reference, which the form hands back. */
const ownFields: ReadonlySet<string> = new Set(["flow_token"]);

type Scalar = string | number | boolean;

/**
 * The answers of a form, inner ones under names such as `address.city`.
 * @param answers JSON as a text or as it is; a text that is no JSON is the answer itself
 */
export function toFormFields(answers: unknown): FormField[] {
  return toFields(typeof answers === "string" ? parse(answers) : answers, "", 0);
}

function toFields(value: unknown, name: string, depth: number): FormField[] {
  if (isScalar(value)) return toField(name, [value]);
  if (Array.isArray(value) && value.every(isScalar)) return toField(name, value);
  if (typeof value !== "object" || value === null) return [];
  if (depth === deepest) return toField(name, ["…"]);
  return Object.entries(value)
    .filter(([key]) => depth > 0 || !ownFields.has(key))
    .flatMap(([key, inner]) => toFields(inner, toName(name, key), depth + 1));
}

function toName(outer: string, key: string): string {
  const inner = key.toWellFormed();
  return outer ? `${outer}.${inner}` : inner;
}

function toField(name: string, values: readonly Scalar[]): FormField[] {
  const value = values.join(", ").toWellFormed();
  return value ? [{ ...(name && { name }), value }] : [];
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
