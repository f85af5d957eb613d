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

// What `rules.ts` checks across values stands in `v.metadata`, in the words of JSON Schema.
const userRecipient = v.pipe(
  object({
    user_id: v.optional(note(text, "As Teamwire's administration shows it")),
    first_name: v.optional(note(text, "As Teamwire shows it; the last name is needed too")),
    last_name: v.optional(note(text, "As Teamwire shows it; the first name is needed too")),
  }),
  v.metadata({
    oneOf: [
      { required: ["user_id"], properties: { first_name: false, last_name: false } },
      { required: ["first_name", "last_name"], properties: { user_id: false } },
    ],
  }),
);

const groupRecipient = v.pipe(
  object({
    group_id: v.optional(note(text, "The circle's id")),
    title: v.optional(note(text, "The circle's title, exactly")),
  }),
  v.metadata({ oneOf: [{ required: ["group_id"] }, { required: ["title"] }] }),
);

const times = v.pipe(
  v.string("a text in quotation marks"),
  v.regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    "a time range such as 09:00-12:30",
  ),
  v.check(endsLater, "a time range such as 09:00-12:30"),
);

const day = v.optional(list(times));

const date = v.pipe(
  v.string("a text in quotation marks"),
  v.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "a date such as 2026-12-25"),
  v.check(isInCalendar, "a date such as 2026-12-25"),
);

const hours = object({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
  closed: v.optional(note(list(date), "Days on which nobody is there, such as 2026-12-25")),
});

const notMinutes = "from 1 to 1439 whole minutes";

const minutes = v.pipe(
  v.number("a number of minutes"),
  v.integer(notMinutes),
  v.minValue(1, notMinutes),
  v.maxValue(1439, notMinutes),
);

const template = object({
  name: note(text, "As 360dialog lists it"),
  language: v.optional(
    note(text, "Such as de; without it the one of WA_LOCALE is taken, else the first"),
  ),
  parameters: v.optional(
    note(list(text), "Fixed values: of the heading, then of the text, then of the buttons"),
  ),
});

const texts = note(
  dictionary(Object.keys(textPlaceholders), localText),
  "Replaces texts of the bot in the chat",
);

const botConfigEntries = {
  key: note(text, "A name of its own for this config: a GUID such as uuidgen makes"),
  chat_title_prefix: note(text, "What every chat's title begins with"),
  chat_avatar_path: v.optional(
    note(text, "A JPEG or PNG picture of 600x600, counted from this file's folder"),
  ),
  group_recipients: v.optional(
    note(list(groupRecipient), "Circles whose members are in every chat; they must be public"),
    [],
  ),
  user_recipients: v.optional(note(list(userRecipient), "Colleagues who are in every chat"), []),
  admins: v.optional(
    note(list(userRecipient), "Colleagues who are in every chat and administer it"),
    [],
  ),
  templates: v.optional(
    note(list(template), "Which templates /templates offers, in this order; without it all"),
    [],
  ),
  outside_window: v.optional(
    note(
      oneOf(["hold", "refuse"]),
      "Whether what staff write while the window is closed waits for the customer's next message",
    ),
    "hold",
  ),
  window_warning: v.optional(
    note(
      list(minutes),
      "How many minutes before the window closes staff are warned if they owe an answer; [] never",
    ),
    [240, 30],
  ),
  mark_read: v.optional(
    note(
      oneOf(["when_read", "when_answered", "never"]),
      "When the customer's messages get their blue ticks",
    ),
    "when_read",
  ),
  staff_signature: v.optional(
    note(oneOf(["none", "first_name", "full_name"]), "By which name what staff write is signed"),
    "none",
  ),
  greeting: v.optional(
    note(localText, "What a customer gets who writes while the window is not open"),
  ),
  away: v.optional(
    note(
      object({
        text: localText,
        hours: note(hours, "When somebody is there; a day that is missing is closed"),
      }),
      "What a customer gets who writes while nobody is there",
    ),
  ),
  texts: v.optional(texts, {}),
};

const botConfig = v.pipe(
  object(botConfigEntries),
  v.metadata({
    anyOf: [
      { required: ["group_recipients"], properties: { group_recipients: { minItems: 1 } } },
      { required: ["user_recipients"], properties: { user_recipients: { minItems: 1 } } },
    ],
  }),
);

export const configFileSchema = v.pipe(
  object({
    enabled_config: v.optional(note(text, "The key of the config to use; needed with several")),
    configs: v.pipe(list(botConfig), v.metadata({ minItems: 1 })),
  }),
  v.metadata({
    anyOf: [{ required: ["enabled_config"] }, { properties: { configs: { maxItems: 1 } } }],
  }),
);

/** What may stand in a config. */
export const configKeys = Object.keys(botConfigEntries);

/** The parts that go by a name. */
export const configParts = { text, localTexts, userRecipient, groupRecipient, texts } as const;

/** What editors show of a value. */
function note<const Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

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

/** As texts: `24:00`, the end of a day, is the last. */
function endsLater(range: string): boolean {
  const [from = "", to = ""] = range.split("-");
  return from < to;
}

/** No 31st of June. */
function isInCalendar(given: string): boolean {
  const time = Date.parse(`${given}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(given);
}
