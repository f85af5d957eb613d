import type { NumberedTemplate, Template } from "../../bridge/template.ts";
import type { Db } from "../database.ts";

interface TemplateRow {
  readonly number: number;
  readonly name: string;
  readonly language: string;
  readonly namespace: string | null;
  readonly body: string;
  readonly parameters: string;
  readonly needsMore: number;
  /** Null where a program wrote it that knew only whether there are any. */
  readonly needs: string | null;
  readonly available: number;
}

/** Numbers new templates and marks vanished ones; a number is never given twice. */
export function storeTemplates(db: Db, templates: readonly Template[]): void {
  for (const template of templates) {
    const { name, language, namespace, body, parameters, header, buttons, beyond } = template;
    const needs: Needs = {
      ...(header && { header }),
      ...(buttons && { buttons }),
      ...(beyond && { beyond }),
    };
    const needsMore = Object.keys(needs).length > 0 ? 1 : 0;
    db.write(
      `INSERT INTO templates (number, name, language, namespace, body, parameters, needs_more, needs, available)
        VALUES ((SELECT coalesce(max(number), 0) + 1 FROM templates), ?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)
        ON CONFLICT (name, language) DO UPDATE SET
          namespace = ?3, body = ?4, parameters = ?5, needs_more = ?6, needs = ?7, available = 1
        WHERE namespace IS NOT ?3 OR body <> ?4 OR parameters <> ?5 OR needs IS NOT ?7 OR available = 0`,
      [
        name,
        language,
        namespace ?? null,
        body,
        JSON.stringify(parameters),
        needsMore,
        JSON.stringify(needs),
      ],
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
      `SELECT number, name, language, namespace, body, parameters, needs_more AS needsMore, needs,
        available
        FROM templates ORDER BY number`,
    )
    .map(toTemplate);
}

function toTemplate(row: TemplateRow): NumberedTemplate {
  const { number, name, language, namespace, body, available } = row;
  const parameters: string[] = JSON.parse(row.parameters);
  return {
    number,
    name,
    language,
    ...(namespace !== null && { namespace }),
    body,
    parameters,
    ...toNeeds(row),
    available: available === 1,
  };
}

type Needs = Pick<Template, "header" | "buttons" | "beyond">;

function toNeeds({ needs, needsMore }: TemplateRow): Needs {
  if (needs !== null) return JSON.parse(needs);
  // What it is comes with the next list; until then it is not sent without.
  return needsMore === 1 ? { beyond: "unknown" } : {};
}
