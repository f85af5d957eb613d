import type { JsonObject } from "../json.ts";
import type { SendRequest } from "./check-message.ts";
import {
  findPart,
  findTemplate,
  listButtons,
  listComponents,
  listNames,
  readList,
  readParameters,
  readText,
} from "./template-parts.ts";
import type { SimulatedTemplate } from "./templates.ts";

/** What the customer's phone shows of a template beside its text. */
export interface TemplateCard {
  /** Empty where there is none, as the footer. */
  readonly heading: string;
  readonly footer: string;
  readonly buttons: readonly CardButton[];
  /** What was given for the header: a file or a place under its type's name. */
  readonly header: JsonObject | null;
}

export interface CardButton {
  /** What a tap does: answers with its label, opens a link, copies, or something that only a real phone can. */
  readonly does: "reply" | "link" | "copy" | "other";
  readonly label: string;
  /** The link or the code; empty for others. */
  readonly value: string;
}

/** A template as it was sent. @returns null for one that is not known */
export function toTemplateCard(
  send: SendRequest,
  templates: readonly SimulatedTemplate[],
): { readonly text: string; readonly card: TemplateCard } | null {
  const template = findTemplate(send, templates);
  if (!template) return null;
  const { content } = send;
  const header = findPart(template, "HEADER");
  const isText = header?.["format"] === undefined || header["format"] === "TEXT";
  return {
    text: fill(readText(findPart(template, "BODY"), "text"), readParameters(content, "body")),
    card: {
      heading: isText ? fill(readText(header, "text"), readParameters(content, "header")) : "",
      footer: readText(findPart(template, "FOOTER"), "text"),
      buttons: listButtons(template).map((button, index) => toButton(button, index, content)),
      header: isText ? null : (readParameters(content, "header")[0] ?? null),
    },
  };
}

const acts: Readonly<Record<string, CardButton["does"]>> = {
  QUICK_REPLY: "reply",
  URL: "link",
  COPY_CODE: "copy",
};

function toButton(button: JsonObject, index: number, content: JsonObject): CardButton {
  const component = listComponents(content).find((one) => one["index"] === String(index));
  const parameters = readList(component, "parameters");
  const code = readText(parameters[0], "coupon_code");
  return {
    does: acts[String(button["type"])] ?? "other",
    label: readText(button, "text"),
    value: code || fill(readText(button, "url"), parameters),
  };
}

function fill(text: string, given: readonly JsonObject[]): string {
  const names = listNames(text);
  return text.replace(/\{\{([^}]*)\}\}/g, (_, name: string) => {
    const named = given.find((parameter) => parameter["parameter_name"] === name);
    return readText(named ?? given[names.indexOf(name)], "text");
  });
}
