/**
 * Takes what the tests need of Meta's OpenAPI description of the Cloud API into test/fixtures/meta-openapi/:
 *
 *     node scripts/meta-openapi.ts <folder>/business-messaging-api_v23.0.yaml
 *
 * The description is in facebook/openapi on GitHub, its LICENSE beside it. Each output is one JSON Schema: the bodies of
 * `POST …/messages`, and those of webhooks, with everything that they refer to. Four things are put right on the way:
 *
 * - The description was put together of several, and where two have a schema of the same name, the later one was given
 *   a number (`TextMessage_2`) while what refers to it was left as it was. So a reference means the nearest of its name.
 * - A `discriminator` without `oneOf` says nothing in JSON Schema: it becomes the `oneOf` of its mapping.
 * - The only `pattern` in them is a list of footnotes that slipped in: it is left out.
 * - `additionalProperties: false` inside `allOf` forbids what the other parts allow. It is left out: whoever validates
 *   closes all objects from outside.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import process from "node:process";

import { parse } from "yaml";

interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly mapping: Readonly<Record<string, string>> };
}

interface Description {
  readonly info: { readonly version: string };
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const folder = new URL("../test/fixtures/meta-openapi/", import.meta.url);
const outputs = {
  "requests.json": ["Message", "MarkMessageRequestPayload"],
  "webhook.json": ["WebhookPayload"],
};
const lists = ["allOf", "anyOf", "oneOf"];
const kept = ["type", "enum", "required", "minLength", "maxLength", "minItems", "maxItems"];

const [source] = process.argv.slice(2);
if (!source) throw new Error("Usage: node scripts/meta-openapi.ts <description.yaml>");
const description = parse(readFileSync(source, "utf8")) as Description;
const { schemas } = description.components;
const names = Object.keys(schemas);

for (const [file, roots] of Object.entries(outputs)) {
  const comment = `From ${basename(source)} (${description.info.version}) by scripts/meta-openapi.ts; see LICENSE.`;
  const root = roots.map((name) => ({ $ref: toPointer(name) }));
  const definitions = Object.entries(collect(roots)).map(
    ([name, schema]) => `"${name}":${JSON.stringify(schema)}`,
  );
  // A line for each, so that the next version shows what has changed.
  const text = `{"$comment":"${comment}",\n"oneOf":${JSON.stringify(root)},\n"$defs":{\n${definitions.join(",\n")}\n}}\n`;
  writeFileSync(new URL(file, folder), text);
}
writeFileSync(new URL("LICENSE", folder), readFileSync(join(dirname(source), "LICENSE")));

/** The schemas of these names and all that they refer to. */
function collect(roots: readonly string[]): Record<string, Schema> {
  const definitions: Record<string, Schema> = {};
  const open = [...roots];
  for (let name = open.pop(); name; name = open.pop()) {
    if (definitions[name]) continue;
    definitions[name] = convert(schemas[name] ?? {}, name);
    const found = JSON.stringify(definitions[name]).matchAll(/"#\/\$defs\/(\w+)"/g);
    open.push(...[...found].flatMap(([, referred]) => referred ?? []));
  }
  return Object.fromEntries(Object.entries(definitions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A schema as JSON Schema; `home` is the named schema that it is a part of. */
function convert(schema: Schema, home: string): Schema {
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword === "$ref") return [["$ref", toPointer(resolve(String(value), home))]];
    if (keyword === "items") return [["items", convertValue(value as Schema, home)]];
    if (keyword === "not") return [["not", convert(value as Schema, home)]];
    if (keyword === "properties") return [["properties", convertProperties(value as Schema, home)]];
    if (lists.includes(keyword)) {
      return [[keyword, (value as Schema[]).map((part) => convert(part, home))]];
    }
    if (keyword === "example" && typeof value === "string" && value) return [["examples", [value]]];
    return kept.includes(keyword) ? [[keyword, value]] : [];
  });
  return Object.fromEntries(entries);
}

function convertProperties(properties: Schema, home: string): Schema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, convertValue(value as Schema, home)]),
  );
}

/** The schema of a value as a whole, not one part of several: here a discriminator chooses. */
function convertValue(schema: Schema, home: string): Schema {
  const owner = schema.$ref ? resolve(schema.$ref, home) : home;
  const { discriminator, oneOf } = (schema.$ref ? schemas[owner] : schema) ?? {};
  const choices = oneOf ? [] : Object.values(discriminator?.mapping ?? {});
  return {
    ...convert(schema, home),
    ...(choices.length > 0 && {
      oneOf: choices.map((choice) => ({ $ref: toPointer(resolve(choice, owner)) })),
    }),
  };
}

/** The name that a reference means: the nearest of its name to where it stands. */
function resolve(reference: string, home: string): string {
  const base = reference.replace("#/components/schemas/", "");
  const here = names.indexOf(home);
  const [nearest] = names
    .filter((name) => name.replace(/_\d+$/, "") === base)
    .toSorted((a, b) => Math.abs(names.indexOf(a) - here) - Math.abs(names.indexOf(b) - here));
  if (!nearest) throw new Error(`Resolve ${reference}: no such schema`);
  return nearest;
}

function toPointer(name: string): string {
  return `#/$defs/${name}`;
}
