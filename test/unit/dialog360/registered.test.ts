import assert from "node:assert/strict";
import { test } from "node:test";

import {
  compareWebhook,
  findTroubles,
  shortenAddress,
  toRegistration,
} from "../../../src/dialog360/registered.ts";
import type { NotificationSettings } from "../../../src/settings/settings.ts";

const notifications: NotificationSettings = {
  host: "127.0.0.1",
  port: 8080,
  path: "/whatsapp/notification",
  secrets: ["new", "old"],
  authRequired: true,
  phoneNumberId: null,
  webhookUrl: "https://bot.example",
  webhookRepair: false,
  silenceMs: null,
};

for (const [what, url, headers, troubles] of [
  ["ours", "https://bot.example/", { Authorization: "Bearer new" }, []],
  ["ours with an older secret", "https://bot.example", { authorization: "Bearer old" }, []],
  ["of another path", "https://bot.example/x", { Authorization: "Bearer new" }, ["another URL"]],
  ["without a secret", "https://bot.example", {}, ["without a secret"]],
  [
    "somebody else's",
    "nonsense",
    { Authorization: "Basic eDp5" },
    ["another URL", "with another secret"],
  ],
  ["none", null, {}, ["no webhook is registered"]],
] as const) {
  test(`compareWebhook judges a webhook that is ${what}`, () => {
    const own = { url: notifications.webhookUrl, notifications };
    assert.deepEqual(compareWebhook({ url, headers }, own), troubles);
  });
}

test("findTroubles does not mind the secret where none is demanded", () => {
  const open = { ...notifications, authRequired: false };
  const webhook = { url: "https://bot.example/x", headers: {} };
  assert.deepEqual(findTroubles(webhook, notifications), ["another URL", "without a secret"]);
  assert.deepEqual(findTroubles(webhook, open), ["another URL"]);
});

test("toRegistration registers the first secret", () => {
  assert.deepEqual(toRegistration("https://bot.example/", notifications), {
    url: "https://bot.example/",
    headers: { Authorization: "Bearer new" },
  });
});

test("shortenAddress shows no more of a path than its beginning", () => {
  for (const [url, shown] of [
    ["https://bot.example/whatsapp/notification", "https://bot.example/whatsapp/***"],
    ["https://bot.example/hook?key=7", "https://bot.example/hook/***"],
    ["https://user:pass@bot.example/hook", "https://bot.example/hook"],
    ["https://bot.example", "https://bot.example/"],
    ["no address", "***"],
  ] as const) {
    assert.equal(shortenAddress(url), shown);
  }
});
