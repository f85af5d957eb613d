import { pickWhole, type Random } from "../soak/random.ts";
import { makeText, pick } from "./values.ts";

/** JSON Schema as far as it is understood here; anything else in a schema is an error. */
export interface Schema {
  readonly $comment?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** Kept by chance: no schema here forbids what it names elsewhere. */
  readonly not?: Schema;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

const understood = new Set(
  [
    ["$comment", "$defs", "$ref", "allOf", "anyOf", "oneOf", "not", "type", "enum", "examples"],
    ["properties", "required", "items", "minItems", "maxItems", "minLength", "maxLength"],
  ].flat(),
);

/** Makes values that a schema allows, a new one each time it is asked. */
export function createGenerator(root: Schema, random: Random): () => unknown {
  const generate = (schema: Schema): unknown => toValue(flatten(schema));
  return () => generate(root);

  function toValue(schema: Schema): unknown {
    if (schema.enum) return pick(random, schema.enum);
    switch (schema.type ?? (schema.properties ? "object" : "string")) {
      case "object":
        return toObject(schema);
      case "array":
        return toList(schema);
      case "string":
        return makeText(random, schema);
      case "integer":
        return pick(random, [0, 1, -1, 131_047, 2 ** 31, pickWhole(random, 0, 1_000_000)]);
      case "number":
        return pick(random, [0, 37.44221496582, -122.16165924072, 1e21, random() * 1000]);
      case "boolean":
        return random() < 0.5;
      default:
        throw new Error(`Generate a value: type "${schema.type}" is not understood`);
    }
  }

  function toObject({ properties = {}, required = [] }: Schema): object {
    const chosen = Object.entries(properties).filter(
      ([name]) => required.includes(name) || random() < 0.5,
    );
    return Object.fromEntries(chosen.map(([name, schema]) => [name, generate(schema)]));
  }

  function toList({ items = {}, minItems = 0, maxItems = 4 }: Schema): unknown[] {
    const length = pickWhole(random, minItems, Math.max(minItems, Math.min(maxItems, 4)));
    return Array.from({ length }, () => generate(items));
  }

  /** A schema without references and choices. */
  function flatten(schema: Schema): Schema {
    const strange = Object.keys(schema).find((keyword) => !understood.has(keyword));
    if (strange) throw new Error(`Generate a value: "${strange}" is not understood`);
    const { $ref, allOf = [], anyOf, oneOf, ...own } = schema;
    const parts = [
      ...($ref ? [resolve($ref)] : []),
      ...allOf,
      ...[anyOf, oneOf].flatMap((choices) => (choices ? [pick(random, choices)] : [])),
    ];
    return parts.map(flatten).reduceRight((whole, part) => merge(part, whole), own);
  }

  function resolve(reference: string): Schema {
    const found = root.$defs?.[reference.replace("#/$defs/", "")];
    if (!found) throw new Error(`Generate a value: there is no ${reference}`);
    return found;
  }
}

/** Both at once; where they name the same property, the second is the narrower one. */
function merge(one: Schema, other: Schema): Schema {
  return {
    ...one,
    ...other,
    properties: { ...one.properties, ...other.properties },
    required: [...(one.required ?? []), ...(other.required ?? [])],
  };
}
