import { offerTemplates, toTemplateList, type Offered } from "../templates.ts";
import type { Asked } from "./command.ts";

/** Lists what `/send` can send. */
export function templates(asked: Asked): string {
  return toTemplateList(offer(asked), asked.context.texts);
}

/** The templates that staff may send; null while no list was loaded yet. */
export function offer({ known, context }: Asked): readonly Offered[] | null {
  const { config, locale, hasTemplates } = context;
  if (known.templates.length === 0 && !hasTemplates) return null;
  return offerTemplates(known.templates, config.templates, locale);
}
