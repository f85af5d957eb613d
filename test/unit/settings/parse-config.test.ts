import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";

import { parseConfig, type ParsedConfig } from "../../../src/settings/parse-config.ts";

const firstKey = "0f093255-25fa-4588-ac7d-0862e7020adc";
const secondKey = "6a9d1a9e-2f0b-4c39-9df0-6d8d42f1a001";

/** As in the original bot's documentation. */
const original = {
  key: firstKey,
  chat_title_prefix: "Whatsapp: ",
  chat_avatar_path: "path/to/whatsapp-logo.png",
  group_recipients: [{ group_id: "group-1-id" }, { title: "Group 2" }],
  user_recipients: [{ first_name: "Firstname", last_name: "Lastname" }, { user_id: "user-1-id" }],
  admins: [{ first_name: "Firstname", last_name: "Lastname" }],
};

const small = {
  key: firstKey,
  chat_title_prefix: "Whatsapp:",
  user_recipients: [{ user_id: "user-1-id" }],
};

function parse(value: unknown): ParsedConfig {
  return parseConfig(JSON.stringify(value), { file: "/etc/bot/wa_config.json" });
}

function parseOne(more: object): ParsedConfig {
  return parse({ configs: [{ ...small, ...more }] });
}

function whereOf({ problems }: ParsedConfig, severity = "error"): string[] {
  return problems.filter((problem) => problem.severity === severity).map(({ where }) => where);
}

function hintAt({ problems }: ParsedConfig, where: string): string {
  return problems.find((problem) => problem.where === where)?.hint ?? "";
}

test("parseConfig takes the original documentation's example without a word", () => {
  const { config, avatars, problems } = parse({ enabled_config: firstKey, configs: [original] });
  assert.deepEqual(problems, []);
  assert.deepEqual(config, {
    key: firstKey,
    chatTitlePrefix: "Whatsapp: ",
    chatAvatarPath: resolve("/etc/bot/path/to/whatsapp-logo.png"),
    groups: [
      { kind: "id", groupId: "group-1-id" },
      { kind: "title", title: "Group 2" },
    ],
    users: [
      { kind: "name", firstName: "Firstname", lastName: "Lastname" },
      { kind: "id", userId: "user-1-id" },
    ],
    admins: [{ kind: "name", firstName: "Firstname", lastName: "Lastname" }],
    templates: [],
    outsideWindow: "hold",
    windowWarningMinutes: [240, 30],
    markRead: "when_read",
    staffSignature: "none",
    greeting: null,
    away: null,
    texts: {},
  });
  assert.deepEqual(avatars, [
    { where: "configs[0].chat_avatar_path", file: resolve("/etc/bot/path/to/whatsapp-logo.png") },
  ]);
});

