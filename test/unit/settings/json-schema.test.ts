// The JSON Schema against the checks of `config validate`: what one takes the other takes, what one refuses …
import assert from "node:assert/strict";
import { test } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";

import { renderConfigSchema } from "../../../src/settings/config/json-schema.ts";
import { parseConfig } from "../../../src/settings/parse-config.ts";
import { createWorldConfig } from "../../../src/simulator/world.ts";

// Wants a type beside each pattern, also where another part of the schema has it.
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
const schema: object = renderConfigSchema();
const validate = ajv.compile(schema);

/** Whether the JSON Schema takes it, and whether the program does. */
function judge(value: unknown): readonly [schema: boolean, program: boolean] {
  const { problems } = parseConfig(JSON.stringify(value), { file: "c.json" });
  return [validate(value), problems.every(({ severity }) => severity === "warning")];
}

const key = "0f093255-25fa-4588-ac7d-0862e7020adc";
const small = { key, chat_title_prefix: "W", user_recipients: [{ user_id: "u" }] };
const one = (more: object): object => ({ configs: [{ ...small, ...more }] });
const anna = { first_name: "Anna", last_name: "Becker" };

const right: readonly (readonly [string, unknown])[] = [
  ["the demo's", createWorldConfig("logo.png")],
  ["one with $schema and remarks", { $schema: "./x", _a: 1, ...one({ _b: [] }) }],
  ["remarks in dictionaries", one({ greeting: { en: "Hi", _de: 1 }, texts: { _x: 1 } })],
  ["several", { enabled_config: key, configs: [small, { ...small, key: "b" }] }],
  ["circles alone", one({ user_recipients: [], group_recipients: [{ title: "T" }] })],
  ["every choice", one({ mark_read: "never", outside_window: "refuse", staff_signature: "none" })],
  ["templates", one({ templates: [{ name: "n", language: "de", parameters: ["1"] }] })],
  ["warnings", one({ window_warning: [1, 1439] })],
  [
    "hours",
    one({ away: { text: { de: "Zu" }, hours: { mon: ["09:00-24:00"], closed: ["2026-12-25"] } } }),
  ],
  ["texts", one({ texts: { "send.gone": { en: "{number} is gone" }, help: "Ask us {}" } })],
];

for (const [name, value] of right) {
  test(`the JSON Schema and the program take ${name}`, () => {
    assert.deepEqual(judge(value), [true, true], JSON.stringify(validate.errors));
  });
}

const wrong: readonly (readonly [string, unknown])[] = [
  ["a list", []],
  ["nothing in it", {}],
  ["no config", { configs: [] }],
  ["several without a choice", { configs: [small, { ...small, key: "b" }] }],
  ["an unknown key", { ...one({}), enabled: key }],
  ["an unknown key of a config", one({ group_recipient: [] })],
  ["a missing key", { configs: [{ chat_title_prefix: "W", user_recipients: [anna] }] }],
  ["an empty prefix", one({ chat_title_prefix: " " })],
  ["nobody", one({ user_recipients: [] })],
  ["half a name", one({ admins: [{ first_name: "Anna" }] })],
  ["two forms of a user", one({ admins: [{ user_id: "u", ...anna }] })],
  ["no form of a user", one({ admins: [{}] })],
  ["two forms of a circle", one({ group_recipients: [{ group_id: "g", title: "T" }] })],
  ["no form of a circle", one({ group_recipients: [{}] })],
  ["a number for an id", one({ admins: [{ user_id: 12 }] })],
  ["a text for a list", one({ admins: "Anna" })],
  ["null", one({ chat_avatar_path: null })],
  ["another choice", one({ mark_read: "always" })],
  ["0 minutes", one({ window_warning: [0] })],
  ["half a minute", one({ window_warning: [0.5] })],
  ["a day of minutes", one({ window_warning: [1440] })],
  ["another language", one({ greeting: { nl: "Hoi" } })],
  ["a list of greetings", one({ greeting: ["Hi"] })],
  ["hours without a text", one({ away: { hours: {} } })],
  ["a day's whole name", one({ away: { text: "x", hours: { monday: [] } } })],
  ["a time without minutes", one({ away: { text: "x", hours: { mon: ["9-12"] } } })],
  ["a German date", one({ away: { text: "x", hours: { closed: ["25.12.2026"] } } })],
  ["an unknown text", one({ texts: { "send.gon": "x" } })],
  ["an unknown placeholder", one({ texts: { "send.gone": "{numbr} is gone" } })],
  ["one in a language", one({ texts: { help: { en: "Ask {name}" } } })],
  ["a template without a name", one({ templates: [{ language: "de" }] })],
];

for (const [name, value] of wrong) {
  test(`the JSON Schema and the program refuse ${name}`, () => {
    assert.deepEqual(judge(value), [false, false]);
  });
}

test("the JSON Schema leaves to the program what goes across values, and the calendar", () => {
  for (const value of [
    { enabled_config: "c", configs: [small] },
    { enabled_config: key, configs: [small, small] },
    one({ away: { text: "x", hours: { mon: ["12:00-09:00"] } } }),
    one({ away: { text: "x", hours: { closed: ["2026-02-30"] } } }),
  ]) {
    assert.deepEqual(judge(value), [true, false]);
  }
});

test("the JSON Schema describes what an editor may show, with the bot's own texts", () => {
  const { $schema, $defs } = renderConfigSchema();
  assert.equal($schema, "https://json-schema.org/draft/2020-12/schema");
  const texts = $defs?.["texts"];
  assert.ok(typeof texts === "object");
  const gone = texts.properties?.["send.gone"];
  assert.ok(typeof gone === "object");
  assert.match(gone.description ?? "", /\{number\} is no longer available/);
});
