import { isObject, isText, type JsonObject } from "../json.ts";
import { refuseParameter, type Generation, type Refusal } from "./answers.ts";
import type { SendRequest } from "./check-message.ts";
import type { SimulatedTemplate } from "./templates.ts";

/** Looks for the template of a send among the account's, as WhatsApp does before it takes the message. */
export function checkTemplate(
  send: SendRequest,
  templates: readonly SimulatedTemplate[],
): Refusal | null {
  const { generation, content } = send;
  const language = isObject(content["language"]) ? content["language"]["code"] : undefined;
  if (!isText(content["name"]) || !isText(language)) {
    return refuseParameter("missing", "template wants name and language.code", generation);
  }
  if (generation === "v1" && !isText(content["namespace"])) {
    return refuseParameter("missing", "Parameter 'namespace' is mandatory", generation);
  }
  const template = findTemplate(send, templates);
  if (!template) return refuseTemplate("unknown", `no such template in ${language}`, generation);
  if (template.status === "paused") {
    return refuseTemplate("paused", "Template is paused due to low quality", generation);
  }
  if (template.status !== "approved") {
    return refuseTemplate("unknown", `template is ${template.status}`, generation);
  }
  return checkParameters(send, template);
}

/** What the customer reads: the body with its parameters filled in. */
export function toTemplateText(send: SendRequest, templates: readonly SimulatedTemplate[]): string {
  const given = bodyParameters(send.content);
  let position = 0;
  return templateBody(findTemplate(send, templates)).replace(/\{\{([^}]*)\}\}/g, (_, name) => {
    const named = given.find((parameter) => parameter["parameter_name"] === name);
    const value = (named ?? given[position])?.["text"];
    position += 1;
    return typeof value === "string" ? value : "";
  });
}

function findTemplate(
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

function checkParameters(send: SendRequest, template: SimulatedTemplate): Refusal | null {
  const names = [...templateBody(template).matchAll(/\{\{([^}]*)\}\}/g)].map((found) => found[1]);
  const given = bodyParameters(send.content);
  if (names.length !== given.length) {
    const details = `number of localizable_params (${given.length}) does not match the expected number of params (${names.length})`;
    return refuseTemplate("count", details, send.generation);
  }
  const fits = given.every((parameter) => {
    const name = parameter["parameter_name"];
    return (
      isText(parameter["text"]) && (name === undefined || (isText(name) && names.includes(name)))
    );
  });
  return fits ? null : refuseTemplate("format", "a parameter has another format", send.generation);
}

function templateBody(template: SimulatedTemplate | undefined): string {
  const body = template?.components.find(({ type }) => String(type).toUpperCase() === "BODY");
  return typeof body?.["text"] === "string" ? body["text"] : "";
}

function bodyParameters(content: JsonObject): JsonObject[] {
  const components = Array.isArray(content["components"]) ? content["components"] : [];
  const body = components
    .filter(isObject)
    .find(({ type }) => String(type).toLowerCase() === "body");
  return Array.isArray(body?.["parameters"]) ? body["parameters"].filter(isObject) : [];
}

function refuseTemplate(
  kind: keyof (typeof templateErrors)["v1"],
  details: string,
  generation: Generation,
): Refusal {
  return { ...templateErrors[generation][kind], details };
}

const templateErrors = {
  v1: {
    count: { status: 400, code: 2000, title: "Template params count mismatch" },
    unknown: { status: 404, code: 2001, title: "Template missing" },
    format: { status: 400, code: 2002, title: "Template parameter format mismatch" },
    paused: { status: 400, code: 2003, title: "Template is paused" },
  },
  v2: {
    count: {
      status: 400,
      code: 132_000,
      title: "Number of parameters does not match the expected number of params",
    },
    unknown: {
      status: 404,
      code: 132_001,
      title: "Template name does not exist in the translation",
    },
    format: { status: 400, code: 132_012, title: "Parameter format does not match" },
    paused: { status: 400, code: 132_015, title: "Template is paused" },
  },
} as const;
