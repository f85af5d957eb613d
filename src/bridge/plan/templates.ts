import {
  listBlanks,
  toAttachedHeader,
  type Blank,
  type NumberedTemplate,
  type TemplateParameter,
} from "../template.ts";
import type { Texts } from "../texts/texts.ts";
import type { PlanContext } from "./context.ts";

/** A template under the number by which staff send it, with the values that the config fixes. */
export interface Offered extends NumberedTemplate {
  readonly fixed?: readonly string[];
}

/** What decides which templates staff may send. */
export interface Offering extends Pick<PlanContext, "locale" | "hasTemplates"> {
  readonly config: Pick<PlanContext["config"], "templates">;
}

/**
 * The templates that staff may send: all, or those that the config chooses, in its order. Of one with several languages
 * the config's is taken, else the locale's, else the first.
 * @returns null while no list was loaded yet
 */
export function offerTemplates(
  templates: readonly NumberedTemplate[],
  { config, locale, hasTemplates }: Offering,
): readonly Offered[] | null {
  if (templates.length === 0 && !hasTemplates) return null;
  if (config.templates.length === 0) return templates;
  return config.templates.flatMap(({ name, language, parameters }, index) => {
    const named = templates.filter((template) => template.name === name);
    const found = language
      ? named.find((template) => template.language === language)
      : (named.find((template) => template.available && isIn(template.language, locale)) ??
        // One that has vanished says so: nobody gets another language under its number.
        named.find((template) => isIn(template.language, locale)) ??
        named.find(({ available }) => available) ??
        named[0]);
    return found ? { ...found, number: index + 1, ...(parameters && { fixed: parameters }) } : [];
  });
}

/** What `/templates` prints: number and body; a second line where a template wants something or there are several languages. */
export function toTemplateList(offered: readonly Offered[] | null, texts: Texts): string {
  if (!offered) return texts.text("templates.unavailable", {});
  const available = offered.filter((template) => template.available);
  if (available.length === 0) return texts.text("templates.empty", {});
  const languages = new Set(available.map(({ language }) => language));
  const lines = available.map((template) => {
    const wants = toWants(template, texts);
    const tells = wants.length > 0 || languages.size > 1;
    const more = tells ? `\n   ${[template.language, ...wants].join(" · ")}` : "";
    return `${template.number}. ${template.body}${more}`;
  });
  return [texts.text("templates.title", {}), "", ...lines].join("\n");
}

/** What staff have to give with it; nothing for a template that is sent as it is. */
export function toWants(template: Offered, texts: Texts): readonly string[] {
  if (template.beyond !== undefined) return [texts.text("templates.beyond", {})];
  const attached = toAttachedHeader(template);
  const values = template.fixed ? "" : toBlanksText(listBlanks(template), texts);
  return [
    ...(attached ? [texts.text(`templates.${attached}`, {})] : []),
    ...(values ? [values] : []),
  ];
}

/** The places of a template as staff fill them, one after the other. */
export function toBlanksText(blanks: readonly Blank[], texts: Texts): string {
  return blanks.map((blank) => toBlankText(blank, texts)).join(" | ");
}

function toBlankText(blank: Blank, texts: Texts): string {
  const parameter = `{{${blank.parameter}}}`;
  if (blank.place === "body") return parameter;
  if (blank.place === "heading") {
    return texts.text("templates.heading", { parameter, text: blank.text });
  }
  const { kind, label } = blank.button;
  return kind === "code"
    ? texts.text("templates.code", { parameter })
    : texts.text("templates.button", { parameter, text: label });
}

/** The text that the customer reads: the body with its values in it. */
export function fillTemplate(body: string, values: readonly TemplateParameter[]): string {
  return body.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (placeholder: string, name: string) => {
    const value = values.find((given, index) => (given.name ?? String(index + 1)) === name);
    return value?.text ?? placeholder;
  });
}

function isIn(language: string, locale: string): boolean {
  return language.toLowerCase().split(/[_-]/)[0] === locale;
}
