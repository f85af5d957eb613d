import * as v from "valibot";

import { findNearest } from "../../bridge/texts/nearest.ts";
import type { Problem } from "../settings.ts";
import { isRecord, renderPath } from "./path.ts";
import { configFileSchema, type ConfigFile } from "./schema.ts";

/** What a schema alone can tell: types, required and unknown keys. `file` is null if anything is wrong. */
export function checkShape(value: unknown): { file: ConfigFile | null; problems: Problem[] } {
  // Only of one and the same value: whatever is wrong elsewhere is told too.
  const one = { abortPipeEarly: true };
  const result = v.safeParse(configFileSchema, withoutRemarks(value), one);
  return {
    file: result.success ? result.output : null,
    problems: (result.issues ?? []).map(toProblem),
  };
}

function toProblem(issue: v.BaseIssue<unknown>): Problem {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  const where = renderPath(path);
  if (issue.received === "undefined") {
    return { where, message: "missing", hint: `Add "${path.at(-1)}"`, severity: "error" };
  }
  if (issue.type === "never" || issue.path?.at(-1)?.origin === "key") {
    return toUnknownKey(where, String(path.at(-1)), issue.message.split(" "));
  }
  if (typeof issue.input === "string" && issue.input.trim() === "") {
    const hint = "Fill it in, or remove what it belongs to";
    return { where, message: "empty", hint, severity: "error" };
  }
  const isBareNumber = typeof issue.input === "number" && issue.expected === "string";
  return {
    where,
    message: `${describe(issue.input)} is not ${issue.message}`,
    hint: isBareNumber ? "Put it in quotation marks" : `Write ${issue.message}`,
    severity: "error",
  };
}

/** Values of one line are quoted; of others only the kind is told. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function toUnknownKey(where: string, key: string, known: readonly string[]): Problem {
  const nearest = findNearest(key, known);
  const hint = nearest
    ? `Did you mean "${nearest}"?`
    : `Remove it; known here: ${known.join(", ")}`;
  return { where, message: "not a known key", hint, severity: "error" };
}

/** Keys that start with `_` or `$` are remarks. */
function withoutRemarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRemarks);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key]) => !/^[_$]/.test(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutRemarks(inner)]));
}
