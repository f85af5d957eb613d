import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

import type { ReceivedCall } from "../../src/simulator/dialog360/simulator.ts";

interface Schema {
  [keyword: string]: unknown;
  readonly $ref?: string;
  enum?: readonly unknown[];
  readonly allOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  properties?: Schemas;
  required?: readonly string[];
}

type Schemas = Readonly<Record<string, Schema>>;

/** A field that Meta's description does not know and the API takes all the same. */
interface Addition {
  /** The path of the schema that gets it. */
  readonly to: string;
  readonly name: string;
  readonly schema: Schema;
  /** The required field in whose place it may stand. */
  readonly insteadOf?: string;
  readonly source: string;
}

/** All that is allowed beyond the description; everything else is refused. */
export const additions: readonly Addition[] = [
  {
    to: "BaseMessageProperties",
    name: "recipient",
    schema: { type: "string", pattern: "^[A-Z]{2}\\.(?:ENT\\.)?[A-Za-z0-9]{1,128}$" },
    insteadOf: "to",
    source:
      "Meta: documentation/business-messaging/whatsapp/business-scoped-user-ids; 360dialog: docs/alpha-usernames",
  },
  {
    to: "BaseMessageProperties",
    name: "biz_opaque_callback_data",
    schema: { type: "string", maxLength: 512 },
    source: "Meta: docs/whatsapp/cloud-api/reference/messages (and in this description, of calls)",
  },
  {
    to: "TextParameter.allOf.1",
    name: "parameter_name",
    schema: { type: "string" },
    source: "Meta: documentation/business-messaging/whatsapp/templates (named parameters)",
  },
  {
    to: "DocumentParameter.allOf.1.properties.document",
    name: "filename",
    schema: { type: "string" },
    source:
      "not read at Meta, only in others' models of the API: the media object of a template's header",
  },
  {
    to: "DocumentMessage.allOf.1.properties.document",
    name: "filename",
    schema: { type: "string" },
    source:
      "Meta: docs/whatsapp/cloud-api/reference/messages (media object); 360dialog: docs/messaging",
  },
];

/** A kind of parameter that Meta's description does not know and the API takes all the same. */
interface Variant {
  /** The path of the component that may hold it. */
  readonly to: string;
  /** Further values of enumerations, by their paths. */
  readonly values: Readonly<Record<string, string>>;
  readonly schema: Schema;
  readonly source: string;
}

/** All kinds that are allowed beyond the description. */
export const variants: readonly Variant[] = [
  {
    to: "ButtonComponent.allOf.1",
    values: {
      "TemplateComponent.properties.sub_type": "copy_code",
      "ButtonComponent.allOf.1.properties.sub_type": "copy_code",
      "ButtonParameterObject.properties.type": "coupon_code",
    },
    schema: {
      allOf: [
        { $ref: "#/$defs/ButtonParameterObject" },
        {
          type: "object",
          required: ["coupon_code"],
          properties: { type: { enum: ["coupon_code"] }, coupon_code: { type: "string" } },
        },
      ],
    },
    source:
      "Meta: documentation/business-messaging/whatsapp/templates/marketing-templates/coupon-templates",
  },
  {
    to: "HeaderComponent.allOf.1",
    values: { "ParameterObject.properties.type": "location" },
    schema: {
      allOf: [
        { $ref: "#/$defs/ParameterObject" },
        {
          type: "object",
          required: ["location"],
          properties: {
            type: { enum: ["location"] },
            location: {
              type: "object",
              required: ["latitude", "longitude"],
              properties: {
                latitude: { type: "string" },
                longitude: { type: "string" },
                name: { type: "string" },
                address: { type: "string" },
              },
            },
          },
        },
      ],
    },
    source:
      "not read at Meta, only in others' models of the API: the location of a template's header",
  },
];

const file = new URL("../fixtures/meta-openapi/requests.json", import.meta.url);
const described = readSchemas();
const closed = { unevaluatedProperties: false };
const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
ajv.addSchema({ $id: "meta", $defs: mapValues(described, closeParts) });
/** By the name of the kind's schema; made when first asked for. */
const validators = new Map<string, ValidateFunction>();

/** What is wrong with the body of a `POST …/messages` of v2 by Meta's description; empty if nothing is. */
export function listProblems(body: object): readonly string[] {
  const kind = "type" in body ? findKind(body.type) : "MarkMessageRequestPayload";
  if (!kind) return ["/type is none of those that are described"];
  const validate = validators.get(kind) ?? ajv.compile({ $ref: `meta#/$defs/${kind}`, ...closed });
  validators.set(kind, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

/** Asserts that all messages that a simulated 360dialog was asked to send through v2 are described by Meta. */
export function assertDescribed(calls: readonly ReceivedCall[]): void {
  for (const { path, body } of calls) {
    if (path === "/messages") assert.deepEqual(listProblems(body as object), []);
  }
}

/** The schema of the messages that have this type. */
function findKind(type: unknown): string | undefined {
  const kinds = described["Message"]?.oneOf?.map(({ $ref }) => $ref?.split("/").at(-1) ?? "");
  return kinds?.find((kind) =>
    described[kind]?.allOf?.some(({ properties }) => properties?.["type"]?.enum?.includes(type)),
  );
}

/** Meta's schemas with the additions. */
function readSchemas(): Schemas {
  const { $defs: schemas }: { $defs: Schemas } = JSON.parse(readFileSync(file, "utf8"));
  for (const { to, name, schema, insteadOf } of additions) {
    const target = follow(schemas, to);
    if (target.properties?.[name]) throw new Error(`Meta's description knows ${name} by now`);
    target.properties = { ...target.properties, [name]: schema };
    if (insteadOf) {
      target.required = (target.required ?? []).filter((required) => required !== insteadOf);
      target.oneOf = [{ required: [insteadOf] }, { required: [name] }];
    }
  }
  for (const { to, values, schema } of variants) {
    for (const [path, value] of Object.entries(values)) {
      const target = follow(schemas, path);
      if (target.enum?.includes(value)) throw new Error(`Meta's description knows ${value} by now`);
      target.enum = [...(target.enum ?? []), value];
    }
    const items = follow(schemas, `${to}.properties.parameters.items`);
    items.oneOf = [...(items.oneOf ?? []), schema];
  }
  return schemas;
}

function follow(schemas: Schemas, path: string): Schema {
  return path.split(".").reduce((part, step) => part[step] as Schema, schemas as Schema);
}

/** Refuses unknown fields everywhere. What is put together by `allOf` and the like is closed as a whole, from outside. */
function close(schema: Schema): Schema {
  return { ...closeParts(schema), ...closed };
}

function closeParts(schema: Schema): Schema {
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (keyword === "properties") return [keyword, mapValues(value as Schemas, close)];
    if (keyword === "items") return [keyword, close(value as Schema)];
    if (["allOf", "anyOf", "oneOf"].includes(keyword)) {
      return [keyword, (value as Schema[]).map(closeParts)];
    }
    return [keyword, value];
  });
  return Object.fromEntries(entries);
}

function mapValues(all: Schemas, change: (schema: Schema) => Schema): Schemas {
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, change(schema)]));
}
