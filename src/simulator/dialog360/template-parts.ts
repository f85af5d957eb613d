import { isObject, isText, type JsonObject } from "../json.ts";
import type { SendRequest } from "./check-message.ts";
import type { SimulatedTemplate } from "./templates.ts";

/** The template that a send names. */
export function findTemplate(
  { content, generation }: SendRequest,
  templates: readonly SimulatedTemplate[],
): SimulatedTemplate | undefined {
  const language = isObject(content["language"]) ? content["language"]["code"] : undefined;
  return templates.find(
    (template) =>
      template.name === content["name"] &&
      template.language === language &&
      (generation === "v2" || template.namespace === content["namespace"]),
  );
}

/** A template's own component of a type. */
export function findPart(
  { components }: SimulatedTemplate,
  type: "HEADER" | "BODY" | "FOOTER" | "BUTTONS",
): JsonObject | undefined {
  return components.find((component) => String(component["type"]).toUpperCase() === type);
}

export function listButtons(template: SimulatedTemplate): readonly JsonObject[] {
  return readList(findPart(template, "BUTTONS"), "buttons");
}

/** The components of a send. */
export function listComponents(content: JsonObject): readonly JsonObject[] {
  return readList(content, "components");
}

/** The parameters that a send gives to header or body. */
export function readParameters(
  content: JsonObject,
  type: "header" | "body",
): readonly JsonObject[] {
  return readList(
    listComponents(content).find((component) => component["type"] === type),
    "parameters",
  );
}

/** The names of a text's parameters, in its order. */
export function listNames(text: string): readonly string[] {
  return Array.from(text.matchAll(/\{\{([^}]*)\}\}/g), ([, name = ""]) => name);
}

export function readText(object: JsonObject | undefined, field: string): string {
  const text = object?.[field];
  return isText(text) ? text : "";
}

export function readList(object: JsonObject | undefined, field: string): readonly JsonObject[] {
  const list = object?.[field];
  return Array.isArray(list) ? list.filter(isObject) : [];
}
