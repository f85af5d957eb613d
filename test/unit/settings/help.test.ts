import assert from "node:assert/strict";
import { test } from "node:test";

import { allGroups, listDefinitions } from "../../../src/settings/definitions.ts";
import { listFlags, renderSettingsTable } from "../../../src/settings/help.ts";

/** As the product's contract lists them. */
const names =
  `TW_API_APPID TW_API_SECRET TW_API_HOST TW_API_INSECURE WA_API_KEY WA_USE_SANDBOX WA_API_GENERATION
WA_API_URL WA_NOTIFICATIONS_PORT WA_NOTIFICATIONS_HOST WA_NOTIFICATIONS_URL_PATH WA_WEBHOOK_SECRET WA_WEBHOOK_AUTH
WA_WEBHOOK_URL WA_WEBHOOK_REPAIR WA_PHONE_NUMBER_ID WA_OPS_HOST WA_OPS_PORT WA_OPS_TOKEN WA_BOT_CONFIG WA_DB_FILE
WA_SPOOL_MAX WA_SEND_RATE WA_PAIR_INTERVAL WA_RETENTION_DAYS WA_DRAIN_TIMEOUT WA_HEARTBEAT_URL WA_SILENCE_HOURS
WA_CA_FILE HTTPS_PROXY NO_PROXY WA_TIMEZONE WA_LOCALE WA_LOG_LEVEL WA_LOG_FORMAT`.split(/\s+/);

test("listDefinitions holds every variable of the contract and no other", () => {
  const listed = listDefinitions().map(({ name }) => name);
  assert.deepEqual(listed.toSorted(), names.toSorted());
});

test("listFlags has one flag for every setting but the secrets", () => {
  const flags = listFlags(allGroups).map((flag) => flag.flags);
  assert.equal(flags.length, names.length - 4);
  assert.equal(new Set(flags.map((flag) => flag.split(" ")[0])).size, flags.length);
  assert.ok(flags.includes("--db-file <file>"));
  assert.ok(flags.includes("--notifications-port <port>"));
  for (const secret of ["secret", "api-key", "webhook-secret", "ops-token"]) {
    assert.ok(!flags.some((flag) => flag.startsWith(`--${secret} `)), secret);
  }
});

test("listFlags tells the variable and its default, for the needed groups only", () => {
  const flags = listFlags(["store"]);
  assert.equal(flags.length, 3);
  assert.match(flags[0]?.description ?? "", /WA_DB_FILE; default: whatsapp_bot\.db/);
});

test("renderSettingsTable has a row of three cells for every variable", () => {
  const [, , ...rows] = renderSettingsTable().split("\n");
  assert.equal(rows.length, names.length);
  for (const row of rows) assert.equal(row.replaceAll("\\|", "").split("|").length, 5, row);
  assert.ok(rows.some((row) => row.startsWith("| `WA_API_KEY`, `WA_API_KEY_FILE` | required |")));
});
