import type { NumberedTemplate, Template } from "../template.ts";

/**
 * The templates with their numbers as the ledger will have them once it has stored this list: those that it knows keep
 * theirs, new ones get the next in the list's order.
 */
export function numberTemplates(
  known: readonly NumberedTemplate[],
  listed: readonly Template[],
): readonly NumberedTemplate[] {
  const present = new Map(listed.map((template) => [toIdentity(template), template]));
  const kept = known.map((template) => {
    const now = present.get(toIdentity(template));
    return now
      ? { ...now, number: template.number, available: true }
      : { ...template, available: false };
  });
  const names = new Set(known.map(toIdentity));
  const last = Math.max(0, ...known.map(({ number }) => number));
  const added = [...present.values()]
    .filter((template) => !names.has(toIdentity(template)))
    .map((template, index) => ({ ...template, number: last + index + 1, available: true }));
  return [...kept, ...added];
}

/** What makes two templates the same. */
export function toIdentity({ name, language }: Pick<Template, "name" | "language">): string {
  return JSON.stringify([name, language]);
}
