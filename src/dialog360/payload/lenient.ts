import * as v from "valibot";

/** An odd value counts as an absent one, so that it spoils nothing beside it. */
export function lenient<const Schema extends v.GenericSchema>(
  schema: Schema,
): v.SchemaWithFallback<v.OptionalSchema<Schema, undefined>, undefined> {
  return v.fallback(v.optional(schema), undefined);
}

/** A text that can go on to any other side: a lone surrogate becomes U+FFFD. */
export const text = v.pipe(
  v.string(),
  v.transform((value) => value.toWellFormed()),
);

/** Ids and numbers come as strings or as numbers. */
export const token = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^[\x21-\x7e]{1,512}$/),
);

/** A finite number, perhaps written as a string. */
export const decimal = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.decimal())]),
  v.transform(Number),
  v.finite(),
);
