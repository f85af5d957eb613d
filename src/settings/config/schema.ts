import * as v from "valibot";

import { textPlaceholders } from "../../bridge/texts/catalogue.ts";

/** The JSON config as it is written. Every message completes the sentence "… is not". */
export type ConfigFile = v.InferOutput<typeof configFileSchema>;

const text = v.pipe(
  v.string("a text in quotation marks"),
  v.regex(/\S/, "a text with words in it"),
);

const localTexts = dictionary(["en", "de", "fr", "it", "es"], text);

const localText = v.lazy((input) => (typeof input === "object" ? localTexts : text));

const userRecipient = object({
  user_id: v.optional(text),
  first_name: v.optional(text),
  last_name: v.optional(text),
});

const groupRecipient = object({ group_id: v.optional(text), title: v.optional(text) });

const times = v.pipe(
  v.string("a text in quotation marks"),
  v.check(isTimeRange, "a time range such as 09:00-12:30"),
);

const day = v.optional(list(times));

const date = v.pipe(
  v.string("a text in quotation marks"),
  v.check(isDate, "a date such as 2026-12-25"),
);

const hours = object({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
  closed: v.optional(list(date)),
});

const minutes = v.pipe(
  v.number("a number of minutes"),
  v.check(
    (given) => Number.isInteger(given) && given > 0 && given < 1440,
    "from 1 to 1439 whole minutes",
  ),
);

const botConfig = object({
  key: text,
  chat_title_prefix: text,
  chat_avatar_path: v.optional(text),
  group_recipients: v.optional(list(groupRecipient), []),
  user_recipients: v.optional(list(userRecipient), []),
  admins: v.optional(list(userRecipient), []),
  templates: v.optional(
    list(
      object({
        name: text,
        language: v.optional(text),
        parameters: v.optional(list(text)),
      }),
    ),
    [],
  ),
  outside_window: v.optional(oneOf(["hold", "refuse"]), "hold"),
  window_warning: v.optional(list(minutes), [240, 30]),
  mark_read: v.optional(oneOf(["when_read", "when_answered", "never"]), "when_read"),
  staff_signature: v.optional(oneOf(["none", "first_name", "full_name"]), "none"),
  greeting: v.optional(localText),
  away: v.optional(object({ text: localText, hours })),
  texts: v.optional(dictionary(Object.keys(textPlaceholders), localText), {}),
});

export const configFileSchema = object({
  enabled_config: v.optional(text),
  configs: list(botConfig),
});

/** An object whose unknown keys are issues of type `never`, with the known keys as their message. */
function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  const rest: v.GenericSchema = v.never(Object.keys(entries).join(" "));
  return v.pipe(v.unknown(), noList(), v.objectWithRest(entries, rest, "an object in { }"));
}

/** An object with any of these keys; an unknown one is an issue of its key, with the known keys as its message. */
function dictionary<const Key extends string, const Item extends v.GenericSchema>(
  keys: readonly Key[],
  item: Item,
) {
  return v.pipe(
    v.unknown(),
    noList(),
    v.record(v.picklist(keys, keys.join(" ")), item, "an object in { }"),
  );
}

/** Valibot counts lists as objects. */
function noList() {
  return v.check((given) => !Array.isArray(given), "an object in { }");
}

function list<const Item extends v.GenericSchema>(item: Item): v.ArraySchema<Item, string> {
  return v.array(item, "a list in [ ]");
}

function oneOf<const Words extends readonly string[]>(
  words: Words,
): v.PicklistSchema<Words, string> {
  return v.picklist(words, words.map((word) => `"${word}"`).join(" or "));
}

/** `24:00` is the end of a day. */
function isTimeRange(given: string): boolean {
  const [, from, to] =
    /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.exec(given) ?? [];
  return from !== undefined && to !== undefined && from < to;
}

function isDate(given: string): boolean {
  const time = Date.parse(`${given}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(given) &&
    !Number.isNaN(time) &&
    new Date(time).toISOString().startsWith(given)
  );
}
