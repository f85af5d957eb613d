// Whoever sets the bot up gets everything that is wrong in one run, with its place and what to do.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { runCommand } from "../fakes/io.ts";

/** In the settings: what is set (or not), and what the hint has to hold. */
const wrongSettings: readonly (readonly [name: string, text: string | null, hint: RegExp])[] = [
  ["TW_API_APPID", null, /Set TW_API_APPID .*--tw-api-appid/],
  ["TW_API_SECRET_FILE", "no-such-file", /Check the path/],
  ["TW_API_HOST", "backend.teamwire.eu", /Correct it in the environment/],
  ["WA_API_KEY", "two words", /Correct it/],
  ["WA_API_GENERATION", "v3", /default: v2/],
  ["WA_USE_SANDBOX", "perhaps", /default: False/],
  ["WA_NOTIFICATIONS_PORT", "80800", /default: 8080/],
  ["WA_NOTIFICATIONS_URL_PATH", "whatsapp", /default: \/whatsapp\/notification/],
  ["WA_WEBHOOK_REPAIR", "on", /Set WA_WEBHOOK_URL/],
  ["WA_OPS_HOST", "0.0.0.0", /Set WA_OPS_TOKEN .*or leave WA_OPS_HOST/],
  ["WA_SPOOL_MAX", "much", /default: 2GB/],
  ["WA_TIMEZONE", "Europe/Gotham", /the system's/],
  ["WA_LOCALE", "nl", /default: en/],
  ["WA_CA_FILE", "wa_config.json", /PEM/],
  ["WA_DB_FIEL", "x.db", /Did you mean WA_DB_FILE\?/],
];

const key = "0f093255-25fa-4588-ac7d-0862e7020adc";

const wrongConfig = {
  enabled_config: "0f093255-25fa-4588-ac7d-0862e7020adX",
  enabled: true,
  configs: [
    {
      key,
      chat_title_prefx: "Whatsapp:",
      chat_avatar_path: "no-such-logo.png",
      group_recipients: [{ title: "Support" }, { group_id: "g", title: "Sales" }],
      user_recipients: [{ user_id: 4711 }, { first_name: "Anna" }, "Jonas Weber"],
      admins: [{ user_id: "u", first_name: "A", last_name: "B" }, {}],
      window_warning: [240, 2000],
      mark_read: "always",
      greeting: { nl: "Hoi" },
      away: { text: "We are closed", hours: { mon: ["9-17"], closed: ["2026-02-30"] } },
      texts: { "send.gon": "x", "send.gone": "{numbr} is gone" },
    },
    { key, chat_title_prefix: "", user_recipients: [] },
  ],
};

/** In the config: the place, and what the hint has to hold. */
const wrongPlaces: readonly (readonly [where: string, hint: RegExp])[] = [
  ["enabled_config", new RegExp(key)],
  ["enabled", /known here: enabled_config, configs/],
  ["configs[0].chat_title_prefix", /Add "chat_title_prefix"/],
  ["configs[0].chat_title_prefx", /Did you mean "chat_title_prefix"\?/],
  ["configs[0].chat_avatar_path", /counts from the folder of the config/],
  ["configs[0].group_recipients[1]", /Keep one: .*group_id/],
  ["configs[0].user_recipients[0].user_id", /quotation marks/],
  ["configs[0].user_recipients[1].last_name", /"first_name".*"last_name"/],
  ["configs[0].user_recipients[2]", /an object in \{ \}/],
  ["configs[0].admins[0]", /Keep one: .*user_id/],
  ["configs[0].admins[1]", /Write .*user_id/],
  ["configs[0].window_warning[1]", /from 1 to 1439/],
  ["configs[0].mark_read", /"when_read" or "when_answered" or "never"/],
  ["configs[0].greeting.nl", /en, de, fr, it, es/],
  ["configs[0].away.hours.mon[0]", /09:00-12:30/],
  ["configs[0].away.hours.closed[0]", /2026-12-25/],
  ['configs[0].texts["send.gon"]', /Did you mean "send.gone"\?/],
  ['configs[0].texts["send.gone"]', /Did you mean \{number\}\?/],
  ["configs[1].key", /a key of its own/],
  ["configs[1].chat_title_prefix", /Fill it in/],
  ["configs[1].user_recipients", /Add a user here/],
];

test("config validate tells each of many mistakes in settings and config in one run, with place and hint", async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), "whatsapp-bot-mistakes-"));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(wrongConfig));
  const env = Object.fromEntries(
    wrongSettings.flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  );
  const ran = await runCommand(["config", "validate", "--json"], { cwd, env });
  assert.equal(ran.code, 78);
  const told = JSON.parse(ran.stdout) as {
    valid: boolean;
    problems: { where: string; message: string; hint: string; severity: string }[];
  };
  assert.equal(told.valid, false);
  const expected = [
    ...wrongSettings.map(([name, , hint]) => [toWhere(name), hint] as const),
    ...wrongPlaces,
  ];
  assert.ok(expected.length >= 25);
  assert.deepEqual(
    told.problems.map(({ where }) => where).toSorted(),
    expected.map(([where]) => where).toSorted(),
  );
  for (const [where, hint] of expected) {
    const problem = told.problems.findLast((one) => one.where === where);
    assert.match(problem?.hint ?? "", hint, where);
    assert.ok(problem?.message, where);
  }
});

test("config validate tells of an env-file that cannot be read, and of everything else all the same", async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), "whatsapp-bot-mistakes-"));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify({ configs: [] }));
  const args = ["config", "validate", "--json", "--env-file", "none.env"];
  const ran = await runCommand(args, { cwd, env: { TW_API_APPID: "app", WA_API_KEY: "key" } });
  assert.equal(ran.code, 78);
  const { problems } = JSON.parse(ran.stdout) as { problems: { where: string }[] };
  assert.deepEqual(
    problems.map(({ where }) => where),
    ["--env-file", "TW_API_SECRET", "TW_API_HOST", "configs"],
  );
});

/** What is missing is named, not what makes it necessary. */
function toWhere(name: string): string {
  return name === "WA_OPS_HOST" ? "WA_OPS_TOKEN" : name;
}