test("parseConfig takes every optional key", () => {
  const { config, problems } = parseOne({
    templates: [{ name: "hello", language: "de", parameters: ["Anna"] }, { name: "bye" }],
    outside_window: "refuse",
    window_warning: [],
    mark_read: "never",
    staff_signature: "full_name",
    greeting: { de: "Hallo", en: "Hello" },
    away: {
      text: "We are closed",
      hours: { mon: ["09:00-12:00", "13:00-24:00"], closed: ["2026-12-25"] },
    },
    texts: { "templates.title": "Templates:", "send.gone": { de: "Vorlage {number} fehlt" } },
    _remark: "kept for Tobias",
    $schema: "./schema.json",
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(config?.templates, [
    { name: "hello", language: "de", parameters: ["Anna"] },
    { name: "bye" },
  ]);
  assert.equal(config?.outsideWindow, "refuse");
  assert.deepEqual(config?.windowWarningMinutes, []);
  assert.equal(config?.markRead, "never");
  assert.equal(config?.staffSignature, "full_name");
  assert.deepEqual(config?.greeting, { de: "Hallo", en: "Hello" });
  assert.equal(config?.away?.text, "We are closed");
  assert.deepEqual(config?.away?.hours["mon"], ["09:00-12:00", "13:00-24:00"]);
  assert.deepEqual(config?.away?.hours["tue"], []);
  assert.deepEqual(config?.away?.hours["closed"], ["2026-12-25"]);
  assert.deepEqual(config?.texts, {
    "templates.title": "Templates:",
    "send.gone": { de: "Vorlage {number} fehlt" },
  });
});

test("parseConfig tells everything at once, also of configs that are not enabled", () => {
  const result = parse({
    enabled_config: firstKey,
    configs: [
      { ...small, admins: [{ user_id: "u" }, { first_name: "Tobias" }] },
      { key: secondKey, user_recipients: ["Anna"], window_warning: [0], mark_read: "maybe" },
    ],
  });
  assert.equal(result.config, null);
  assert.deepEqual(whereOf(result).toSorted(), [
    "configs[0].admins[1].last_name",
    "configs[1].chat_title_prefix",
    "configs[1].mark_read",
    "configs[1].user_recipients[0]",
    "configs[1].window_warning[0]",
  ]);
  for (const { message, hint } of result.problems) assert.ok(message && hint);
});

test("parseConfig takes the enabled one of several, and demands its name", () => {
  const configs = [small, { ...small, key: secondKey, chat_title_prefix: "Sales" }];
  assert.equal(parse({ enabled_config: secondKey, configs }).config?.chatTitlePrefix, "Sales");
  assert.deepEqual(whereOf(parse({ configs })), ["enabled_config"]);
  const mistyped = parse({ enabled_config: secondKey.replace("6a", "a6"), configs });
  assert.deepEqual(whereOf(mistyped), ["enabled_config"]);
  assert.match(hintAt(mistyped, "enabled_config"), new RegExp(secondKey));
  assert.deepEqual(whereOf(parse({ enabled_config: secondKey, configs: [small] })), [
    "enabled_config",
  ]);
});

test("parseConfig warns of a key that is no GUID and refuses one that is used twice", () => {
  const odd = parseOne({ key: "sales" });
  assert.deepEqual(whereOf(odd, "warning"), ["configs[0].key"]);
  assert.equal(odd.config?.key, "sales");
  const twice = parse({ enabled_config: firstKey, configs: [small, small] });
  assert.deepEqual(whereOf(twice), ["configs[1].key"]);
});

test("parseConfig refuses unknown keys with the nearest known one, each of them", () => {
  const result = parse({
    enabled_confg: firstKey,
    configs: [
      {
        ...small,
        group_recipient: [],
        user_recipients: [{ firstname: "A", last_name: "B" }],
        greeting: { dee: "Hallo" },
        texts: { "send.gon": "x" },
        away: { text: "x", hours: { monday: [], sunn: [] } },
      },
    ],
  });
  assert.deepEqual(whereOf(result).toSorted(), [
    "configs[0].away.hours.monday",
    "configs[0].away.hours.sunn",
    "configs[0].greeting.dee",
    "configs[0].group_recipient",
    'configs[0].texts["send.gon"]',
    "configs[0].user_recipients[0].first_name",
    "configs[0].user_recipients[0].firstname",
    "enabled_confg",
  ]);
  assert.match(hintAt(result, "enabled_confg"), /"enabled_config"/);
  assert.match(hintAt(result, "configs[0].group_recipient"), /"group_recipients"/);
  assert.match(hintAt(result, "configs[0].user_recipients[0].firstname"), /"first_name"/);
  assert.match(hintAt(result, 'configs[0].texts["send.gon"]'), /"send.gone"/);
});

test("parseConfig demands a recipient beside the admins", () => {
  const admins = [{ user_id: "u" }];
  for (const user_recipients of [[], undefined]) {
    const result = parseOne({ user_recipients, group_recipients: [], admins });
    assert.deepEqual(whereOf(result), ["configs[0].user_recipients"]);
  }
  assert.deepEqual(
    whereOf(parseOne({ user_recipients: [], group_recipients: [{ title: "Sales" }] })),
    [],
  );
});

for (const [name, recipient, where] of [
  ["nobody", {}, "configs[0].admins[0]"],
  ["two forms", { user_id: "u", first_name: "A", last_name: "B" }, "configs[0].admins[0]"],
  ["no first name", { last_name: "B" }, "configs[0].admins[0].first_name"],
  ["an empty name", { first_name: " ", last_name: "B" }, "configs[0].admins[0].first_name"],
  ["a bare number", { user_id: 12 }, "configs[0].admins[0].user_id"],
  ["a bare text", "Anna", "configs[0].admins[0]"],
] as const) {
  test(`parseConfig refuses a recipient with ${name}`, () => {
    assert.deepEqual(whereOf(parseOne({ admins: [recipient] })), [where]);
  });
}

test("parseConfig refuses a circle without or with two names", () => {
  const result = parseOne({ group_recipients: [{}, { group_id: "g", title: "G" }] });
  assert.deepEqual(whereOf(result), [
    "configs[0].group_recipients[0]",
    "configs[0].group_recipients[1]",
  ]);
});

test("parseConfig warns of a recipient that stands twice in one list", () => {
  const anna = { first_name: "Anna", last_name: "B" };
  const result = parseOne({ user_recipients: [anna, { user_id: "u" }, anna], admins: [anna] });
  assert.deepEqual(whereOf(result, "warning"), ["configs[0].user_recipients[2]"]);
  assert.notEqual(result.config, null);
});

test("parseConfig refuses wrong times, dates, and placeholders that a text does not have", () => {
  const hours = { mon: ["9-12", "12:00-09:00"], closed: ["2026-02-30", "25.12.2026"] };
  const result = parseOne({
    away: { text: "x", hours },
    texts: { "send.gone": { en: "{numbr} is gone" }, help: "Ask {name}" },
  });
  assert.deepEqual(whereOf(result).toSorted(), [
    "configs[0].away.hours.closed[0]",
    "configs[0].away.hours.closed[1]",
    "configs[0].away.hours.mon[0]",
    "configs[0].away.hours.mon[1]",
    "configs[0].texts.help",
    'configs[0].texts["send.gone"].en',
  ]);
  assert.match(hintAt(result, 'configs[0].texts["send.gone"].en'), /\{number\}/);
});

for (const [value, where] of [
  [[], ["$"]],
  ["text", ["$"]],
  [{}, ["configs"]],
  [{ configs: [] }, ["configs"]],
  [{ configs: {} }, ["configs"]],
  [{ configs: [null] }, ["configs[0]"]],
] as const) {
  test(`parseConfig refuses ${JSON.stringify(value)} at ${where.join()}`, () => {
    assert.deepEqual(whereOf(parse(value)), where);
  });
}

for (const [name, text, place, hint] of [
  ["curly quotation marks", '{\n  "configs": [\n    { “key”: 1 }', "3:7", /curly/],
  ["a comma too many", '{"configs": [1,\n 2,\n]}', "3:1", /Remove the comma/],
  ["a comma too few", '{"enabled_config": "a"\n "configs": []}', "2:2", /comma before/],
  ["a remark", '{\n// who\n"configs": []}', "2:1", /no comments/],
  ["a Windows path", String.raw`{"chat_avatar_path": "C:\bots\logo.png"}`, "1:30", /backslash/],
  ["single quotation marks", "{'configs': []}", "1:2", /double quotation marks/],
  ["an open text", '{"key": "abc\n}', "1:13", /Close the text/],
  ["Python's True", '{"a": True}', "1:7", /small letters/],
  ["an early end", '{"configs": [', "1:14", /Close what is open/],
  ["nothing", "", "1:1", /Close what is open/],
] as const) {
  test(`parseConfig tells line and column of ${name}`, () => {
    const { config, problems } = parseConfig(text, { file: "wa_config.json" });
    assert.equal(config, null);
    assert.equal(problems.length, 1);
    assert.equal(problems[0]?.where, `wa_config.json:${place}`);
    assert.match(problems[0]?.hint ?? "", hint);
  });
}

test("parseConfig reads past a byte order mark", () => {
  const text = `\uFEFF${JSON.stringify({ configs: [small] })}`;
  assert.deepEqual(parseConfig(text, { file: "c.json" }).problems, []);
});
