import { isObject, isText, type JsonObject } from "../json.ts";
import { refuseParameter, type Generation, type Refusal } from "./answers.ts";
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
  return checkHeader(send, template) ?? checkBody(send, template) ?? checkButtons(send, template);
}

function checkHeader(
  { content, generation }: SendRequest,
  template: SimulatedTemplate,
): Refusal | null {
  const header = findPart(template, "HEADER");
  const given = readParameters(content, "header");
  const format = readText(header, "format") || "TEXT";
  if (format === "TEXT") {
    return checkTexts(given, { text: readText(header, "text"), generation });
  }
  const [value, ...more] = given;
  const type = format.toLowerCase();
  const media = value?.[type];
  const isMeant = value?.["type"] === type && isObject(media) && more.length === 0;
  if (isMeant && (type === "location" ? media["latitude"] !== undefined : isText(media["id"]))) {
    return null;
  }
  const received = value ? String(value["type"]).toUpperCase() : "UNKNOWN";
  const details = `header: Format mismatch, expected ${format}, received ${received}`;
  return refuseTemplate("format", details, generation);
}

function checkBody(
  { content, generation }: SendRequest,
  template: SimulatedTemplate,
): Refusal | null {
  const text = readText(findPart(template, "BODY"), "text");
  return checkTexts(readParameters(content, "body"), { text, generation });
}

function checkTexts(
  given: readonly JsonObject[],
  { text, generation }: { readonly text: string; readonly generation: Generation },
): Refusal | null {
  const names = listNames(text);
  if (names.length !== given.length) {
    const details = `number of localizable_params (${given.length}) does not match the expected number of params (${names.length})`;
    return refuseTemplate("count", details, generation);
  }
  const fits = given.every((parameter) => {
    const name = parameter["parameter_name"];
    return (
      isText(parameter["text"]) &&
      !/[\n\t]| {5}/.test(parameter["text"]) &&
      (name === undefined || (isText(name) && names.includes(name)))
    );
  });
  return fits ? null : refuseTemplate("format", "a parameter has another format", generation);
}

/** By the button's kind: what the component is called, and the field that holds the value. */
const buttonValues: Readonly<Record<string, readonly [subType: string, field: string]>> = {
  URL: ["url", "text"],
  COPY_CODE: ["copy_code", "coupon_code"],
};

function checkButtons(
  { content, generation }: SendRequest,
  template: SimulatedTemplate,
): Refusal | null {
  const given = listComponents(content).filter(({ type }) => type === "button");
  const wanted = listButtons(template).flatMap((button, index) =>
    wantsValue(button) ? { type: String(button["type"]), index: String(index) } : [],
  );
  for (const { type, index } of wanted) {
    const [subType, field] = buttonValues[type] ?? ["", ""];
    const component = given.find((one) => one["index"] === index && one["sub_type"] === subType);
    const values = readList(component, "parameters");
    if (!isText(values[0]?.[field])) {
      const details = `buttons: Button at index ${index} of type ${type} requires a parameter`;
      return refuseParameter("missing", details, generation);
    }
  }
  if (given.length === wanted.length) return null;
  return refuseTemplate("format", "a button takes no parameter", generation);
}

function wantsValue(button: JsonObject): boolean {
  return button["type"] === "COPY_CODE" || listNames(readText(button, "url")).length > 0;
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
