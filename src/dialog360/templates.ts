import type { Template } from "../bridge/message.ts";
import { readTemplate, readTemplatePage, type WireTemplate } from "./payload.ts";

export type Query = Readonly<Record<string, string>>;

/** One page of the list of templates. */
export interface TemplatePage {
  readonly templates: readonly Template[];
  /** The query that asks for the next page; null on the last one. */
  readonly next: Query | null;
}

const pageSize = 1000;

/** The query that asks for the first page. */
export const firstPage: Query = { limit: String(pageSize), offset: "0" };

/**
 * Reads a page of either shape, 360dialog's own (`waba_templates` with a total) or the Graph API's (`data` with a cursor).
 * Only approved templates are told, and of them only those with a text: others (one-time codes) cannot be chosen by it.
 * @returns null for what is no page
 */
export function toTemplatePage(answer: unknown, query: Query): TemplatePage | null {
  const page = readTemplatePage(answer);
  const list = page?.waba_templates ?? page?.data;
  if (!page || !list) return null;
  const templates = list.flatMap((entry) => toTemplate(readTemplate(entry)) ?? []);
  if (list.length === 0) return { templates, next: null };
  if (page.data) {
    const after = page.paging?.next ? page.paging.cursors?.after : undefined;
    return { templates, next: after ? { limit: String(pageSize), after } : null };
  }
  const offset = Number(query["offset"] ?? 0) + list.length;
  const isLast = offset >= (page.total ?? 0);
  return { templates, next: isLast ? null : { limit: String(pageSize), offset: String(offset) } };
}

function toTemplate(entry: WireTemplate | null): Template | null {
  const body = entry?.components.find(({ type }) => type === "BODY")?.text;
  if (!entry || !body || entry.status !== "approved") return null;
  return {
    name: entry.name,
    language: entry.language,
    ...(entry.namespace && { namespace: entry.namespace }),
    body,
    parameters: toParameters(body),
    needsMore: entry.components.some(needsValue),
  };
}

/** Named ones in the order of the text, numbered ones by number, since that is how they are filled. */
function toParameters(body: string): readonly string[] {
  const names = new Set(
    Array.from(body.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g), ([, name = ""]) => name),
  );
  const isNumbered = [...names].every((name) => /^\d+$/.test(name));
  return isNumbered ? [...names].toSorted((a, b) => Number(a) - Number(b)) : [...names];
}

/** Buttons that are sent as they are; every other kind (copied codes, flows, catalogues) wants a value. */
const plainButtons: readonly string[] = [
  "QUICK_REPLY",
  "PHONE_NUMBER",
  "URL",
  "VOICE_CALL",
  "REQUEST_CONTACT_INFO",
];

type Component = WireTemplate["components"][number];

function needsValue({ type = "", format = "TEXT", text, buttons = [] }: Component): boolean {
  switch (type) {
    case "BODY":
    case "FOOTER":
      return false;
    case "HEADER":
      return format !== "TEXT" || hasVariable(text);
    case "BUTTONS":
      return buttons.some(
        (button) => !plainButtons.includes(button.type ?? "") || hasVariable(button.url),
      );
    default:
      return true;
  }
}

function hasVariable(text: string | undefined): boolean {
  return text !== undefined && /\{\{[^{}]+\}\}/.test(text);
}
