import type { Outgoing, SentHeader, StaffPost } from "../message.ts";
import { findExcess, toHeaderFile } from "../staff-file.ts";
import { listBlanks, toAttachedHeader, type Blank, type TemplateParameter } from "../template.ts";
import type { Texts } from "../texts/texts.ts";
import { splitValues } from "./send-values.ts";
import { toBlanksText, type Offered } from "./templates.ts";
import { toUnsentText } from "./unsent.ts";

type TemplateMessage = Extract<Outgoing, { kind: "template" }>;

/** What is filled into a template: the values as they were written (none: those that the config fixes), and what is attached. */
export interface Filling {
  readonly values: string;
  readonly post: StaffPost;
  readonly texts: Texts;
}

/** A template with all that it wants. @returns what does not fit, a sentence each, where something does not */
export function fillOffered(
  template: Offered,
  filling: Filling,
): TemplateMessage | readonly string[] {
  const { name, language, namespace, number } = template;
  const { values, post, texts } = filling;
  const given = values.trim() ? splitValues(values) : (template.fixed ?? []);
  const attached = attach(template, filling);
  const problems = [...attached.problems, ...findMisfits(template, given, texts)];
  if (problems.length > 0) return problems;
  const filled = listBlanks(template).map((blank, index) => ({ blank, text: given[index] ?? "" }));
  const heading = filled.filter(({ blank }) => blank.place === "heading").map(toParameter);
  const buttons = filled.flatMap(({ blank, text }) =>
    blank.place === "button" ? { index: blank.button.index, kind: blank.button.kind, text } : [],
  );
  const header: SentHeader | null =
    heading.length > 0 ? { kind: "text", parameters: heading } : attached.header;
  return {
    kind: "template",
    number,
    name,
    language,
    ...(namespace && { namespace }),
    parameters: filled.filter(({ blank }) => blank.place === "body").map(toParameter),
    ...(header && { header }),
    ...(buttons.length > 0 && { buttons }),
    ...(post.replyTo !== undefined && { concerns: post.replyTo }),
  };
}

interface Attached {
  readonly header: SentHeader | null;
  readonly problems: readonly string[];
}

function attach(template: Offered, { post, texts }: Filling): Attached {
  const { number } = template;
  const { parts = [], attachments } = post;
  const wanted = toAttachedHeader(template);
  if (!wanted) {
    const isBare = parts.length + attachments.length === 0;
    return isBare ? refuse() : refuse(texts.text("send.no-file", { number }));
  }
  const what = texts.text(`templates.${wanted}`, {});
  const [part] = parts;
  if (attachments.length > 0) return refuse(toUnsentText(texts, attachments));
  if (!part) return refuse(texts.text("send.file", { number, what }));
  if (parts.length > 1) return refuse(texts.text("send.one-file", { number, what }));
  if (part.kind === "location") {
    if (wanted === "location") return { header: part, problems: [] };
    return refuse(texts.text("send.file", { number, what }));
  }
  const file = wanted === "location" ? null : toHeaderFile(part.file, wanted);
  if (!file) return refuse(texts.text("send.other-file", { number, what, name: part.file.name }));
  const excess = part.size === null ? null : findExcess(file, part.size);
  if (excess) return refuse(texts.text("file.too-large.document", excess.values));
  return { header: { kind: "file", file }, problems: [] };
}

function refuse(...problems: readonly string[]): Attached {
  return { header: null, problems };
}

function findMisfits(template: Offered, given: readonly string[], texts: Texts): readonly string[] {
  const { number } = template;
  const blanks = listBlanks(template);
  if (blanks.length === 0 && given.length > 0) return [texts.text("send.no-values", { number })];
  // One that is empty is as good as none.
  const isAll = given.length === blanks.length && given.every((value) => value !== "");
  if (!isAll) {
    const whole = given.filter((value) => value !== "").length;
    const count = given.length === blanks.length ? whole : given.length;
    const needs = toBlanksText(blanks, texts);
    return [texts.text("send.values", { number, needs, expected: blanks.length, given: count })];
  }
  return blanks.flatMap((blank, index) => {
    if (!isLink(blank) || !/\s/.test(given[index] ?? "")) return [];
    return texts.text("send.link", { value: given[index] ?? "", text: blank.button.label });
  });
}

function isLink(blank: Blank): blank is Extract<Blank, { place: "button" }> {
  return blank.place === "button" && blank.button.kind === "url";
}

function toParameter({
  blank: { parameter },
  text,
}: {
  blank: Blank;
  text: string;
}): TemplateParameter {
  return { ...(!/^\d+$/.test(parameter) && { name: parameter }), text };
}
