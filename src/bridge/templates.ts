import type { NumberedTemplate, TemplateParameter } from "./message.ts";
import type { TemplateChoice } from "./profile.ts";
import type { Texts } from "./texts/texts.ts";

/** A template under the number by which staff send it, with the values that the config fixes. */
export interface Offered extends NumberedTemplate {
  readonly fixed?: readonly string[];
}

/**
 * The templates that staff may send: all, or those that the config chooses, in its order. Of one with several languages
 * the config's is taken, else the locale's, else the first.
 */
export function offerTemplates(
  templates: readonly NumberedTemplate[],
  choices: readonly TemplateChoice[],
  locale: string,
): readonly Offered[] {
  if (choices.length === 0) return templates;
  return choices.flatMap(({ name, language, parameters }, index) => {
    const named = templates.filter((template) => template.name === name);
    const found = language
      ? named.find((template) => template.language === language)
      : (named.find((template) => template.available && isIn(template.language, locale)) ??
        named.find(({ available }) => available) ??
        named[0]);
    return found ? { ...found, number: index + 1, ...(parameters && { fixed: parameters }) } : [];
  });
}

/** What `/templates` prints: number and body; a second line where a template has parameters or there are several languages. */
export function toTemplateList(offered: readonly Offered[] | null, texts: Texts): string {
  if (!offered) return texts.text("templates.unavailable", {});
  const available = offered.filter((template) => template.available);
  if (available.length === 0) return texts.text("templates.empty", {});
  const languages = new Set(available.map(({ language }) => language));
  const lines = available.map((template) => {
    const parameters = template.fixed ? [] : template.parameters.map((name) => `{{${name}}}`);
    const tells = parameters.length > 0 || languages.size > 1;
    const more = tells ? `\n   ${[template.language, ...parameters].join(" ")}` : "";
    return `${template.number}. ${template.body}${more}`;
  });
  return [texts.text("templates.title", {}), "", ...lines].join("\n");
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
