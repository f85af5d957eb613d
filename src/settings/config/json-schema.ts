import { toJsonSchema, type JsonSchema, type OverrideSchemaContext } from "@valibot/to-json-schema";

import { isTextId, textPlaceholders } from "../../bridge/texts/catalogue.ts";
import { en } from "../../bridge/texts/en.ts";
import { configFileSchema, configParts } from "./schema.ts";

/**
 * The JSON config as JSON Schema (draft 2020-12), for editors and other tools. What `rules.ts` finds between values (a
 * key that no config has, one that is used twice) it cannot tell, nor a 31st of June.
 */
export function renderConfigSchema(): JsonSchema {
  const { $schema, $defs, ...schema } = toJsonSchema(configFileSchema, {
    target: "draft-2020-12",
    // What comes first in the pipes only tells lists from objects.
    typeMode: "output",
    definitions: configParts,
    // The patterns beside them say nearly as much.
    ignoreActions: ["check"],
    overrideSchema: toExact,
  });
  return {
    ...($schema !== undefined && { $schema }),
    title: "The JSON config of whatsapp-bot",
    description: "Keys that begin with _ or $ are remarks",
    ...schema,
    $defs: { ...$defs, ...listTextKinds() },
  };
}

/** Null where the library's own conversion says all. */
function toExact({ valibotSchema, jsonSchema }: OverrideSchemaContext): JsonSchema | null {
  switch (valibotSchema.type) {
    case "lazy":
      return eitherForm;
    case "object_with_rest":
      return toObject(jsonSchema);
    case "record": {
      const names = "key" in valibotSchema ? toOptions(valibotSchema.key) : [];
      return toObject({
        properties: Object.fromEntries(names.map((name) => [name, toText(name)])),
      });
    }
    default:
      return null;
  }
}

/** A text, or one for each language. */
const eitherForm: JsonSchema = {
  anyOf: [{ $ref: "#/$defs/text" }, { $ref: "#/$defs/localTexts" }],
};

/** Other keys than its own are mistakes, except for remarks. */
function toObject({ properties = {}, required = [] }: JsonSchema): JsonSchema {
  return {
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
    patternProperties: { "^[_$]": true },
    additionalProperties: false,
  };
}

function toOptions(key: unknown): readonly string[] {
  const options = typeof key === "object" && key !== null && "options" in key ? key.options : [];
  return Array.isArray(options) ? options.filter((option) => typeof option === "string") : [];
}

/** Of the bot, or in one language. */
function toText(name: string): JsonSchema {
  if (!isTextId(name)) return { $ref: "#/$defs/text" };
  return { $ref: `#/$defs/${toKind(textPlaceholders[name])}`, description: en[name] };
}

/** Texts are of one kind where they may hold the same placeholders. */
function listTextKinds(): Record<string, JsonSchema> {
  const kinds = Object.values(textPlaceholders).map((names: readonly string[]) => {
    const others = names.length > 0 ? String.raw`(?!(?:${names.join("|")})\})` : "";
    const pattern = String.raw`^(?![\s\S]*\{${others}\w+\})`;
    const kind = { ...eitherForm, pattern, patternProperties: { "^[a-z]": { pattern } } };
    return [toKind(names), kind] as const;
  });
  return Object.fromEntries(kinds);
}

function toKind(names: readonly string[]): string {
  return ["text", ...(names.length > 0 ? names : ["plain"])].join("-");
}
