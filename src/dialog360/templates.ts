import type { Template, TemplateButton, TemplateHeader } from "../bridge/template.ts";
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
  const header = toHeader(entry.components.find(({ type }) => type === "HEADER"));
  const buttons = entry.components.flatMap(toButtons);
  const beyond = entry.components.map(findBeyond).find((found) => found !== null);
  return {
    name: entry.name,
    language: entry.language,
    ...(entry.namespace && { namespace: entry.namespace }),
    body,
    parameters: toParameters(body),
    ...(header && { header }),
    ...(buttons.length > 0 && { buttons }),
    ...(beyond && { beyond }),
  };
}

/** Named ones in the order of the text, numbered ones by number, since that is how they are filled. */
function toParameters(text: string): readonly string[] {
  const names = new Set(
    Array.from(text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g), ([, name = ""]) => name),
  );
  const isNumbered = [...names].every((name) => /^\d+$/.test(name));
  return isNumbered ? [...names].toSorted((a, b) => Number(a) - Number(b)) : [...names];
}

type Component = WireTemplate["components"][number];

const attachedHeaders = {
  IMAGE: "image",
  VIDEO: "video",
  DOCUMENT: "document",
  LOCATION: "location",
} as const;

/** @returns null where nothing of it has to be given, or nothing can be */
function toHeader({ format = "TEXT", text = "" }: Partial<Component> = {}): TemplateHeader | null {
  if (isAttached(format)) return { kind: attachedHeaders[format] };
  const parameters = format === "TEXT" ? toParameters(text) : [];
  return parameters.length > 0 ? { kind: "text", text, parameters } : null;
}

function isAttached(format: string): format is keyof typeof attachedHeaders {
  return Object.hasOwn(attachedHeaders, format);
}

function toButtons({ type, buttons = [] }: Component): readonly TemplateButton[] {
  if (type !== "BUTTONS") return [];
  return buttons.flatMap((button, index) => {
    const label = button.text ?? "";
    if (button.type === "COPY_CODE") return { index, kind: "code", label, parameter: "1" } as const;
    const [parameter] = button.type === "URL" ? toParameters(button.url ?? "") : [];
    return parameter ? ({ index, kind: "url", label, parameter } as const) : [];
  });
}

/** Buttons that are sent as they are, or with a value; every other kind wants what no chat can give: a form, a catalogue. */
const knownButtons: readonly string[] = [
  "QUICK_REPLY",
  "PHONE_NUMBER",
  "URL",
  "COPY_CODE",
  "VOICE_CALL",
  "REQUEST_CONTACT_INFO",
];

/** What of a component nobody can give from a chat, by WhatsApp's name for it. */
function findBeyond({ type = "?", format = "TEXT", buttons = [] }: Component): string | null {
  switch (type) {
    case "BODY":
    case "FOOTER":
      return null;
    case "HEADER":
      return format === "TEXT" || isAttached(format) ? null : format;
    case "BUTTONS": {
      const unknown = buttons.find((button) => !knownButtons.includes(button.type ?? ""));
      return unknown ? (unknown.type ?? "?") : null;
    }
    default:
      return type;
  }
}
