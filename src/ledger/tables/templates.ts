import type { NumberedTemplate, Template } from "../../bridge/message.ts";
import type { Db } from "../database.ts";

interface TemplateRow {
  readonly number: number;
  readonly name: string;
  readonly language: string;
  readonly namespace: string | null;
  readonly body: string;
  readonly parameters: string;
  readonly needsMore: number;
  readonly available: number;
}

/** Numbers new templates and marks vanished ones; a number is never given twice. */
export function storeTemplates(db: Db, templates: readonly Template[]): void {
  for (const template of templates) {
    const { name, language, namespace, body, parameters, needsMore } = template;
    db.write(
      `INSERT INTO templates (number, name, language, namespace, body, parameters, needs_more, available)
        VALUES ((SELECT coalesce(max(number), 0) + 1 FROM templates), ?1, ?2, ?3, ?4, ?5, ?6, 1)
        ON CONFLICT (name, language) DO UPDATE SET
          namespace = ?3, body = ?4, parameters = ?5, needs_more = ?6, available = 1
        WHERE namespace IS NOT ?3 OR body <> ?4 OR parameters <> ?5 OR needs_more <> ?6 OR available = 0`,
      [name, language, namespace ?? null, body, JSON.stringify(parameters), needsMore ? 1 : 0],
    );
  }
  const listed = templates.map(({ name, language }) => [name, language]);
  db.write(
    `UPDATE templates SET available = 0 WHERE available = 1 AND NOT EXISTS (
      SELECT 1 FROM json_each(?) j WHERE j.value ->> 0 = name AND j.value ->> 1 = language)`,
    [JSON.stringify(listed)],
  );
}

export function readTemplates(db: Db): NumberedTemplate[] {
  return db
    .read<TemplateRow>(
      `SELECT number, name, language, namespace, body, parameters, needs_more AS needsMore, available
        FROM templates ORDER BY number`,
    )
    .map(toTemplate);
}

function toTemplate(row: TemplateRow): NumberedTemplate {
  const { number, name, language, namespace, body, needsMore, available } = row;
  const parameters: string[] = JSON.parse(row.parameters);
  return {
    number,
    name,
    language,
    ...(namespace !== null && { namespace }),
    body,
    parameters,
    needsMore: needsMore === 1,
    available: available === 1,
  };
}
