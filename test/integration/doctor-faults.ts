// What goes wrong on this machine and at Teamwire.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { runCommand } from "../fakes/io.ts";
import { findNobody, isGet, writeConfig, type Fault } from "./doctor-scene.ts";

/** By what is wrong. */
export const faults: Readonly<Record<string, Fault>> = {
  "a setting is wrong": {
    id: "settings",
    detail: /WA_LOCALE: "xx" is not/,
    remedy: /^WA_LOCALE: Correct it in the environment/,
    make: ({ env }) => void (env["WA_LOCALE"] = "xx"),
  },
  "the config is no config": {
    id: "config",
    detail: /configs\[0\]\.adminz/,
    remedy: /configs\[0\]\.adminz: .*admins/,
    make: writeConfig({ adminz: [] }),
  },
  "there is no folder for the store": {
    id: "disk",
    detail: /ENOENT/,
    remedy: /WA_DB_FILE/,
    make: ({ bot, env }) => void (env["WA_DB_FILE"] = join(bot.folder, "none", "store.db")),
  },
  "others may read the store": {
    id: "disk",
    detail: /others may read/,
    remedy: /^run: chmod 600 \S*open\.db$/,
    make({ bot, env }) {
      env["WA_DB_FILE"] = join(bot.folder, "open.db");
      writeFileSync(env["WA_DB_FILE"], "", { mode: 0o644 });
    },
  },
  "the store was written by another program": {
    id: "ledger",
    detail: /written by another program/,
    remedy: /^move it away: mv /,
    make({ bot, env }) {
      env["WA_DB_FILE"] = join(bot.folder, "foreign.db");
      writeFileSync(env["WA_DB_FILE"], "x".repeat(4096), { mode: 0o600 });
    },
  },
  "a byte of the store is damaged": {
    id: "ledger",
    detail: /is damaged|not sound/,
    remedy: /restore a backup/,
    async make({ bot, env }) {
      const copy = join(bot.folder, "copy.db");
      const own = { WA_DB_FILE: join(bot.folder, "store.db") };
      const { code } = await runCommand(["backup", copy, "--force"], { env: own });
      assert.equal(code, 0);
      const bytes = readFileSync(copy);
      // The first page of the tables' own pages: its kind.
      bytes.fill(0xff, 4096, 4200);
      writeFileSync(copy, bytes, { mode: 0o600 });
      env["WA_DB_FILE"] = copy;
    },
  },
  "Teamwire refuses the secret": {
    id: "teamwire",
    detail: /401/,
    remedy: /TW_API_APPID and TW_API_SECRET/,
    make: ({ env }) => void (env["TW_API_SECRET"] = "another"),
  },
  "nobody answers at Teamwire's address": {
    id: "teamwire",
    detail: /ECONNREFUSED|no answer/,
    remedy: /TW_API_HOST/,
    make: async ({ env }) => void (env["TW_API_HOST"] = await findNobody()),
  },
  "a recipient is not known": {
    id: "recipients",
    detail: /^user_recipients\[0\] "user-nobody" \(no such user\)$/,
    remedy: /^Write first and last name as Teamwire shows them.*run: whatsapp-bot serve reload$/,
    make: writeConfig({ user_recipients: [{ user_id: "user-nobody" }] }),
  },
  "a circle is not public": {
    id: "recipients",
    detail: /"Management" \(circle is not public\)/,
    remedy: /^Let an administrator of Teamwire make it public.*run: whatsapp-bot serve reload$/,
    make: writeConfig({ group_recipients: [{ title: "Support" }, { title: "Management" }] }),
  },
  ...Object.fromEntries(
    [
      failCall("user", "/v1/users/{uid}/", /^\/v1\/users\/.+/),
      failCall("users", "/v1/users/", /^\/v1\/users\/$/),
      failCall("groups", "/v1/groups/", /^\/v1\/groups\/$/),
      failCall("group", "/v1/groups/{gid}/", /^\/v1\/groups\/.+/),
      failCall("chats", "/v1/chats/", /^\/v1\/chats\/$/),
      failCall("chat", "/v1/chats/{tid}/", /^\/v1\/chats\/[^/]+\/$/),
      failCall("messages", "/v1/chats/{tid}/messages/", /\/messages\/$/),
      failCall("events", "/v1/events/", /^\/v1\/events\/$/),
    ].map((fault) => [`Teamwire fails at ${fault.id}`, fault]),
  ),
};

/** One call of the contract is not answered as it should be. */
function failCall(name: string, call: string, path: RegExp): Fault {
  return {
    id: `teamwire-${name}`,
    detail: /^Asking Teamwire for "\w+": answered 503$/,
    remedy: new RegExp(`TW_API_HOST.* takes GET ${call} as the wire contract has it`),
    make({ bot }) {
      const { faults: planned } = bot.world.teamwire.simulator;
      // Twice where the feed of the serve that runs may be the first to ask.
      planned.failNext(name === "events" ? 2 : 1, { status: 503, body: "<html>" }, isGet(path));
    },
  };
}
