import type { JsonObject } from "../json.ts";

/** A message template as the account has it. */
export interface SimulatedTemplate {
  readonly name: string;
  readonly language: string;
  /** In lower case, such as `approved`, `pending`, `paused`. */
  readonly status: string;
  readonly category: string;
  /** Demanded by v1 when it is sent. */
  readonly namespace: string;
  readonly components: readonly JsonObject[];
}

/** `GET /v1/configs/templates`: pages by limit (1000 if not given) and offset. */
export function listTemplates(
  templates: readonly SimulatedTemplate[],
  query: { readonly limit?: string | undefined; readonly offset?: string | undefined },
): JsonObject {
  const limit = toCount(query.limit, 1000);
  const offset = toCount(query.offset, 0);
  const page = templates.slice(offset, offset + limit);
  return {
    count: page.length,
    filters: {},
    limit,
    offset,
    sort: ["id"],
    total: templates.length,
    waba_templates: page.map((template) => ({
      ...template,
      id: toId(template),
      quality_score: null,
      rejected_reason: template.status === "rejected" ? "INVALID_FORMAT" : "NONE",
    })),
  };
}

/** `GET /message_templates`: the Graph API's shape, pages by cursor. */
export function listGraphTemplates(
  templates: readonly SimulatedTemplate[],
  query: { readonly limit?: string | undefined; readonly after?: string | undefined },
): JsonObject {
  const limit = Math.max(1, toCount(query.limit, 25));
  const offset = toCount(query.after, 0);
  const end = offset + limit;
  const more = end < templates.length;
  return {
    data: templates.slice(offset, end).map((template) => ({
      id: toId(template),
      name: template.name,
      language: template.language,
      category: template.category,
      status: template.status.toUpperCase(),
      components: template.components,
    })),
    paging: {
      cursors: { before: String(offset), after: String(end) },
      ...(more ? { next: `/message_templates?limit=${limit}&after=${end}` } : {}),
    },
  };
}

function toId(template: { readonly name: string; readonly language: string }): string {
  return `${template.name}.${template.language}`;
}

function toCount(text: string | undefined, otherwise: number): number {
  const count = Number(text ?? otherwise);
  return Number.isSafeInteger(count) && count >= 0 ? count : otherwise;
}
